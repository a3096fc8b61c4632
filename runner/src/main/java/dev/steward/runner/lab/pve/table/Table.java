package dev.steward.runner.lab.pve.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every method the lab's PVE knows in one release, from the project's own table. */
public final class Table {

    private final Release release;
    private final List<Endpoint> endpoints;
    private final Map<String, Property> properties;

    private static final Map<Release, Table> READ =
            Map.of(Release.V8, new Table(Release.V8), Release.V9, new Table(Release.V9));

    /** The table of a release. */
    public static Table of(Release release) {
        return READ.get(release);
    }

    private Table(Release release) {
        TableText text = new TableText(release).read(text());
        this.release = release;
        this.endpoints = text.endpoints();
        this.properties = text.properties();
    }

    private static String text() {
        try (InputStream in = Table.class.getResourceAsStream("endpoints.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A method found for a request.
     *
     * @param variables what the path's names in braces are, decoded
     */
    public record Found(Endpoint endpoint, Map<String, String> variables) {}

    /** The method a request means; a literal segment goes before a name in braces. */
    public Optional<Found> find(String method, List<String> segments) {
        Found best = null;
        for (Endpoint endpoint : endpoints) {
            Map<String, String> variables = endpoint.method().equals(method) ? match(endpoint, segments) : null;
            if (variables != null
                    && (best == null || variables.size() < best.variables().size())) {
                best = new Found(endpoint, variables);
            }
        }
        return Optional.ofNullable(best);
    }

    private static Map<String, String> match(Endpoint endpoint, List<String> segments) {
        List<String> wanted = endpoint.segments();
        Map<String, String> variables = new HashMap<>();
        // A volume's name has a slash in it, and PVE takes the rest of the path for it.
        boolean rest = wanted.get(wanted.size() - 1).equals("{volume}");
        if (wanted.size() != segments.size() && !(rest && segments.size() > wanted.size())) {
            return null;
        }
        for (int i = 0; i < wanted.size(); i++) {
            String want = wanted.get(i);
            boolean last = rest && i == wanted.size() - 1;
            String segment = last ? String.join("/", segments.subList(i, segments.size())) : segments.get(i);
            if (want.startsWith("{")) {
                variables.put(want.substring(1, want.length() - 1), segment);
            } else if (!want.equals(segment)) {
                return null;
            }
        }
        return variables;
    }

    public Release release() {
        return release;
    }

    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** The form of a property string. */
    public Property property(String name) {
        return properties.get(name);
    }
}

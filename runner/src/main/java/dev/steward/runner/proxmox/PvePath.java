package dev.steward.runner.proxmox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A path below {@code /api2/json}.
 *
 * @param segments plain, not percent-encoded; at least one, none empty
 */
public record PvePath(List<String> segments) {

    private static final String ROOT = "/api2/json";

    /**
     * A path.
     *
     * @throws IllegalArgumentException when a segment is empty or would walk elsewhere
     */
    public PvePath {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a path needs at least one segment, as in /version");
        }
        for (String segment : segments) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("'" + segment + "' cannot stand in a path of the Proxmox API");
            }
        }
    }

    /** A path of segments; each is percent-encoded when sent, so a volume or a UPID is one segment. */
    public static PvePath of(Object... segments) {
        return new PvePath(Arrays.stream(segments).map(String::valueOf).toList());
    }

    /**
     * A path as a person writes it, with or without {@code /api2/json}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static PvePath parse(String text) {
        String path = text.startsWith(ROOT) ? text.substring(ROOT.length()) : text;
        List<String> segments = new ArrayList<>(Arrays.asList(path.split("/")));
        segments.removeIf(String::isEmpty);
        return new PvePath(segments);
    }

    /** This path and more segments. */
    public PvePath and(Object... more) {
        List<String> all = new ArrayList<>(segments);
        Arrays.stream(more).map(String::valueOf).forEach(all::add);
        return new PvePath(all);
    }

    /** The node it is about; empty: the cluster. */
    public Optional<String> node() {
        return segments.size() > 1 && segments.get(0).equals("nodes") ? Optional.of(segments.get(1)) : Optional.empty();
    }

    /** As it is sent, percent-encoded, with {@code /api2/json}. */
    public String encoded() {
        return segments.stream()
                .map(segment ->
                        URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/", ROOT + "/", ""));
    }

    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }
}

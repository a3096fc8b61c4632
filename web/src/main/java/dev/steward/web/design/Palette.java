package dev.steward.web.design;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The colours that have names, read from the stylesheet itself. */
final class Palette {

    private static final Pattern NAMED = Pattern.compile("--([a-z-]+): #");

    private Palette() {}

    /** As {@code accent-wash}, in the stylesheet's order. */
    static List<String> names() {
        Set<String> names = new LinkedHashSet<>();
        Matcher found = NAMED.matcher(stylesheet());
        while (found.find()) {
            names.add(found.group(1));
        }
        return List.copyOf(names);
    }

    private static String stylesheet() {
        try (InputStream in = Palette.class.getResourceAsStream("/dev/steward/web/assets/steward.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.steward.web.guide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A guide that comes with the product; its text lies beside the playbooks it is about.
 *
 * @param name in addresses, and of its file
 * @param title its first line
 * @param lead its first paragraph
 * @param text in Markdown
 */
public record Guide(String name, String title, String lead, String text) {

    /** All, in the order in which a house is set up. */
    public static final List<String> NAMES = List.of(
            "install",
            "native-monitoring",
            "prometheus-setup",
            "power-management-setup",
            "automated-patching",
            "page-in-the-network",
            "playbooks-from-git",
            "history-in-postgresql");

    private static final String FOLDER = "/dev/steward/content/playbooks/guides/";

    /** Read when the first one is asked for, and never again: they are part of the jar. */
    private static final class Shipped {

        private static final List<Guide> ALL = NAMES.stream().map(Guide::read).toList();
    }

    /** All of them. */
    public static List<Guide> all() {
        return Shipped.ALL;
    }

    /** The one of a name; empty: there is none. */
    public static Optional<Guide> of(String name) {
        return all().stream().filter(guide -> guide.name().equals(name)).findFirst();
    }

    /** As HTML, without its title. */
    public String html() {
        return GuideText.html(text);
    }

    private static Guide read(String name) {
        try (InputStream in = Guide.class.getResourceAsStream(FOLDER + name + ".md")) {
            if (in == null) {
                throw new IllegalStateException("the guide " + name + " is not in the jar");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String[] blocks = text.split("\n\n", 3);
            return new Guide(name, blocks[0].replaceFirst("^# +", ""), blocks[1].replace('\n', ' '), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

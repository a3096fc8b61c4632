package dev.steward.web.reference;

import dev.steward.web.guide.GuideText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the reference; its text is made from the code and lies beside the playbooks.
 *
 * @param name in addresses, and of its file
 * @param title its first line
 * @param lead its first paragraph
 * @param entries what it explains, in order
 */
public record Reference(String name, String title, String lead, List<Entry> entries) {

    /** All, in the order in which people ask for them. */
    public static final List<String> NAMES = List.of("modules", "language", "commands", "configuration");

    private static final String FOLDER = "/dev/steward/content/playbooks/reference/";
    private static final Pattern HEADING = Pattern.compile("(?m)^## (.*)\n");
    /** What names a place where pages of repositories make another one of the heading. */
    private static final Pattern PLACE = Pattern.compile("(?m)^<a id=\"[a-z0-9-]+\"></a>\n\n");

    private static final Pattern LINK = Pattern.compile("]\\((?:([a-z]+)\\.md)?(?:#([a-z0-9-]+))?\\)");

    /** Read when the first one is asked for, and never again: they are part of the jar. */
    private static final class Shipped {

        private static final List<Reference> ALL =
                NAMES.stream().map(Reference::read).toList();
    }

    /**
     * What is explained below one heading.
     *
     * @param part the part it is of
     * @param word the heading
     * @param anchor its place, in addresses
     * @param sentence the first paragraph below it
     * @param text in Markdown, with its heading
     */
    public record Entry(String part, String word, String anchor, String sentence, String text) {

        /** As HTML, with its heading. */
        public String html() {
            return GuideText.html(text);
        }

        /** Whether people mean it by this: its heading, or of a command what stands behind the program's name. */
        public boolean called(String name) {
            return word.equalsIgnoreCase(name)
                    || word.equalsIgnoreCase("steward " + name)
                    || word.startsWith(name + " in ");
        }

        /** The sentence without marks, for lists. */
        public String plain() {
            return Reference.plain(sentence);
        }

        /** Where it is read alone. */
        public String path() {
            return "/reference/" + part + "/" + anchor;
        }
    }

    public Reference {
        entries = List.copyOf(entries);
    }

    /** All of it. */
    public static List<Reference> all() {
        return Shipped.ALL;
    }

    /** The part of a name; empty: there is none. */
    public static Optional<Reference> of(String name) {
        return all().stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /** The entry with this place; empty: there is none. */
    public Optional<Entry> entry(String anchor) {
        return entries.stream().filter(entry -> entry.anchor().equals(anchor)).findFirst();
    }

    private static Reference read(String name) {
        try (InputStream in = Reference.class.getResourceAsStream(FOLDER + name + ".md")) {
            if (in == null) {
                throw new IllegalStateException("the reference " + name + " is not in the jar");
            }
            return parsed(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reference parsed(String name, String file) {
        String text =
                linked(name, PLACE.matcher(file.substring(file.indexOf("# "))).replaceAll(""));
        List<Entry> entries = new ArrayList<>();
        Matcher heading = HEADING.matcher(text);
        boolean more = heading.find();
        String[] begin =
                text.substring(0, more ? heading.start() : text.length()).split("\n\n", 3);
        while (more) {
            int from = heading.start();
            String word = heading.group(1);
            more = heading.find();
            String section = text.substring(from, more ? heading.start() : text.length());
            entries.add(new Entry(
                    name,
                    word,
                    GuideText.anchor(word),
                    section.split("\n\n", 3)[1].replace('\n', ' ').strip(),
                    section));
        }
        return new Reference(name, begin[0].substring(2).strip(), plain(begin[1]), entries);
    }

    /** Links between the files, as links between the pages. */
    private static String linked(String name, String text) {
        return LINK.matcher(text).replaceAll(link -> {
            String part = link.group(1) == null ? name : link.group(1);
            return "](/reference/" + part + (link.group(2) == null ? "" : "/" + link.group(2)) + ")";
        });
    }

    /** Without links and marks of code. */
    static String plain(String paragraph) {
        return paragraph
                .replace('\n', ' ')
                .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                .replace("`", "")
                .replace("\\|", "|");
    }
}

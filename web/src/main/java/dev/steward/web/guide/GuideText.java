package dev.steward.web.guide;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guide as HTML. Knows what the shipped guides use of Markdown and nothing else: headings, paragraphs, lists, tables, fenced
 * code, and within a line code and links. All text is escaped; links lead to https or to pages of this server. Headings have
 * anchors, and so has a row of a table that begins with code: that of its heading with its own behind it.
 */
public final class GuideText {

    private static final Pattern ITEM = Pattern.compile("(?:-|(\\d+)\\.) +(.*)");
    private static final Pattern HEADING = Pattern.compile("(#{1,4}) +(.*)");
    private static final Pattern WORD = Pattern.compile("^\\| *`([^`]+)`");
    private static final Pattern INLINE = Pattern.compile("`([^`]+)`|\\[([^\\]]+)]\\((https://[^)\\s]+|/[^)\\s]*)\\)");

    private final List<String> lines;
    private final StringBuilder html = new StringBuilder();
    private final Set<String> anchors = new HashSet<>();
    private String under = "";
    private int at;

    private GuideText(String markdown) {
        this.lines = markdown.lines().toList();
    }

    /** The HTML of a text; its title, the first heading, is left out. */
    public static String html(String markdown) {
        GuideText text = new GuideText(markdown);
        while (text.at < text.lines.size()) {
            text.block();
        }
        return text.html.toString();
    }

    private void block() {
        String line = lines.get(at);
        Matcher heading = HEADING.matcher(line);
        if (line.isBlank()) {
            at++;
        } else if (heading.matches()) {
            heading(heading.group(1).length(), heading.group(2));
        } else if (line.startsWith("```")) {
            code();
        } else if (line.matches("\\|.*\\|.*")) {
            table();
        } else if (ITEM.matcher(line).matches()) {
            items();
        } else {
            html.append("<p>").append(inline(paragraph())).append("</p>\n");
        }
    }

    private void heading(int level, String text) {
        at++;
        if (level > 1) {
            under = anchor(text);
            anchors.add(under);
            html.append("<h")
                    .append(level)
                    .append(" id=\"")
                    .append(under)
                    .append("\">")
                    .append(inline(text));
            html.append("</h").append(level).append(">\n");
        }
    }

    /** The anchor of a heading, as pages of repositories make it too where it is words. */
    public static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    private void code() {
        at++;
        html.append("<pre tabindex=\"0\"><code>");
        while (at < lines.size() && !lines.get(at).equals("```")) {
            html.append(escaped(lines.get(at++))).append('\n');
        }
        at++;
        html.append("</code></pre>\n");
    }

    private void table() {
        html.append("<div class=\"scroll\" tabindex=\"0\"><table><thead>")
                .append(row(lines.get(at), "th", ""))
                .append("</thead><tbody>\n");
        at += 2;
        while (at < lines.size() && lines.get(at).matches("\\|.*\\|.*")) {
            html.append(row(lines.get(at), "td", id(lines.get(at++)))).append('\n');
        }
        html.append("</tbody></table></div>\n");
    }

    /** The anchor of a row, as an attribute; empty where it does not begin with code, or another one has it. */
    private String id(String line) {
        Matcher word = WORD.matcher(line);
        String id = word.find() && !under.isEmpty() ? under + "-" + anchor(word.group(1)) : "";
        return id.isEmpty() || id.endsWith("-") || !anchors.add(id) ? "" : " id=\"" + id + "\"";
    }

    private static String row(String line, String cell, String id) {
        StringBuilder row = new StringBuilder("<tr" + id + ">");
        for (String text : line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|")) {
            row.append('<').append(cell).append('>').append(inline(text.strip().replace("\\|", "|")));
            row.append("</").append(cell).append('>');
        }
        return row.append("</tr>").toString();
    }

    private void items() {
        boolean counted = Character.isDigit(lines.get(at).charAt(0));
        String number = lines.get(at).replaceFirst("\\..*", "");
        html.append(counted ? "<ol start=\"" + number + "\">\n" : "<ul>\n");
        while (at < lines.size() && ITEM.matcher(lines.get(at)).matches()) {
            Matcher item = ITEM.matcher(lines.get(at));
            item.matches();
            at++;
            List<String> whole = new ArrayList<>(List.of(item.group(2)));
            while (at < lines.size() && lines.get(at).startsWith("  ")) {
                whole.add(lines.get(at++).strip());
            }
            html.append("<li>").append(inline(String.join(" ", whole))).append("</li>\n");
        }
        html.append(counted ? "</ol>\n" : "</ul>\n");
    }

    private String paragraph() {
        // its first line is taken whatever it looks like: nobody else did
        List<String> whole = new ArrayList<>(List.of(lines.get(at++)));
        while (at < lines.size() && !lines.get(at).isBlank() && !lines.get(at).matches("(```|#|\\|).*")) {
            whole.add(lines.get(at++));
        }
        return String.join(" ", whole);
    }

    private static String inline(String text) {
        StringBuilder all = new StringBuilder();
        Matcher found = INLINE.matcher(text);
        int from = 0;
        while (found.find()) {
            all.append(escaped(text.substring(from, found.start())));
            if (found.group(1) != null) {
                all.append("<code>").append(escaped(found.group(1))).append("</code>");
            } else {
                all.append("<a href=\"").append(escaped(found.group(3))).append("\">");
                all.append(escaped(found.group(2))).append("</a>");
            }
            from = found.end();
        }
        return all.append(escaped(text.substring(from))).toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

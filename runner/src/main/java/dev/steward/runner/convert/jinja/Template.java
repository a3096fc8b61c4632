package dev.steward.runner.convert.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A template of Jinja as one text with values, conditions and lists in it; blanks go where Ansible takes them. */
public final class Template {

    private static final Pattern STATEMENT = Pattern.compile("(?s)\\{%([-+]?)\\s*(.*?)\\s*([-+]?)%\\}");
    private static final Pattern LOOP =
            Pattern.compile("(?s)for\\s+(\\w+)(?:\\s*,\\s*(\\w+))?\\s+in\\s+(.+?)(?:\\s+if\\s+(.+))?");
    private static final Pattern PAIRS = Pattern.compile("(?s)(.+?)\\.(?:items|iteritems)\\(\\)");
    private static final Pattern SET = Pattern.compile("(?s)set\\s+(\\w+)\\s*=\\s*(.+)");

    private final List<String> parts = new ArrayList<>();
    private int at;

    /** Texts stand at even places, statements at odd ones. */
    private Template(String text) throws Unconvertible {
        Matcher statement = STATEMENT.matcher(text);
        StringBuilder before = new StringBuilder();
        int from = 0;
        String trimmed = "";
        while (statement.find()) {
            String piece = after(text.substring(from, statement.start()), trimmed);
            before.append(statement.group(1).equals("-") ? piece.stripTrailing() : piece);
            parts.add(before.toString());
            parts.add(statement.group(2));
            before.setLength(0);
            trimmed = statement.group(3).isEmpty() ? "\n" : statement.group(3);
            from = statement.end();
        }
        parts.add(after(text.substring(from), trimmed));
    }

    /** A line ends with the statement at its end, unless that says otherwise. */
    private static String after(String text, String trimmed) {
        return switch (trimmed) {
            case "-" -> text.stripLeading();
            case "\n" -> text.startsWith("\n") ? text.substring(1) : text;
            default -> text;
        };
    }

    /**
     * A template without remarks.
     *
     * @throws Unconvertible where there is anything that has no counterpart
     */
    public static String content(String text, Values values) throws Unconvertible {
        if (!text.contains("{%")) {
            return values.text(text);
        }
        if (text.contains("{{-") || text.contains("-}}")) {
            throw new Unconvertible("a template with '{{-' has no counterpart here");
        }
        Template template = new Template(text);
        String inner = template.inner(values, true);
        if (template.at < template.parts.size()) {
            throw new Unconvertible("'" + template.parts.get(template.at) + "' of a template ends nothing");
        }
        return "\"\"\"" + inner + "\"\"\"";
    }

    /** All up to a statement that ends a part, or goes on with another one. */
    private String inner(Values outer, boolean top) throws Unconvertible {
        Values values = outer;
        StringBuilder out = new StringBuilder();
        while (at < parts.size()) {
            if (at % 2 == 0) {
                out.append(values.inside(parts.get(at++)));
                continue;
            }
            String said = parts.get(at);
            Matcher set = SET.matcher(said);
            if (said.matches("(?s)if\\s.*")) {
                out.append("${")
                        .append(condition(said.substring(2).strip(), values))
                        .append('}');
            } else if (said.matches("(?s)for\\s.*")) {
                out.append("${").append(loop(said, values)).append('}');
            } else if (set.matches() && top) {
                at++;
                values = values.with(set.group(1), values.operand("{{ " + set.group(2) + " }}"));
            } else if (said.matches("(?s)(elif\\s.*|else|endif|endfor)")) {
                return out.toString();
            } else {
                throw new Unconvertible("'" + said.split("\\s")[0] + "' of a template has no counterpart here");
            }
        }
        return out.toString();
    }

    private String condition(String when, Values values) throws Unconvertible {
        at++;
        String holds = values.condition(when);
        String then = inner(values, false);
        String next = next("endif");
        String begin = (holds.matches("(?s).*( \\? | \\?: ).*") ? "(" + holds + ")" : holds) + " ? \"\"\"" + then
                + "\"\"\" : ";
        if (next.startsWith("elif")) {
            return begin + condition(next.substring(4).strip(), values);
        }
        if (!next.equals("else")) {
            at++;
            return begin + "''";
        }
        at++;
        String otherwise = inner(values, false);
        end("endif");
        return begin + "\"\"\"" + otherwise + "\"\"\"";
    }

    private String loop(String said, Values values) throws Unconvertible {
        Matcher words = LOOP.matcher(said);
        if (!words.matches() || said.contains("recursive")) {
            throw new Unconvertible("'" + said + "' of a template has no counterpart here");
        }
        at++;
        Matcher pairs = PAIRS.matcher(words.group(3).strip());
        boolean two = words.group(2) != null;
        if (two != pairs.matches()) {
            throw new Unconvertible("'" + said + "' of a template has no counterpart here");
        }
        Values inner = values.with(words.group(1), own(words.group(1)));
        inner = two ? inner.withValue(words.group(2), own(words.group(2))) : inner;
        String names = own(words.group(1)) + (two ? ", " + own(words.group(2)) : "") + " -> ";
        String list = values.operand("{{ " + (two ? pairs.group(1) : words.group(3)) + " }}");
        if (words.group(4) != null) {
            if (two) {
                throw new Unconvertible("'" + said + "' of a template has no counterpart here");
            }
            list += ".findAll { " + names + inner.condition(words.group(4)) + " }";
        }
        int from = at;
        String body = inner(inner, false);
        end("endfor");
        asKey(words.group(1), from);
        return list + ".collect { " + names + "\"\"\"" + body + "\"\"\" }.join('')";
    }

    /** Of a map such a loop has the keys there, and the entries here: who asks something by an element has a map. */
    private void asKey(String name, int from) throws Unconvertible {
        Pattern asked = Pattern.compile("\\[\\s*" + Pattern.quote(name) + "\\s*\\]|\\bloop\\s*\\.");
        for (String part : parts.subList(from, at)) {
            if (asked.matcher(part).find()) {
                throw new Unconvertible(
                        "a loop of a template that asks for '[" + name + "]' or 'loop.…' has no counterpart here");
            }
        }
    }

    private static String own(String name) {
        return Groovy.isName(name) ? name : name + "Value";
    }

    private String next(String end) throws Unconvertible {
        if (at >= parts.size() || parts.get(at).equals("endfor")) {
            throw new Unconvertible("'" + end + "' is missing in a template");
        }
        return parts.get(at);
    }

    private void end(String end) throws Unconvertible {
        if (at >= parts.size() || !parts.get(at).equals(end)) {
            throw new Unconvertible("'" + end + "' is missing in a template, or something stands before it that has no"
                    + " counterpart here");
        }
        at++;
    }
}

package dev.steward.runner.module.file.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template into nodes. */
final class TemplateReader {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern FOR =
            Pattern.compile("\\s*for\\s*\\(\\s*(?:def\\s+)?(" + NAME + ")\\s+in\\s(.*)\\)\\s*\\{\\s*", Pattern.DOTALL);
    private static final Pattern EACH =
            Pattern.compile("(.*)\\.each\\s*\\{\\s*(" + NAME + ")\\s*->\\s*", Pattern.DOTALL);
    private static final Pattern IF = Pattern.compile("\\s*if\\s*\\((.*)\\)\\s*\\{\\s*", Pattern.DOTALL);
    private static final Pattern ELSE_IF =
            Pattern.compile("\\s*}\\s*else\\s+if\\s*\\((.*)\\)\\s*\\{\\s*", Pattern.DOTALL);
    private static final Pattern ELSE = Pattern.compile("\\s*}\\s*else\\s*\\{\\s*");
    private static final Pattern END = Pattern.compile("\\s*}\\s*");

    private final String file;
    private final String text;
    private final Deque<Open> open = new ArrayDeque<>();
    private final StringBuilder literal = new StringBuilder();
    private List<Node> into = new ArrayList<>();

    TemplateReader(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * A block whose end is still to come.
     *
     * @param outer where the block itself goes
     * @param name of the loop's variable; null for a choice
     * @param head the loop's list, or the present branch's condition; null for else
     * @param branches finished so far
     */
    private record Open(int at, List<Node> outer, String name, Expr head, List<Node.Branch> branches) {}

    List<Node> read() throws TemplateException {
        int at = 0;
        while (at < text.length()) {
            at = step(at);
        }
        flush();
        if (!open.isEmpty()) {
            throw error(open.peek().at(), "this block has no end: <% } %> is missing");
        }
        return into;
    }

    private int step(int at) throws TemplateException {
        if (text.startsWith("\\${", at) || text.startsWith("\\<%", at)) {
            literal.append(text, at + 1, at + 3);
            return at + 3;
        }
        if (text.startsWith("${", at)) {
            return show(at, at + 2, "}");
        }
        if (text.startsWith("<%=", at)) {
            return show(at, at + 3, "%>");
        }
        if (text.startsWith("<%", at)) {
            return tag(at);
        }
        literal.append(text.charAt(at));
        return at + 1;
    }

    private int show(int at, int from, String close) throws TemplateException {
        int end = closing(from, close);
        if (end < 0) {
            throw error(at, "'" + close + "' is missing");
        }
        flush();
        into.add(new Node.Show(ExprReader.read(file, text, from, end)));
        return end + close.length();
    }

    /** The end of an expression; a quoted text may hold the closing sign. */
    private int closing(int from, String close) {
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (text.startsWith(close, i)) {
                return i;
            }
        }
        return -1;
    }

    private int tag(int at) throws TemplateException {
        int end = text.indexOf("%>", at);
        if (end < 0) {
            throw error(at, "'%>' is missing");
        }
        int after = end + 2;
        int start = literal.length();
        while (start > 0 && (literal.charAt(start - 1) == ' ' || literal.charAt(start - 1) == '\t')) {
            start--;
        }
        boolean first = lineStart(at);
        Matcher rest = Pattern.compile("[ \\t]*(?:\\r?\\n|\\z)").matcher(text).region(after, text.length());
        if (first && rest.lookingAt()) {
            literal.setLength(start);
            after = rest.end();
        }
        flush();
        block(at, at + 2, end);
        return after;
    }

    private boolean lineStart(int at) {
        return text.substring(text.lastIndexOf('\n', at - 1) + 1, at).isBlank();
    }

    private void block(int at, int from, int end) throws TemplateException {
        String code = text.substring(from, end);
        Matcher m;
        if ((m = FOR.matcher(code)).matches()) {
            begin(new Open(at, into, m.group(1), read(from, m, 2), null));
        } else if ((m = EACH.matcher(code)).matches()) {
            begin(new Open(at, into, m.group(2), read(from, m, 1), null));
        } else if ((m = IF.matcher(code)).matches()) {
            begin(new Open(at, into, null, read(from, m, 1), new ArrayList<>()));
        } else if ((m = ELSE_IF.matcher(code)).matches()) {
            other(at, read(from, m, 1));
        } else if (ELSE.matcher(code).matches()) {
            other(at, null);
        } else if (END.matcher(code).matches()) {
            end(at);
        } else {
            throw error(
                    at,
                    "a template knows <% for (x in list) { %>, <% list.each { x -> %>, <% if (x) { %>, "
                            + "<% } else { %> and <% } %>, not <%" + code + "%>");
        }
    }

    private Expr read(int from, Matcher m, int group) throws TemplateException {
        return ExprReader.read(file, text, from + m.start(group), from + m.end(group));
    }

    private void begin(Open block) {
        open.push(block);
        into = new ArrayList<>();
    }

    private void other(int at, Expr condition) throws TemplateException {
        Open block = open.isEmpty() ? null : open.pop();
        if (block == null || block.name() != null || block.head() == null) {
            throw error(at, "an else without an if before it");
        }
        block.branches().add(new Node.Branch(block.head(), into));
        begin(new Open(at, block.outer(), null, condition, block.branches()));
    }

    private void end(int at) throws TemplateException {
        if (open.isEmpty()) {
            throw error(at, "<% } %> ends nothing");
        }
        Open block = open.pop();
        List<Node> body = into;
        into = block.outer();
        if (block.name() != null) {
            into.add(new Node.Loop(block.name(), block.head(), body));
        } else {
            block.branches().add(new Node.Branch(block.head(), body));
            into.add(new Node.Choice(List.copyOf(block.branches())));
        }
    }

    private void flush() {
        if (literal.length() > 0) {
            into.add(new Node.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private TemplateException error(int at, String message) {
        return new TemplateException(Position.of(file, text, at), message);
    }
}

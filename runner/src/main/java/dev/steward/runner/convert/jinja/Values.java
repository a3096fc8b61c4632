package dev.steward.runner.convert.jinja;

import dev.steward.runner.convert.jinja.Piece.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts and conditions of a playbook of Ansible's in the words of ours. */
public final class Values {

    private static final Pattern INSIDE = Pattern.compile(
            "\\{\\{-?(?<expression>(?:'[^']*+'|\"[^\"]*+\"|[^'\"}-]|}(?!})|-(?!\\}\\}))*+)-?\\}\\}", Pattern.DOTALL);
    private static final Set<Kind> LISTS = Set.of(Kind.LIST, Kind.MAP);
    private static final Pattern QUOTED = Pattern.compile("(['\"])((?:[\\w./:=@%+,-]|\u0000\\d+\u0001)*)\\1");

    private static final Pattern WHOLE =
            Pattern.compile("\"(?:[^\"\\\\$]|\\\\.|\\$\\{[^\"{}]*\\})*\"|'[^'\"$\\\\\n]*'");

    /** In which quotes mean something else. */
    private static final Pattern NESTED = Pattern.compile("<<|`|\\$\\(|\\$'");

    private final Variables variables;
    private final boolean ofFile;
    private final boolean loose;

    /** With what names stand for. */
    public Values(Variables variables) {
        this(variables, false, false);
    }

    private Values(Variables variables, boolean ofFile, boolean loose) {
        this.variables = variables;
        this.ofFile = ofFile;
        this.loose = loose;
    }

    /** For a text that people read: a list in it may look otherwise than there. */
    public Values loose() {
        return new Values(variables, ofFile, true);
    }

    /** For a template: there a backslash in a text within braces begins an escape, in a playbook it stays. */
    public Values ofFile() {
        return new Values(variables, true, loose);
    }

    private Piece piece(String expression) throws Unconvertible {
        return Facts.own(Jinja.piece(ofFile ? expression : expression.replace("\\", "\\\\"), variables));
    }

    /** A condition, which Ansible writes without braces. */
    public String condition(String said) throws Unconvertible {
        Matcher whole = INSIDE.matcher(said.strip());
        return Jinja.piece(whole.matches() ? whole.group("expression") : plain(said), variables)
                .groovy();
    }

    private static String plain(String said) throws Unconvertible {
        if (said.contains("{{") || said.contains("{%")) {
            throw new Unconvertible("a condition that is put together with {{ … }} cannot be read");
        }
        return said;
    }

    /** Whether there is anything of Jinja in a text. */
    public static boolean isTemplate(String text) {
        return text.contains("{{") || text.contains("{%") || text.contains("{#");
    }

    /** The value of a text: of a lone {@code {{ … }}} what it yields, else a text; blanks around one make it a text. */
    public String value(String text) throws Unconvertible {
        Matcher whole = INSIDE.matcher(text.strip());
        if (whole.matches()) {
            Piece piece = piece(whole.group("expression"));
            refuse(piece, false);
            boolean alone = text.equals(text.strip()) || piece.kind() != Kind.TEXT && piece.kind() != Kind.ANY;
            return alone ? piece.groovy() : text(text);
        }
        return text(text);
    }

    /** The same where a text is wanted: numbers, true and false become one. */
    public String words(String text) throws Unconvertible {
        Matcher whole = INSIDE.matcher(text);
        if (whole.matches()) {
            Piece piece = piece(whole.group("expression"));
            if (piece.kind() == Kind.FLAG || piece.about().equals(Piece.TRUTH)) {
                return piece.inText().groovy();
            }
            if (piece.kind() == Kind.NUMBER) {
                return "\"${" + piece.groovy() + "}\"";
            }
            return value(text);
        }
        return text(text);
    }

    /** A value of YAML that is no text, as Ansible writes it into one. */
    public static String said(Object value) {
        return value instanceof Boolean flag ? flag ? "True" : "False" : String.valueOf(value);
    }

    /** The value of a text as an operand of something. */
    public String operand(String text) throws Unconvertible {
        String value = value(text);
        return value.contains(" ? ") || value.contains(" ?: ") || value.contains(" || ") || value.contains(" && ")
                ? "(" + value + ")"
                : value;
    }

    /** A text with values in it. */
    public String text(String text) throws Unconvertible {
        List<Piece> pieces = new ArrayList<>();
        return isTemplate(text) ? filled(cut(text, pieces, false), pieces) : Groovy.text(text);
    }

    /**
     * A line for a shell, where every value is quoted: the quotes that stood around values are left out, and those around
     * more than values close before each and open again behind it.
     */
    public String shell(String text) throws Unconvertible {
        if (!isTemplate(text)) {
            return Groovy.text(text);
        }
        List<Piece> pieces = new ArrayList<>();
        Matcher quoted = QUOTED.matcher(cut(text, pieces, true));
        String bare = quoted.replaceAll(found ->
                Matcher.quoteReplacement(found.group(2).indexOf('\u0000') >= 0 ? found.group(2) : found.group()));
        return filled(NESTED.matcher(bare).find() ? bare : reopened(bare), pieces);
    }

    private static String reopened(String line) {
        StringBuilder out = new StringBuilder();
        char open = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && open != '\'' && i + 1 < line.length() && line.charAt(i + 1) != '\u0000') {
                out.append(c).append(line.charAt(++i));
                continue;
            }
            if (c == '\u0000' && open != 0) {
                int end = line.indexOf('\u0001', i);
                closed(out, open);
                out.append(line, i, end + 1);
                i = end;
                boolean over = i + 1 < line.length() && line.charAt(i + 1) == open;
                i += over ? 1 : 0;
                open = over ? 0 : again(out, open);
                continue;
            }
            if (c == '#' && open == 0 && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
                int end = line.indexOf('\n', i);
                out.append(line, i, end < 0 ? line.length() : end);
                i = (end < 0 ? line.length() : end) - 1;
                continue;
            }
            if (c == '"' || c == '\'') {
                open = open == 0 ? c : open == c ? 0 : open;
            }
            out.append(c);
        }
        return out.toString();
    }

    /** Closes a quote; one that has just been opened goes instead. */
    private static void closed(StringBuilder out, char quote) {
        int last = out.length() - 1;
        boolean empty =
                last >= 0 && out.charAt(last) == quote && (last == 0 || "\\'\"".indexOf(out.charAt(last - 1)) < 0);
        if (empty) {
            out.setLength(last);
        } else {
            out.append(quote);
        }
    }

    private static char again(StringBuilder out, char quote) {
        out.append(quote);
        return quote;
    }

    /** The text with numbered places instead of values; literal texts are put in at once. */
    private String cut(String text, List<Piece> pieces, boolean apart) throws Unconvertible {
        if (text.contains("{%") || text.contains("{#")) {
            throw new Unconvertible("statements of Jinja ({% … %}) in a text have no counterpart here");
        }
        if (text.indexOf('\u0000') >= 0 || text.indexOf('\u0001') >= 0) {
            throw new Unconvertible("a text with control characters beside values has no counterpart here");
        }
        Matcher inside = INSIDE.matcher(text);
        StringBuilder out = new StringBuilder();
        int from = 0;
        Piece last = Piece.text("");
        while (inside.find()) {
            Piece piece = piece(inside.group("expression"));
            refuse(piece, apart);
            if (piece.about().equals(Piece.QUOTIENT) || !loose && LISTS.contains(piece.kind())) {
                throw new Unconvertible(
                        piece.kind() == Kind.NUMBER
                                ? "a quotient in a text has its fraction there, as 1.0; write | int behind it"
                                : "a list or a map in a text is written there as Python writes it; write | join(', ')");
            }
            out.append(text, from, inside.start());
            last = piece;
            if (piece.literal().isPresent()) {
                out.append(piece.literal().get());
            } else if (apart && WHOLE.matcher(piece.groovy()).matches()) {
                apart(piece.groovy(), out, pieces);
            } else {
                out.append('\u0000').append(pieces.size()).append('\u0001');
                pieces.add(piece);
            }
            from = inside.end();
        }
        String rest = text.substring(from);
        if (rest.contains("{{")) {
            throw new Unconvertible("the braces of '{{' do not close");
        }
        boolean once = rest.startsWith("\n") && rest.isBlank() && last.about().equals(Piece.LINES);
        return out.append(once ? rest.substring(1) : rest).toString();
    }

    private static void refuse(Piece piece, boolean shell) throws Unconvertible {
        if (piece.about().equals(Piece.QUOTED) && !shell) {
            throw new Unconvertible("'quote' outside of a shell line has no counterpart here");
        }
        if (piece.about().equals("find")) {
            throw new Unconvertible("the place of a text in a text is not known here; ask contains");
        }
    }

    /** A word of a command, which is one word whatever is in it: nothing in it needs quotes. */
    public String argument(String text) throws Unconvertible {
        Matcher whole = INSIDE.matcher(text);
        if (whole.matches() && piece(whole.group("expression")).about().equals(Piece.QUOTED)) {
            return piece(whole.group("expression")).groovy();
        }
        return text(text);
    }

    /** What is written out in a text stands as such in a shell line; only what is put into it is a value. */
    private static void apart(String groovy, StringBuilder out, List<Piece> pieces) {
        String inner = groovy.substring(1, groovy.length() - 1);
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '\\') {
                char next = inner.charAt(++i);
                out.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next == 't' ? '\t' : next);
            } else if (c == '$') {
                int end = inner.indexOf('}', i);
                out.append('\u0000').append(pieces.size()).append('\u0001');
                pieces.add(Piece.of(inner.substring(i + 2, end), Kind.ANY));
                i = end;
            } else {
                out.append(c);
            }
        }
    }

    /** With a name that stands for something else. */
    Values with(String name, String said) {
        return new Values(Locals.with(variables, name, said, false), ofFile, loose);
    }

    /** With a name that stands for each value of a map. */
    Values withValue(String name, String said) {
        return new Values(Locals.with(variables, name, said, true), ofFile, loose);
    }

    /** A text with values in it, to be put between triple quotes. */
    String inside(String text) throws Unconvertible {
        List<Piece> pieces = new ArrayList<>();
        return inner(cut(text, pieces, false), pieces, true);
    }

    private static String filled(String cut, List<Piece> pieces) {
        if (pieces.isEmpty()) {
            return Groovy.text(cut);
        }
        boolean lines = cut.strip().contains("\n");
        String quotes = lines ? "\"\"\"" : "\"";
        return quotes + inner(cut, pieces, lines) + quotes;
    }

    private static String inner(String cut, List<Piece> pieces, boolean lines) {
        String[] parts = Groovy.inQuotes(cut, lines).split("\u0000|\u0001", -1);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            out.append(
                    i % 2 == 0
                            ? parts[i]
                            : inserted(pieces.get(Integer.parseInt(parts[i]))
                                    .inText()
                                    .groovy()));
        }
        return out.toString();
    }

    /** What is a text itself needs no braces in another one. */
    private static String inserted(String groovy) {
        if (WHOLE.matcher(groovy).matches()) {
            return groovy.substring(1, groovy.length() - 1);
        }
        return groovy.matches("\\d+") ? groovy : "${" + groovy + "}";
    }
}

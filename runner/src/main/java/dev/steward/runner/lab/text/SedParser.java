package dev.steward.runner.lab.text;

import dev.steward.runner.lab.process.UsageException;
import dev.steward.runner.lab.text.SedCommand.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a sed script. */
final class SedParser {

    private final String text;
    private final boolean extended;
    private int at;
    private Pattern last;

    SedParser(String text, boolean extended) {
        this.text = text;
        this.extended = extended;
    }

    List<SedCommand> commands() {
        List<SedCommand> all = block();
        if (at < text.length()) {
            throw error("unexpected `}'");
        }
        return all;
    }

    private UsageException error(String message) {
        return new UsageException(1, "sed: -e expression #1, char " + at + ": " + message);
    }

    private List<SedCommand> block() {
        List<SedCommand> all = new ArrayList<>();
        while (true) {
            skip(" \t\n;");
            if (at >= text.length() || text.charAt(at) == '}') {
                return all;
            }
            if (text.charAt(at) == '#') {
                line();
                continue;
            }
            all.add(command());
        }
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private String line() {
        int end = text.indexOf('\n', at);
        String rest = text.substring(at, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        return rest;
    }

    private SedCommand command() {
        Address from = address();
        Address to = null;
        skip(" \t");
        if (from != null && at < text.length() && text.charAt(at) == ',') {
            at++;
            skip(" \t");
            to = address();
            if (to == null) {
                throw error("unexpected `,'");
            }
        }
        skip(" \t");
        boolean negated = at < text.length() && text.charAt(at) == '!';
        at += negated ? 1 : 0;
        skip(" \t!");
        if (at >= text.length()) {
            throw error("missing command");
        }
        return body(from, to, negated, text.charAt(at++));
    }

    private SedCommand body(Address from, Address to, boolean negated, char letter) {
        switch (letter) {
            case '{' -> {
                List<SedCommand> inner = block();
                if (at >= text.length()) {
                    throw error("unmatched `{'");
                }
                at++;
                return new SedCommand(from, to, negated, letter, "", null, "", inner);
            }
            case 's' -> {
                return substitute(from, to, negated);
            }
            case 'y' -> {
                char mark = text.charAt(at++);
                String source = part(mark, false);
                return new SedCommand(
                        from, to, negated, letter, source + "\0" + part(mark, false), null, "", List.of());
            }
            case 'a', 'i', 'c' -> {
                return new SedCommand(from, to, negated, letter, inserted(), null, "", List.of());
            }
            case ':', 'b', 't', 'T', 'r', 'w' -> {
                return new SedCommand(from, to, negated, letter, label(letter), null, "", List.of());
            }
            case 'q', 'Q' -> {
                skip(" ");
                int start = at;
                skip("0123456789");
                return new SedCommand(from, to, negated, letter, text.substring(start, at), null, "", List.of());
            }
            default -> {
                if ("dDpPnNgGhHx=l".indexOf(letter) < 0) {
                    throw error("unknown command: `" + letter + "'");
                }
                ended();
                return new SedCommand(from, to, negated, letter, "", null, "", List.of());
            }
        }
    }

    private void ended() {
        skip(" \t");
        if (at < text.length() && ";\n}#".indexOf(text.charAt(at)) < 0) {
            at++;
            throw error("extra characters after command");
        }
    }

    private String label(char letter) {
        skip(" \t");
        int start = at;
        String stops = letter == 'r' || letter == 'w' ? "\n" : letter == ':' ? "\n;" : "\n;}";
        while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at).trim();
    }

    private String inserted() {
        skip(" \t");
        if (at < text.length() && text.charAt(at) == '\\') {
            at++;
            skip(" \t");
            at += at < text.length() && text.charAt(at) == '\n' ? 1 : 0;
        }
        StringBuilder out = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '\n') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            out.append(text.charAt(at++));
        }
        at++;
        return out.toString();
    }

    private SedCommand substitute(Address from, Address to, boolean negated) {
        if (at >= text.length()) {
            throw error("unterminated `s' command");
        }
        char mark = text.charAt(at++);
        String regex = part(mark, true);
        String replacement = replacement(mark);
        int start = at;
        while (at < text.length() && "gpiIemM0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String flags = text.substring(start, at);
        String file = "";
        if (at < text.length() && text.charAt(at) == 'w') {
            at++;
            file = line().trim();
        } else {
            if (at < text.length() && " \t;\n}#".indexOf(text.charAt(at)) < 0) {
                at++;
                throw error("unknown option to `s'");
            }
            ended();
        }
        Pattern pattern = pattern(regex, flags.contains("i") || flags.contains("I"));
        return new SedCommand(
                from, to, negated, 's', replacement, pattern, flags + (file.isEmpty() ? "" : "w"), List.of());
    }

    private Pattern pattern(String regex, boolean ignoreCase) {
        if (!regex.isEmpty()) {
            last = Posix.compile(regex, extended, ignoreCase);
        }
        if (last == null) {
            throw error("no previous regular expression");
        }
        return last;
    }

    /** Up to the mark; an escaped mark is the mark, everything else stays. */
    private String part(char mark, boolean regex) {
        StringBuilder out = new StringBuilder();
        boolean bracket = false;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                char next = text.charAt(at++);
                if (next == mark) {
                    out.append(
                            regex && !Character.isLetterOrDigit(mark) && "|+?(){}.*[]^$".indexOf(mark) >= 0 && extended
                                    ? "\\" + next
                                    : String.valueOf(next));
                } else if (next == 'n') {
                    out.append(regex ? "\\n" : "\n");
                } else {
                    out.append(regex || next != '\\' ? "\\" + next : "\\");
                }
                continue;
            }
            if (regex && c == '[' && !bracket) {
                bracket = true;
                out.append(c);
                at = firstOfBracket(out);
                continue;
            }
            bracket &= c != ']';
            if (c == mark && !bracket) {
                return out.toString();
            }
            out.append(c);
        }
        throw error("unterminated `s' command");
    }

    private int firstOfBracket(StringBuilder out) {
        int to = at;
        to += to < text.length() && text.charAt(to) == '^' ? 1 : 0;
        to += to < text.length() && text.charAt(to) == ']' ? 1 : 0;
        while (text.startsWith("[:", to)) {
            int close = text.indexOf(":]", to);
            to = close < 0 ? to : close + 2;
            if (close < 0) {
                break;
            }
        }
        out.append(text, at, to);
        return to;
    }

    private String replacement(char mark) {
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == mark) {
                return out.toString();
            }
            out.append(c);
            if (c == '\\' && at < text.length()) {
                char next = text.charAt(at++);
                if (next == mark && next != '&') {
                    out.setLength(out.length() - 1);
                }
                out.append(next);
            }
        }
        throw error("unterminated `s' command");
    }

    private Address address() {
        if (at >= text.length()) {
            return null;
        }
        char c = text.charAt(at);
        if (c >= '0' && c <= '9') {
            long line = digits();
            if (at < text.length() && text.charAt(at) == '~') {
                at++;
                return new Address(line, Math.max(1, digits()), null, false);
            }
            return new Address(line, 0, null, false);
        }
        if (c == '+') {
            at++;
            return new Address(-digits(), 0, null, false);
        }
        if (c == '$') {
            at++;
            return new Address(0, 0, null, true);
        }
        if (c == '/' || c == '\\') {
            at += c == '\\' ? 2 : 1;
            String regex = part(text.charAt(at - 1), true);
            boolean ignore = at < text.length() && text.charAt(at) == 'I';
            at += ignore ? 1 : 0;
            return new Address(0, 0, pattern(regex, ignore), false);
        }
        return null;
    }

    private long digits() {
        int start = at;
        skip("0123456789");
        return start == at ? 0 : Long.parseLong(text.substring(start, Math.min(at, start + 12)));
    }
}

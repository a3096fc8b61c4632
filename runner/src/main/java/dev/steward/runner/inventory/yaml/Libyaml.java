package dev.steward.runner.inventory.yaml;

import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.Token;

/**
 * What Ansible's scanner (libyaml) reads and SnakeYAML's does not: a tab that separates (after {@code key:} or a value, and
 * anywhere within brackets, but never as indent), a question mark
 * within a word within brackets, and the escapes of a slash and of a tab. The text is mended in place, so places stay true
 * but for what follows such an escape on its line.
 */
final class Libyaml {

    /** Stands for a question mark within a word until the word is read; a character that no text means anything by. */
    private static final char QUESTION = '\uE03F';

    private static final Pattern INDICATORS = Pattern.compile("(?:[-?:]\\s+)*[-?:]");

    private Libyaml() {}

    /** The text with the fault mended; empty where libyaml would not read it either. */
    static Optional<String> mend(String text, MarkedYAMLException fault) {
        Mark mark = fault.getProblemMark();
        String problem = String.valueOf(fault.getProblem());
        if (mark == null) {
            return Optional.empty();
        }
        int at = text.offsetByCodePoints(0, Math.min(mark.getIndex(), text.codePointCount(0, text.length())));
        if (problem.contains("'\\t(TAB)'") && at < text.length() && text.charAt(at) == '\t') {
            return separates(text, at) ? Optional.of(blanks(text, at)) : Optional.empty();
        }
        if (problem.contains("indentation indicators") && at < text.length() && text.charAt(at) == '\t') {
            return Optional.of(blanks(text, at));
        }
        if (problem.endsWith("but got ?") && at + 1 < text.length() && text.charAt(at) == '?') {
            boolean alone = Character.isWhitespace(text.charAt(at + 1)) && !inWord(text, at);
            return alone ? Optional.empty() : Optional.of(text.substring(0, at) + QUESTION + text.substring(at + 1));
        }
        return problem.contains("unknown escape character") ? unescaped(text, at) : Optional.empty();
    }

    /** Without the backslash before a slash or a tab, which is what libyaml makes of it. */
    private static Optional<String> unescaped(String text, int at) {
        int backslash = text.indexOf('\\', Math.max(0, at - 2));
        boolean near = backslash >= 0 && backslash <= at && backslash + 1 < text.length();
        boolean known = near && "/\t".indexOf(text.charAt(backslash + 1)) >= 0;
        return known ? Optional.of(text.substring(0, backslash) + text.substring(backslash + 1)) : Optional.empty();
    }

    private static boolean inWord(String text, int at) {
        return at > 0 && !Character.isWhitespace(text.charAt(at - 1)) && ",[]{}".indexOf(text.charAt(at - 1)) < 0;
    }

    /** A word as it was before it was mended. */
    static String word(String mended) {
        return mended.indexOf(QUESTION) < 0 ? mended : mended.replace(QUESTION, '?');
    }

    /** A tab that is mended once would only be followed by the next one, so a whole run of them is. */
    private static String blanks(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) == '\t') {
            end++;
        }
        return text.substring(0, at) + " ".repeat(end - at) + text.substring(end);
    }

    private static boolean separates(String text, int at) {
        int start = text.lastIndexOf('\n', at - 1) + 1;
        String before = text.substring(start, at).strip();
        boolean inLine = !before.isEmpty() && !INDICATORS.matcher(before).matches();
        return inLine || inBrackets(text.substring(0, at));
    }

    private static boolean inBrackets(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        ScannerImpl scanner = new ScannerImpl(new StreamReader(text), options);
        int depth = 0;
        try {
            while (!scanner.checkToken(Token.ID.StreamEnd)) {
                Token.ID id = scanner.getToken().getTokenId();
                depth += id == Token.ID.FlowMappingStart || id == Token.ID.FlowSequenceStart ? 1 : 0;
                depth -= id == Token.ID.FlowMappingEnd || id == Token.ID.FlowSequenceEnd ? 1 : 0;
            }
        } catch (YAMLException cutOff) {
            return depth > 0;
        }
        return depth > 0;
    }
}

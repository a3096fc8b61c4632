package dev.steward.web.format;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Output with ANSI colours as pieces with class names (ECMA-48, SGR); every other escape sequence is left out. */
public final class Ansi {

    private static final Pattern ESCAPE = Pattern.compile(
            "\u001b(?:\\[([0-9;:?]*)[ -/]*([@-~])|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|[@-Z\\\\^_]|)");
    private static final String[] NAMES = {"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"};

    private boolean bold;
    private boolean faint;
    private boolean underlined;
    private String colour = "";

    private Ansi() {}

    /**
     * One line as pieces.
     *
     * @param line without line ends
     */
    public static List<Span> spans(String line) {
        if (line.indexOf('\u001b') < 0) {
            return List.of(new Span("", line));
        }
        return new Ansi().read(line);
    }

    private List<Span> read(String line) {
        List<Span> spans = new ArrayList<>();
        Matcher escapes = ESCAPE.matcher(line);
        int from = 0;
        while (escapes.find()) {
            add(spans, line.substring(from, escapes.start()));
            from = escapes.end();
            if ("m".equals(escapes.group(2))) {
                turn(escapes.group(1));
            }
        }
        add(spans, line.substring(from));
        return spans;
    }

    private void add(List<Span> spans, String text) {
        if (!text.isEmpty()) {
            String look = (bold ? "a-bold " : "") + (faint ? "a-faint " : "") + (underlined ? "a-under " : "") + colour;
            spans.add(new Span(look.strip(), text));
        }
    }

    private void turn(String codes) {
        String[] all = codes.isEmpty() ? new String[] {"0"} : codes.split("[;:]");
        for (int i = 0; i < all.length; i++) {
            int code = number(all[i]);
            if (code == 38 || code == 48) {
                i += i + 1 < all.length && number(all[i + 1]) == 5 ? 2 : 4;
            } else {
                turn(code);
            }
        }
    }

    private void turn(int code) {
        if (code == 0) {
            bold = false;
            faint = false;
            underlined = false;
            colour = "";
        } else if (code == 1) {
            bold = true;
        } else if (code == 2) {
            faint = true;
        } else if (code == 4) {
            underlined = true;
        } else if (code == 22) {
            bold = false;
            faint = false;
        } else if (code == 24) {
            underlined = false;
        } else if (code == 39) {
            colour = "";
        } else if (code >= 30 && code <= 37) {
            colour = "a-" + NAMES[code - 30];
        } else if (code >= 90 && code <= 97) {
            colour = "a-" + NAMES[code - 90];
        }
    }

    private static int number(String digits) {
        return digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(Character::isDigit)
                ? 0
                : Integer.parseInt(digits);
    }
}

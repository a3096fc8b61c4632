package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a shell that a module without a counterpart becomes: nothing is changed that is so already. */
final class Shell {

    static final String CHECK = "Modules without a counterpart became shell lines, which --check leaves out.";
    private static final String SAFE = "[\\w./@:+,=%~-]+";
    private static final Pattern VALUE = Pattern.compile("\\{\\{.*?\\}\\}");

    private final String module;
    private final Arguments arguments;

    Shell(String module, Arguments arguments) {
        this.module = module;
        this.arguments = arguments;
    }

    /** Lines that set mode and owner of a file, where they are given. */
    String attributes(String to) throws Unconvertible {
        StringBuilder after = new StringBuilder();
        Optional<Object> mode = arguments.take("mode");
        if (mode.isPresent()) {
            String octal = arguments.mode(mode.get());
            if (!octal.matches("'[0-7]{3,4}'")) {
                throw new Unconvertible("'mode' of '" + module + "' is octal here, as '0644'");
            }
            after.append("chmod ")
                    .append(octal.replace("'", ""))
                    .append(' ')
                    .append(to)
                    .append(" || exit\n");
        }
        for (String[] owner : new String[][] {{"chown", "owner"}, {"chgrp", "group"}}) {
            Optional<Object> value = arguments.take(owner[1]);
            if (value.isPresent()) {
                after.append(owner[0])
                        .append(' ')
                        .append(word(value.get()))
                        .append(' ')
                        .append(to)
                        .append(" || exit\n");
            }
        }
        return after.toString();
    }

    /** Lines that say {@code changed} where they changed something. */
    Call script(String lines) throws Unconvertible {
        return script(lines, "");
    }

    /**
     * The same, with a text for them to read.
     *
     * @param input as a playbook writes it; empty: none
     */
    Call script(String lines, String input) throws Unconvertible {
        return new Call(
                "shell",
                "shell " + arguments.values().shell(lines) + (input.isEmpty() ? "" : ", stdin: " + input),
                List.of(Call.CHANGED, "timeout 1.hours"),
                List.of(CHECK));
    }

    String needed(String... names) throws Unconvertible {
        return word(
                arguments.take(names).orElseThrow(() -> new Unconvertible("'" + module + "' is given no " + names[0])));
    }

    boolean isAbsent() throws Unconvertible {
        String state = String.valueOf(arguments.take("state").orElse("present"));
        if (!state.matches("present|absent")) {
            throw new Unconvertible("'state: " + state + "' has no counterpart here");
        }
        return state.equals("absent");
    }

    boolean flag(String name) throws Unconvertible {
        Optional<Object> said = arguments.take(name);
        String flag = said.isPresent() ? arguments.flag(said.get()) : "false";
        if (!flag.matches("true|false")) {
            throw new Unconvertible("'" + name + "' is yes or no here, and known before the run");
        }
        return flag.equals("true");
    }

    /** One word of a line: values are quoted where they are put in, the rest must need no quotes, or gets them. */
    static String word(Object said) throws Unconvertible {
        String text = String.valueOf(said);
        String bare = text.replaceAll("\\{\\{.*?\\}\\}", "");
        if (bare.isEmpty() && !text.isEmpty() || bare.matches(SAFE)) {
            return text;
        }
        if (!Values.isTemplate(text) && text.matches("[^'\\p{Cntrl}]*")) {
            return "'" + text + "'";
        }
        if (text.matches("\\P{Cntrl}+") && !text.contains("{%") && !text.contains("{#")) {
            return escaped(text);
        }
        throw new Unconvertible("'" + text + "' is no plain word of a shell line");
    }

    /** Quotes beside a value would close where it is quoted itself; a backslash does not. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        Matcher value = VALUE.matcher(text);
        int from = 0;
        while (value.find()) {
            out.append(plain(text.substring(from, value.start()))).append(value.group());
            from = value.end();
        }
        return out.append(plain(text.substring(from))).toString();
    }

    private static String plain(String text) {
        return text.replaceAll("[^\\w./@:+,=%-]", "\\\\$0");
    }

    /** What a file's state is. */
    static String look(String path) {
        return "stat -c '%a %U %G %Y %s' " + path + " 2> /dev/null";
    }

    /** Notes what a line says before something is done, for {@link #after}. */
    static String before(String look) {
        return "before=$(" + look + ")\n";
    }

    /** Where the same line says something else now, something changed. */
    static String after(String look) {
        return "after=$(" + look + ")\n[ \"$before\" = \"$after\" ] || echo changed";
    }

    /** Keeps a file that is there under the name of the time. */
    static String backup(String path) {
        String file = path.substring(0, path.length() - 1);
        return "[ ! -e " + path + " ] || cp -p " + path + " " + file + ".$(date +%Y%m%d-%H%M%S)~\" || exit\n";
    }

    /** When a job of cron is due, as its table says it. */
    static String due(Arguments arguments) {
        Optional<Object> special = arguments.take("special_time");
        List<String> parts = new ArrayList<>();
        for (String part : List.of("minute", "hour", "day", "month", "weekday")) {
            parts.add(String.valueOf(arguments.take(part).orElse("*")));
        }
        return special.map(word -> "@" + word).orElseGet(() -> String.join(" ", parts));
    }
}

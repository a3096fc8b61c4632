package dev.steward.runner.lab.text;

import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.text.SedCommand.Address;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;

/** Runs a sed script over lines. */
final class SedRun {

    private final Proc proc;
    private final List<SedCommand> commands;
    private final boolean quiet;
    private final StringBuilder out;
    private final Map<SedCommand, Long> active = new IdentityHashMap<>();
    private List<String> lines = List.of();
    private boolean complete;
    private int next;
    private String space = "";
    private String hold = "";
    private final StringBuilder appended = new StringBuilder();
    private boolean substituted;
    private int status = -1;
    private Flow flow = Flow.NEXT;
    private String target = "";

    private enum Flow {
        NEXT,
        CYCLE,
        RESTART,
        JUMP,
        QUIT
    }

    SedRun(Proc proc, List<SedCommand> commands, boolean quiet, StringBuilder out) {
        this.proc = proc;
        this.commands = commands;
        this.quiet = quiet;
        this.out = out;
    }

    /** Runs to the end; the exit status. */
    int over(List<String> input, boolean lastComplete) {
        lines = input;
        complete = lastComplete;
        while (next < lines.size() && status < 0) {
            space = lines.get(next++);
            cycle();
        }
        return Math.max(status, 0);
    }

    private void cycle() {
        proc.step();
        do {
            flow = Flow.NEXT;
            substituted = false;
            run(commands);
            while (flow == Flow.JUMP) {
                jump();
            }
        } while (flow == Flow.RESTART && !space.isEmpty() && again());
        if (flow != Flow.CYCLE && flow != Flow.RESTART && !quiet && status != -2) {
            print(space);
        }
        out.append(appended);
        appended.setLength(0);
        if (flow == Flow.QUIT && status == -2) {
            status = 0;
        }
    }

    private boolean again() {
        proc.step();
        return true;
    }

    private void jump() {
        proc.step();
        flow = Flow.NEXT;
        if (target.isEmpty()) {
            return;
        }
        for (int i = 0; i < commands.size(); i++) {
            if (commands.get(i).letter() == ':' && commands.get(i).text().equals(target)) {
                run(commands.subList(i + 1, commands.size()));
                return;
            }
        }
        flow = Flow.QUIT;
        status = 1;
    }

    private void print(String text) {
        boolean last = next >= lines.size();
        out.append(text).append(last && !complete && text.equals(space) && appended.isEmpty() ? "" : "\n");
    }

    private void run(List<SedCommand> list) {
        for (SedCommand command : list) {
            if (selected(command) != command.negated()) {
                one(command);
            }
            if (flow != Flow.NEXT) {
                return;
            }
        }
    }

    private boolean selected(SedCommand command) {
        if (command.from() == null) {
            return true;
        }
        if (command.to() == null) {
            return matches(command.from());
        }
        Long until = active.get(command);
        if (until == null) {
            return begins(command);
        }
        boolean ends = until > 0 ? next >= until : matches(command.to());
        if (ends) {
            active.remove(command);
        }
        return until <= 0 || next <= until;
    }

    private boolean begins(SedCommand command) {
        boolean zero = command.from().line() == 0
                && command.from().pattern() == null
                && !command.from().last()
                && next == 1;
        if (!zero && !matches(command.from())) {
            return false;
        }
        Address to = command.to();
        long until = to.pattern() != null || to.last() ? 0 : to.line() < 0 ? next - to.line() : to.line();
        boolean already = zero ? matches(to) : to.last() ? next >= lines.size() : until > 0 && until <= next;
        if (!already) {
            active.put(command, until);
        }
        return true;
    }

    private boolean matches(Address address) {
        if (address.pattern() != null) {
            return Posix.matcher(address.pattern(), space, proc).find();
        }
        if (address.last()) {
            return next >= lines.size();
        }
        return address.step() > 0
                ? next >= address.line() && (next - address.line()) % address.step() == 0
                : next == address.line();
    }

    private void one(SedCommand command) {
        switch (command.letter()) {
            case '{' -> run(command.block());
            case 's' -> substitute(command);
            case 'y' -> transliterate(command.text());
            case 'd' -> flow = Flow.CYCLE;
            case 'p' -> out.append(space).append('\n');
            case 'P' -> out.append(firstLine()).append('\n');
            case '=' -> out.append(next).append('\n');
            case 'a' -> appended.append(command.text()).append('\n');
            case 'i' -> out.append(command.text()).append('\n');
            case 'c' -> change(command);
            case 'g' -> space = hold;
            case 'G' -> space = space + "\n" + hold;
            case 'h' -> hold = space;
            case 'H' -> hold = hold + "\n" + space;
            case 'x' -> {
                String old = space;
                space = hold;
                hold = old;
            }
            case 'l' ->
                out.append(space.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n"))
                        .append("$\n");
            default -> moving(command);
        }
    }

    private void moving(SedCommand command) {
        switch (command.letter()) {
            case 'D' -> {
                int newline = space.indexOf('\n');
                flow = newline < 0 ? Flow.CYCLE : Flow.RESTART;
                space = newline < 0 ? space : space.substring(newline + 1);
            }
            case 'n' -> {
                if (next >= lines.size()) {
                    status = quiet ? -2 : 0;
                    flow = Flow.QUIT;
                } else {
                    if (!quiet) {
                        out.append(space).append('\n');
                    }
                    out.append(appended);
                    appended.setLength(0);
                    space = lines.get(next++);
                }
            }
            case 'N' -> {
                if (next >= lines.size()) {
                    flow = Flow.QUIT;
                    status = 0;
                } else {
                    space = space + "\n" + lines.get(next++);
                }
            }
            case 'b' -> leap(command.text(), true);
            case 't' -> leap(command.text(), substituted);
            case 'T' -> leap(command.text(), !substituted);
            case 'q', 'Q' -> {
                status = command.text().isEmpty() ? 0 : Integer.parseInt(command.text()) & 255;
                flow = command.letter() == 'q' ? Flow.QUIT : Flow.CYCLE;
            }
            default -> {
                return;
            }
        }
    }

    private void leap(String label, boolean taken) {
        if (taken) {
            target = label;
            flow = Flow.JUMP;
            substituted = false;
        }
    }

    private String firstLine() {
        int newline = space.indexOf('\n');
        return newline < 0 ? space : space.substring(0, newline);
    }

    private void change(SedCommand command) {
        if (command.to() == null || command.negated() || !active.containsKey(command)) {
            out.append(command.text()).append('\n');
        }
        flow = Flow.CYCLE;
    }

    private void transliterate(String pairs) {
        int half = pairs.indexOf('\0');
        String from = pairs.substring(0, half);
        String to = pairs.substring(half + 1);
        StringBuilder result = new StringBuilder();
        for (char c : space.toCharArray()) {
            int index = from.indexOf(c);
            result.append(index < 0 || index >= to.length() ? c : to.charAt(index));
        }
        space = result.toString();
    }

    private void substitute(SedCommand command) {
        String digits = command.flags().replaceAll("\\D", "");
        int wanted = digits.isEmpty() ? 1 : Integer.parseInt(digits);
        boolean all = command.flags().contains("g");
        Matcher matcher = Posix.matcher(command.pattern(), space, proc);
        StringBuilder result = new StringBuilder();
        int count = 0;
        int from = 0;
        while (matcher.find()) {
            count++;
            if (count == wanted || (count > wanted && all)) {
                result.append(space, from, matcher.start());
                expand(command.text(), matcher, result);
                from = matcher.end();
                if (!all) {
                    break;
                }
            }
        }
        if (count < wanted) {
            return;
        }
        space = result.append(space.substring(from)).toString();
        substituted = true;
        if (command.flags().contains("p")) {
            out.append(space).append('\n');
        }
    }

    private static void expand(String replacement, Matcher matcher, StringBuilder result) {
        Case how = new Case(result);
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c == '&') {
                how.add(matcher.group());
            } else if (c != '\\' || i + 1 == replacement.length()) {
                how.add(String.valueOf(c));
            } else {
                char next = replacement.charAt(++i);
                if (next >= '0' && next <= '9') {
                    String group = next - '0' <= matcher.groupCount() ? matcher.group(next - '0') : "";
                    how.add(group == null ? "" : group);
                } else if ("ULEul".indexOf(next) >= 0) {
                    how.mode(next);
                } else {
                    how.add(next == 'n' ? "\n" : next == 't' ? "\t" : String.valueOf(next));
                }
            }
        }
    }

    /** The case conversions of GNU sed's replacements. */
    private static final class Case {
        private final StringBuilder result;
        private char mode = 'E';
        private char once = ' ';

        Case(StringBuilder result) {
            this.result = result;
        }

        void mode(char letter) {
            if (letter == 'u' || letter == 'l') {
                once = letter;
            } else {
                mode = letter;
            }
        }

        void add(String text) {
            String done =
                    mode == 'U' ? text.toUpperCase(Locale.ROOT) : mode == 'L' ? text.toLowerCase(Locale.ROOT) : text;
            if (once != ' ' && !done.isEmpty()) {
                char first =
                        once == 'u' ? Character.toUpperCase(done.charAt(0)) : Character.toLowerCase(done.charAt(0));
                done = first + done.substring(1);
                once = ' ';
            }
            result.append(done);
        }
    }
}

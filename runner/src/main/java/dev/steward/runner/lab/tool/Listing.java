package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.Signal;
import dev.steward.runner.lab.process.UsageException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** ps, pgrep, pkill. */
final class Listing {

    private static final DateTimeFormatter STARTED = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Listing() {}

    private record Column(String name, String title) {}

    static int ps(Call call) {
        List<String> words = new ArrayList<>();
        for (String word : call.arguments()) {
            words.add(
                    word.matches("[aux]+|ax|aux")
                            ? "-" + word.replace("u", "f") + "e"
                            : word.replaceFirst("^(-[efAaxwuj]*)?p$", "-p"));
        }
        Arguments options = Arguments.of(
                new Call(call.proc(), "ps", words),
                "eAaxfwjlT",
                "opCguts pid=p format=o no-headers=H no-heading=H sort: ppid:");
        List<Column> columns = columns(options);
        List<Proc> shown = call.machine().processes().all().stream()
                .filter(Proc::alive)
                .filter(proc -> selected(call, options, proc))
                .toList();
        if (!options.has("H")
                && columns.stream().anyMatch(column -> !column.title().isEmpty())) {
            print(call, columns, columns.stream().map(Column::title).toList());
        }
        for (Proc proc : shown) {
            print(
                    call,
                    columns,
                    columns.stream()
                            .map(column -> value(call, proc, column.name()))
                            .toList());
        }
        return shown.isEmpty() ? 1 : 0;
    }

    private static List<Column> columns(Arguments options) {
        List<String> wanted = new ArrayList<>();
        for (String list : options.values("o")) {
            if (list.contains("=")) {
                wanted.addAll(List.of(list.split(",(?=[^,]*=)")));
            } else {
                wanted.addAll(Arrays.asList(list.split("[, ]+")));
            }
        }
        if (wanted.isEmpty()) {
            wanted = options.has("f")
                    ? List.of("user", "pid", "ppid", "stime", "args")
                    : List.of("pid", "tty", "time", "comm");
        }
        List<Column> columns = new ArrayList<>();
        for (String word : wanted) {
            int equal = word.indexOf('=');
            String name = equal < 0 ? word : word.substring(0, equal);
            columns.add(new Column(name, equal < 0 ? title(name) : word.substring(equal + 1)));
        }
        return columns;
    }

    private static String title(String name) {
        return switch (name) {
            case "comm", "args", "command", "cmd" -> name.equals("cmd") ? "CMD" : "COMMAND";
            case "lstart" -> "STARTED";
            case "etimes", "etime" -> "ELAPSED";
            case "stat", "state", "s" -> name.equals("stat") ? "STAT" : "S";
            default -> name.toUpperCase(Locale.ROOT);
        };
    }

    private static void print(Call call, List<Column> columns, List<String> values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            boolean last = i == columns.size() - 1;
            boolean number = columns.get(i).name().matches("[ps]?p?g?r?[ips]*i?d|pgrp|sess|etimes|uid|gid|rss|vsz");
            int width = number ? 7 : columns.get(i).name().equals("lstart") ? 24 : 8;
            String format = last && !number ? "%s" : "%" + (number ? "" : "-") + width + "s";
            line.append(i == 0 ? "" : " ").append(String.format(format, values.get(i)));
        }
        call.out().line(line.toString());
    }

    private static boolean selected(Call call, Arguments options, Proc proc) {
        if (options.has("p")) {
            return ids(options, "p").contains(Integer.toString(proc.pid()));
        }
        if (options.has("ppid")) {
            return ids(options, "ppid").contains(Integer.toString(proc.parentPid()));
        }
        if (options.has("g") || options.has("s")) {
            return ids(options, options.has("g") ? "g" : "s").contains(Integer.toString(proc.session()));
        }
        if (options.has("C")) {
            return ids(options, "C").contains(comm(proc));
        }
        if (options.has("u")) {
            return ids(options, "u").contains(proc.user().name());
        }
        return options.has("e")
                || options.has("A")
                || options.has("a")
                || options.has("x")
                || proc.user().uid() == call.proc().user().uid()
                        && proc.session() == call.proc().session();
    }

    private static List<String> ids(Arguments options, String letter) {
        return options.values(letter).stream()
                .flatMap(list -> Arrays.stream(list.split("[, ]+")))
                .toList();
    }

    static String comm(Proc proc) {
        String name = proc.argv().isEmpty()
                ? "sh"
                : Paths.base(proc.argv().get(0).replaceFirst(":? .*", "").replaceFirst("^-", ""));
        return name.length() > 15 ? name.substring(0, 15) : name;
    }

    private static String value(Call call, Proc proc, String name) {
        return switch (name) {
            case "pid" -> Integer.toString(proc.pid());
            case "ppid" -> Integer.toString(proc.parentPid());
            case "pgid", "pgrp" -> Integer.toString(proc.group());
            case "sid", "sess", "session" -> Integer.toString(proc.session());
            case "user", "euser", "ruser" -> proc.user().name();
            case "uid", "euid" -> Integer.toString(proc.user().uid());
            case "gid" -> Integer.toString(proc.user().gid());
            case "comm", "ucmd", "ucomm" -> comm(proc);
            case "args", "command", "cmd" -> String.join(" ", proc.argv());
            case "lstart" -> STARTED.format(proc.started());
            case "stime", "start" ->
                DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC).format(proc.started());
            case "etimes" ->
                Long.toString(
                        Duration.between(proc.started(), call.machine().now()).toSeconds());
            case "etime" ->
                elapsed(Duration.between(proc.started(), call.machine().now()).toSeconds());
            case "stat", "state", "s" -> proc == call.proc() ? "R" : "S";
            case "tty", "tt", "tname" -> "?";
            case "time" -> "00:00:00";
            case "rss", "vsz" -> "2304";
            default -> throw new UsageException(1, "error: unknown user-defined format specifier \"" + name + "\"");
        };
    }

    private static String elapsed(long seconds) {
        String clock = String.format("%02d:%02d", seconds / 60 % 60, seconds % 60);
        return seconds < 3600 ? clock : String.format("%02d:", seconds / 3600) + clock;
    }

    static int pgrep(Call call) {
        Call plain = new Call(
                call.proc(),
                call.name(),
                call.arguments().stream()
                        .map(word -> call.name().equals("pkill") && word.matches("-[A-Z]{3,}|-[0-9]+")
                                ? "--signal=" + word.substring(1)
                                : word)
                        .toList());
        Arguments options = Arguments.of(
                plain,
                "flaxcnovi",
                "PgsuUtd",
                "full=f exact=x parent=P pgroup=g session=s signal: list-name=l count=c");
        if (options.rest().isEmpty()
                && !options.has("P")
                && !options.has("g")
                && !options.has("s")
                && !options.has("u")) {
            throw new UsageException(
                    2,
                    call.name() + ": no matching criteria specified\nTry `" + call.name()
                            + " --help' for more information.");
        }
        Pattern pattern =
                Pattern.compile(options.rest().isEmpty() ? "" : options.rest().get(0));
        List<Proc> found = call.machine().processes().all().stream()
                .filter(proc -> proc.alive() && proc != call.proc() && matches(options, pattern, proc))
                .toList();
        found.forEach(proc -> found(call, options, proc));
        if (options.has("c")) {
            call.out().line(Integer.toString(found.size()));
        }
        return found.isEmpty() ? 1 : 0;
    }

    private static void found(Call call, Arguments options, Proc proc) {
        if (call.name().equals("pkill")) {
            int signal = Signal.number(options.value("signal", "TERM"));
            call.machine().processes().signal(call.proc(), proc.pid(), signal);
        } else if (!options.has("c")) {
            String more =
                    options.has("a") ? " " + String.join(" ", proc.argv()) : options.has("l") ? " " + comm(proc) : "";
            call.out().line(proc.pid() + more);
        }
    }

    private static boolean matches(Arguments options, Pattern pattern, Proc proc) {
        String text = options.has("f") ? String.join(" ", proc.argv()) : comm(proc);
        boolean named = options.has("x")
                ? pattern.matcher(text).matches()
                : pattern.matcher(text).find();
        return named
                && (!options.has("P") || ids(options, "P").contains(Integer.toString(proc.parentPid())))
                && (!options.has("g") || ids(options, "g").contains(Integer.toString(proc.group())))
                && (!options.has("s") || ids(options, "s").contains(Integer.toString(proc.session())))
                && (!options.has("u") || ids(options, "u").contains(proc.user().name()));
    }
}

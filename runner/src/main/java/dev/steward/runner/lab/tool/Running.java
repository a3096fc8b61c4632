package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.OpenRegular.Access;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.Signal;
import dev.steward.runner.lab.process.UsageException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Programs that run another one or wait: sleep, env, nohup, setsid, timeout, nice, flock. */
final class Running {

    private Running() {}

    static Duration duration(Call call, String text) {
        String digits = text.replaceFirst("[smhd]$", "");
        if (!digits.matches("\\d{0,9}(\\.\\d{0,9})?|infinity") || digits.isEmpty()) {
            throw Arguments.refuse(call, Arguments.bytes("invalid time interval ‘" + text + "’"));
        }
        if (digits.equals("infinity")) {
            return Duration.ofDays(36_500);
        }
        long unit =
                switch (text.charAt(text.length() - 1)) {
                    case 'm' -> 60;
                    case 'h' -> 3600;
                    case 'd' -> 86_400;
                    default -> 1;
                };
        return Duration.ofMillis(new BigDecimal("0" + digits)
                .multiply(BigDecimal.valueOf(unit * 1000))
                .longValue());
    }

    static int sleep(Call call) {
        if (call.arguments().isEmpty()) {
            throw Arguments.refuse(call, "missing operand");
        }
        Duration all = Duration.ZERO;
        for (String word : call.arguments()) {
            all = all.plus(duration(call, word));
        }
        call.machine().sleep(call.proc(), all);
        return 0;
    }

    static int env(Call call) {
        List<String> words = new ArrayList<>(call.arguments());
        Proc proc = call.proc();
        while (!words.isEmpty() && words.get(0).startsWith("-")) {
            String word = words.remove(0);
            if (word.equals("-") || word.equals("-i") || word.equals("--ignore-environment")) {
                proc.environment().clear();
            } else if (word.startsWith("-u")) {
                proc.environment().remove(word.length() > 2 ? word.substring(2) : words.remove(0));
            } else if (word.startsWith("--unset=")) {
                proc.environment().remove(word.substring(8));
            } else if (word.equals("-C") || word.startsWith("--chdir=")) {
                String folder = word.equals("-C") ? words.remove(0) : word.substring(8);
                proc.folder(proc.machine().files().canonical(proc.who(), folder));
            } else if (word.equals("--")) {
                break;
            } else if (!word.equals("-0")) {
                throw Arguments.refuse(call, "invalid option -- '" + word.substring(1, 2) + "'");
            }
        }
        while (!words.isEmpty() && words.get(0).indexOf('=') > 0) {
            String word = words.remove(0);
            int equal = word.indexOf('=');
            proc.environment().put(word.substring(0, equal), word.substring(equal + 1));
        }
        if (words.isEmpty()) {
            proc.environment().forEach((name, value) -> call.out().line(name + "=" + value));
            return 0;
        }
        return Exec.replace(proc, "env", words);
    }

    static int nohup(Call call) {
        if (call.arguments().isEmpty()) {
            throw Arguments.refuse(call, "missing operand");
        }
        call.proc().dispose(Signal.HUP, false, true);
        return Exec.replace(call.proc(), "nohup", call.arguments());
    }

    static int setsid(Call call) {
        Arguments options = Arguments.of(call, "+wfc", "", "wait=w fork=f ctty=c");
        if (options.rest().isEmpty()) {
            throw Arguments.refuse(call, "no command specified");
        }
        Proc proc = call.proc();
        boolean leader = proc.group() == proc.pid();
        if (!leader && !options.has("f")) {
            proc.newSession();
            return Exec.replace(proc, "setsid", options.rest());
        }
        Proc child = proc.fork();
        child.newSession();
        if (options.has("w")) {
            return call.machine().processes().runHere(child, self -> Exec.replace(self, "setsid", options.rest()));
        }
        call.machine().processes().runAside(child, self -> Exec.replace(self, "setsid", options.rest()));
        return 0;
    }

    static int timeout(Call call) {
        Arguments options =
                Arguments.of(call, "+v", "ks", "signal=s kill-after=k preserve-status foreground verbose=v");
        if (options.rest().size() < 2) {
            throw Arguments.refuse(call, "missing operand");
        }
        Duration limit = duration(call, options.rest().get(0));
        int signal = Signal.number(options.value("s", "TERM"));
        Proc proc = call.proc();
        if (!options.has("foreground")) {
            proc.newGroup();
        }
        Proc child = proc.fork();
        List<String> argv = options.rest().subList(1, options.rest().size());
        call.machine().processes().runAside(child, self -> Exec.replace(self, "timeout", argv));
        Instant end = limit.isZero() ? Instant.MAX : call.machine().now().plus(limit);
        BooleanSupplier ended = child::finished;
        if (call.machine().awaitUntil(proc, ended, end)) {
            return child.status();
        }
        stop(call, child, signal, options.has("foreground"));
        if (options.has("k")) {
            Instant last = call.machine().now().plus(duration(call, options.value("k", "0")));
            if (!call.machine().awaitUntil(proc, ended, last)) {
                stop(call, child, Signal.KILL, options.has("foreground"));
                call.machine().await(proc, ended);
                return 137;
            }
        }
        call.machine().await(proc, ended);
        return options.has("preserve-status") || signal == Signal.KILL ? child.status() : 124;
    }

    private static void stop(Call call, Proc child, int signal, boolean alone) {
        Proc proc = call.proc();
        if (alone) {
            child.signal(signal);
            return;
        }
        for (Proc one : call.machine().processes().all()) {
            if (one.group() == proc.group() && one != proc) {
                one.signal(signal);
            }
        }
    }

    static int nice(Call call) {
        Arguments options = Arguments.of(call, "+t0123456789", "ncp", "adjustment=n class=c classdata=n");
        if (options.rest().isEmpty()) {
            call.out().line(call.name().equals("nice") ? "0" : "none: prio 0");
            return 0;
        }
        return Exec.replace(call.proc(), call.name(), options.rest());
    }

    static int flock(Call call) {
        Arguments options = Arguments.of(
                call,
                "+nxsuFo",
                "wEc",
                "nonblock=n timeout=w wait=w exclusive=x shared=s unlock=u conflict-exit-code=E no-fork=F close=o nb=n");
        List<String> rest = options.rest();
        if (rest.isEmpty()) {
            throw new UsageException(64, "flock: not enough arguments");
        }
        int failed = Integer.parseInt(options.value("E", "1"));
        boolean number = rest.size() == 1 && !options.has("c") && rest.get(0).matches("\\d+");
        OpenFile file = number ? call.proc().files().get(Integer.parseInt(rest.get(0))) : open(call, rest.get(0));
        if (file == null || file.node() == null) {
            return call.fail(65, rest.get(0) + ": Bad file descriptor");
        }
        Locks locks = Locks.of(call.machine());
        if (options.has("u")) {
            locks.release(file);
            return 0;
        }
        Instant end = options.has("n")
                ? call.machine().now()
                : options.has("w") ? call.machine().now().plus(duration(call, options.value("w", "0"))) : Instant.MAX;
        if (!locks.take(call.proc(), file, end)) {
            return failed;
        }
        if (number) {
            return 0;
        }
        int status = Exec.child(call, locked(options, rest));
        locks.release(file);
        file.release();
        return status;
    }

    private static List<String> locked(Arguments options, List<String> rest) {
        return options.has("c")
                ? List.of("/bin/sh", "-c", options.value("c", ""))
                : rest.size() > 2 && rest.get(1).equals("-c")
                        ? List.of("/bin/sh", "-c", rest.get(2))
                        : rest.subList(1, rest.size());
    }

    private static OpenFile open(Call call, String path) {
        try {
            return Exec.open(call.proc(), path, Access.APPEND, false);
        } catch (FileException e) {
            throw new UsageException(
                    66,
                    "flock: cannot open lock file " + path + ": " + e.errno().text());
        }
    }
}

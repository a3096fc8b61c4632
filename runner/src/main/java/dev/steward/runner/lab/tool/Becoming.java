package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.UsageException;
import dev.steward.runner.lab.process.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** sudo and su. */
final class Becoming {

    private static final String SECURE = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Becoming() {}

    static int sudo(Call call) {
        Arguments options = Arguments.of(
                call,
                "+nSHkKEibsvl",
                "upgCTrtDRh",
                "non-interactive=n stdin=S set-home=H user=u prompt=p reset-timestamp=k preserve-env=E login=i group=g shell=s validate=v");
        List<String> rest = new ArrayList<>(options.rest());
        if (!allowed(call, options)) {
            return 1;
        }
        if (options.has("v") || options.has("k") && rest.isEmpty()) {
            return 0;
        }
        Proc proc = call.proc();
        String name = options.value("u", "root");
        User target = Accounts.user(call.machine(), name)
                .orElseThrow(() -> new UsageException(
                        1, "sudo: unknown user " + name + "\nsudo: error initializing audit plugin sudoers_audit"));
        environment(proc, target, options.has("E"));
        while (!rest.isEmpty() && rest.get(0).matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
            String word = rest.remove(0);
            proc.environment().put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        String shell = Accounts.homeAndShell(call.machine(), target.name())[1];
        if (options.has("i") || options.has("s")) {
            String joined = String.join(" ", rest);
            rest = rest.isEmpty() ? List.of(shell) : List.of(shell, "-c", joined);
            if (options.has("i")) {
                proc.folder(proc.environment().get("HOME"));
            }
        }
        if (rest.isEmpty()) {
            throw new UsageException(
                    1,
                    "usage: sudo -h | -K | -k | -V\nusage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]");
        }
        proc.become(target);
        return start(call, rest);
    }

    private static int start(Call call, List<String> argv) {
        if (Exec.find(call.proc(), argv.get(0))
                .filter(path -> there(call, path))
                .isEmpty()) {
            return call.fail(1, argv.get(0) + ": command not found");
        }
        Proc child = call.proc().fork();
        int status = call.machine().processes().runHere(child, self -> Exec.replace(self, "sudo", argv));
        if (child.signalled() > 0) {
            call.proc().signal(child.signalled());
            call.proc().check();
        }
        return status;
    }

    private static boolean there(Call call, String path) {
        return call.machine().files().look(call.proc().who(), path) != null;
    }

    private static void environment(Proc proc, User target, boolean keep) {
        Map<String, String> environment = proc.environment();
        String user = proc.user().name();
        String term = environment.get("TERM");
        String lang = environment.get("LANG");
        if (!keep) {
            environment.clear();
        }
        if (term != null) {
            environment.put("TERM", term);
        }
        if (lang != null) {
            environment.put("LANG", lang);
        }
        String[] home = Accounts.homeAndShell(proc.machine(), target.name());
        environment.put("PATH", SECURE);
        environment.put("HOME", home[0]);
        environment.put("SHELL", home[1]);
        environment.put("USER", target.name());
        environment.put("LOGNAME", target.name());
        environment.put("MAIL", "/var/mail/" + target.name());
        environment.put("SUDO_USER", user);
        environment.put("SUDO_UID", Integer.toString(proc.user().uid()));
        environment.put("SUDO_GID", Integer.toString(proc.user().gid()));
    }

    /** root may; others as the sudoers say. */
    private static boolean allowed(Call call, Arguments options) {
        User user = call.proc().user();
        String password = call.machine().part(Sudoers.class, Sudoers::new).password(user.name());
        if (user.uid() == 0 || password != null && password.isEmpty()) {
            return true;
        }
        if (password == null) {
            call.fail(1, user.name() + " is not in the sudoers file.");
            return false;
        }
        if (options.has("n")) {
            call.fail(1, "a password is required");
            return false;
        }
        if (!options.has("S")) {
            call.fail(
                    1,
                    "a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper");
            call.fail(1, "a password is required");
            return false;
        }
        return asked(
                call,
                options.value("p", "[sudo] password for " + user.name() + ": ")
                        .replace("%u", user.name())
                        .replace("%p", user.name()),
                password);
    }

    private static boolean asked(Call call, String prompt, String password) {
        for (int attempt = 1; attempt <= 3; attempt++) {
            call.prompt(prompt);
            String line = line(call);
            if (line == null) {
                call.say(1, "");
                call.fail(
                        1,
                        attempt == 1
                                ? "no password was provided"
                                : (attempt - 1) + " incorrect password attempt" + (attempt > 2 ? "s" : ""));
                return false;
            }
            if (line.equals(password)) {
                return true;
            }
            call.say(1, attempt < 3 ? "Sorry, try again." : "sudo: 3 incorrect password attempts");
        }
        return false;
    }

    /** A line byte by byte: what follows belongs to the command. */
    private static String line(Call call) {
        StringBuilder line = new StringBuilder();
        byte[] one = new byte[1];
        while (call.input().read(call.proc(), one, 0, 1) > 0) {
            if (one[0] == '\n') {
                return line.toString();
            }
            line.append((char) (one[0] & 255));
        }
        return line.isEmpty() ? null : line.toString();
    }

    static int su(Call call) {
        Arguments options = Arguments.of(call, "lmp", "csg", "login=l command=c shell=s preserve-environment=p");
        List<String> rest = new ArrayList<>(options.rest());
        boolean login = options.has("l") || rest.remove("-");
        String name = rest.isEmpty() ? "root" : rest.remove(0);
        Proc proc = call.proc();
        User target = Accounts.user(call.machine(), name)
                .orElseThrow(() -> new UsageException(
                        1,
                        "su: user " + name
                                + " does not exist or the user entry does not contain all the required fields"));
        if (proc.user().uid() != 0) {
            return call.fail(1, "Authentication failure");
        }
        String[] home = Accounts.homeAndShell(call.machine(), name);
        if (home[1].endsWith("nologin") && !options.has("s")) {
            call.out().line("This account is currently not available.");
            return 1;
        }
        proc.become(target);
        proc.environment().put("HOME", home[0]);
        proc.environment().put("USER", name);
        proc.environment().put("LOGNAME", name);
        if (login) {
            proc.folder(home[0]);
        }
        List<String> argv = new ArrayList<>(List.of(options.value("s", home[1])));
        if (options.has("c")) {
            argv.addAll(List.of("-c", options.value("c", "")));
        }
        argv.addAll(rest);
        try {
            return Exec.run(proc, argv);
        } catch (FileException e) {
            return call.fail(
                    127, "failed to execute " + argv.get(0) + ": " + e.errno().text());
        }
    }
}

package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.Who;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Inputs;
import dev.steward.runner.lab.process.UsageException;
import dev.steward.runner.lab.process.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** id, whoami, hostname, uname, getent, printenv. */
final class Names {

    private Names() {}

    static int id(Call call) {
        Arguments options = Arguments.of(call, "ugnGr", "", "user=u group=g name=n groups=G");
        User user = call.proc().user();
        if (!options.rest().isEmpty()) {
            String name = options.rest().get(0);
            Optional<User> found = Accounts.user(call.machine(), name.matches("\\d+") ? "#" + name : name);
            if (found.isEmpty()) {
                return call.fail(1, Arguments.bytes("‘" + name + "’: no such user"));
            }
            user = found.get();
        }
        boolean names = options.has("n");
        if (options.has("u")) {
            call.out().line(names ? user.name() : Integer.toString(user.uid()));
        } else if (options.has("g")) {
            call.out().line(names ? group(call, user.gid()) : Integer.toString(user.gid()));
        } else if (options.has("G")) {
            call.out()
                    .line(String.join(
                            " ",
                            groups(user).stream()
                                    .map(gid -> names ? group(call, gid) : gid.toString())
                                    .toList()));
        } else {
            List<String> shown = groups(user).stream()
                    .map(gid -> gid + "(" + group(call, gid) + ")")
                    .toList();
            call.out()
                    .line("uid=" + user.uid() + "(" + user.name() + ") gid=" + user.gid() + "("
                            + group(call, user.gid()) + ") groups=" + String.join(",", shown));
        }
        return 0;
    }

    private static List<Integer> groups(User user) {
        List<Integer> all = new ArrayList<>(List.of(user.gid()));
        user.groups().stream().sorted().filter(gid -> gid != user.gid()).forEach(all::add);
        return all;
    }

    private static String group(Call call, int gid) {
        return Accounts.name(call, "/etc/group", gid);
    }

    static int whoami(Call call) {
        call.out().line(call.proc().user().name());
        return 0;
    }

    static int hostname(Call call) {
        Arguments options = Arguments.of(call, "fsdiI", "", "fqdn=f long=f short=s all-ip-addresses=I");
        String name = host(call);
        call.out()
                .line(
                        options.has("I") || options.has("i")
                                ? "127.0.0.1 "
                                : options.has("d") ? "lan" : options.has("f") ? name + ".lan" : name);
        return 0;
    }

    static String host(Call call) {
        return new String(
                        ((dev.steward.runner.lab.file.RegularFile)
                                        call.machine().files().node(Who.HOST, "/etc/hostname"))
                                .bytes(),
                        java.nio.charset.StandardCharsets.ISO_8859_1)
                .trim();
    }

    static int uname(Call call) {
        Arguments options = Arguments.of(
                call,
                "asnrvmopi",
                "",
                "all=a kernel-name=s nodename=n kernel-release=r kernel-version=v machine=m operating-system=o");
        String release = Inputs.text(call, "/proc/sys/kernel/osrelease").trim();
        String[] values = {
            "Linux", host(call), release, "#1 SMP PREEMPT_DYNAMIC Debian 6.1.112-1 (2024-09-30)", "x86_64", "GNU/Linux"
        };
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (options.has("a") || options.has("snrvmo".substring(i, i + 1))) {
                shown.add(values[i]);
            }
        }
        call.out().line(shown.isEmpty() ? "Linux" : String.join(" ", shown));
        return 0;
    }

    static int getent(Call call) {
        if (call.arguments().isEmpty()) {
            throw new UsageException(1, "getent: wrong number of arguments");
        }
        String base = call.arguments().get(0);
        List<String> keys = call.arguments().subList(1, call.arguments().size());
        if (!List.of("passwd", "group", "hosts", "shadow").contains(base)) {
            return call.say(1, "Unknown database: " + base);
        }
        boolean hosts = base.equals("hosts");
        int status = 0;
        for (String key : keys.isEmpty() ? List.of("") : keys) {
            boolean found = false;
            for (String line : Inputs.text(call, "/etc/" + base).lines().toList()) {
                List<String> parts = hosts ? List.of(line.trim().split("\\s+")) : List.of(line.split(":"));
                boolean hit = key.isEmpty()
                        || (hosts
                                ? parts.contains(key)
                                : parts.get(0).equals(key)
                                        || parts.size() > 2 && parts.get(2).equals(key));
                found |= hit;
                if (hit && !line.isBlank()) {
                    call.out()
                            .line(
                                    hosts
                                            ? String.format(
                                                    "%-15s %s",
                                                    parts.get(0), String.join(" ", parts.subList(1, parts.size())))
                                            : line);
                }
            }
            status = found ? status : 2;
        }
        return status;
    }

    static int printenv(Call call) {
        if (call.arguments().isEmpty()) {
            call.proc().environment().forEach((name, value) -> call.out().line(name + "=" + value));
        }
        int status = 0;
        for (String name : call.arguments()) {
            String value = call.proc().environment().get(name);
            status = value == null ? 1 : status;
            if (value != null) {
                call.out().line(value);
            }
        }
        return status;
    }
}

package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Modules without a counterpart that a few lines of a shell carry out as they do: nothing is changed that is so already. */
final class ScriptWords {

    private static final Map<String, String> SUMS =
            Map.of("md5", "md5sum", "sha1", "sha1sum", "sha256", "sha256sum", "sha512", "sha512sum");

    private final String module;
    private final Arguments arguments;
    private final Shell shell;

    ScriptWords(String module, Arguments arguments) {
        this.module = module;
        this.arguments = arguments;
        this.shell = new Shell(module, arguments);
    }

    Call call() throws Unconvertible {
        return switch (module) {
            case "group" -> group();
            case "user" -> user();
            case "get_url" -> fetched();
            default -> unpacked();
        };
    }

    private Call group() throws Unconvertible {
        String name = shell.needed("name");
        boolean absent = shell.isAbsent();
        String system = shell.flag("system") ? "-r " : "";
        Optional<Object> gid = arguments.take("gid");
        arguments.end();
        if (absent) {
            return shell.script(
                    "if getent group " + name + " > /dev/null; then groupdel " + name + " && echo changed; fi");
        }
        if (gid.isEmpty()) {
            return shell.script(
                    "getent group " + name + " > /dev/null || { groupadd " + system + name + " && echo changed; }");
        }
        String number = Shell.word(gid.get());
        return shell.script(
                "now=$(getent group " + name + " | cut -d: -f3)\nif [ -z \"$now\" ]; then groupadd " + system
                        + "-g " + number + " " + name + " && echo changed\nelif [ \"$now\" != " + number
                        + " ]; then groupmod -g " + number + " " + name + " && echo changed; fi");
    }

    private Call user() throws Unconvertible {
        String name = shell.needed("name", "user");
        if (shell.isAbsent()) {
            String home = shell.flag("remove") ? "-r " : "";
            arguments.drop("force");
            arguments.end();
            return shell.script(
                    "if id -u " + name + " > /dev/null 2>&1; then userdel " + home + name + " && echo changed; fi");
        }
        StringBuilder first = new StringBuilder(shell.flag("system") ? "-r " : "");
        Optional<Object> home = arguments.take("create_home", "createhome");
        first.append(home.isEmpty() || arguments.flag(home.get()).equals("true") ? "-m " : "-M ");
        StringBuilder both = new StringBuilder();
        for (String[] option :
                new String[][] {{"-u", "uid"}, {"-g", "group"}, {"-s", "shell"}, {"-d", "home"}, {"-c", "comment"}}) {
            Optional<Object> value = arguments.take(option[1]);
            if (value.isPresent()) {
                both.append(option[0])
                        .append(' ')
                        .append(Shell.word(value.get()))
                        .append(' ');
            }
        }
        String groups = groups();
        arguments.end();
        String look = "getent passwd " + name + "; id -nG " + name + " 2> /dev/null";
        String make = "useradd " + first + both + name;
        return shell.script(Shell.before(look)
                + (both.isEmpty()
                        ? "id -u " + name + " > /dev/null 2>&1 || " + make + " || exit\n"
                        : "if id -u " + name + " > /dev/null 2>&1; then usermod " + both + name + "; else " + make
                                + "; fi || exit\n")
                + (groups.isEmpty() ? "" : "usermod -a -G " + groups + " " + name + " || exit\n")
                + Shell.after(look));
    }

    private String groups() throws Unconvertible {
        Optional<Object> said = arguments.take("groups");
        boolean more = shell.flag("append");
        if (said.isEmpty() || said.get().equals("") || said.get().equals(List.of()) && more) {
            return "";
        }
        if (!more) {
            throw new Unconvertible(
                    "'groups' of 'user' takes a user out of all others unless 'append: yes' stands beside"
                            + " it; that has no counterpart here, write command 'usermod', '-G', …");
        }
        List<String> all = new ArrayList<>();
        for (Object one : said.get() instanceof List<?> list ? list : List.of(said.get())) {
            if (!(said.get() instanceof List<?>) && Values.isTemplate(String.valueOf(one))) {
                throw new Unconvertible("'groups' of 'user' is written out here: a list, or a text without values");
            }
            all.add(Shell.word(one));
        }
        return String.join(",", all);
    }

    private Call fetched() throws Unconvertible {
        String url = shell.needed("url");
        String to = shell.needed("dest");
        if (to.endsWith("/")) {
            throw new Unconvertible("'dest' of 'get_url' names a file here, not a folder");
        }
        arguments.only("force", false, "has no counterpart here; write command 'curl', …, which fetches each time");
        arguments.only("validate_certs", true, "cannot be switched off here");
        Optional<Object> sum = arguments.take("checksum");
        String after = shell.attributes(to);
        arguments.drop("timeout", "http_agent", "use_proxy");
        arguments.end();
        String part = to + ".part";
        String fetch = "curl -fsSL -o " + part + " " + url + " && ";
        String move = "mv -T " + part + " " + to;
        String look = Shell.look(to);
        return shell.script(Shell.before(look)
                + (sum.isEmpty()
                        ? "[ -f " + to + " ] || { " + fetch + move + "; } || { rm -f " + part + "; exit 1; }\n"
                        : summed(String.valueOf(sum.get()), to, part, fetch, move))
                + after
                + Shell.after(look));
    }

    private String summed(String said, String to, String part, String fetch, String move) throws Unconvertible {
        int colon = said.indexOf(':');
        String tool = colon < 0 ? null : SUMS.get(said.substring(0, colon));
        if (tool == null || said.contains("://")) {
            throw new Unconvertible("'checksum' of 'get_url' is written out here, as sha256:…");
        }
        String sum = Shell.word(said.substring(colon + 1).strip());
        return "has() { echo " + sum + "\"  $1\" | " + tool + " -c > /dev/null 2>&1; }\n" + "has " + to + " || { "
                + fetch + "has " + part + " && " + move + "; } || { rm -f " + part + "; exit 1; }\n";
    }

    private Call unpacked() throws Unconvertible {
        String from = shell.needed("src");
        String to = shell.needed("dest");
        arguments
                .take("remote_src", "copy")
                .filter(yes -> yes.equals(true) || yes.equals("yes") || from.contains("://"))
                .orElseThrow(
                        () -> new Unconvertible(
                                "'unarchive' of a local archive has no counterpart here; copy it, then unpack it with command 'tar', …, creates: …"));
        Optional<Object> creates = arguments.take("creates");
        if (creates.isEmpty()) {
            throw new Unconvertible("'unarchive' without 'creates' compares every file, which has no counterpart here;"
                    + " write command 'tar', …, creates: … with a file that the archive brings");
        }
        String packed = from.replaceAll("[?#].*", "").replaceFirst("^.*(?=\\.(tgz|tar)\\b)", "");
        String how = Map.of(".tgz", "z", ".tar.gz", "z", ".tar.xz", "J", ".tar.bz2", "j", ".tar", "")
                .get(packed);
        if (how == null) {
            throw new Unconvertible("'unarchive' unpacks .tar, .tar.gz, .tgz, .tar.xz and .tar.bz2 here");
        }
        List<String> options = new ArrayList<>();
        Object more = arguments.take("extra_opts").orElse(List.of());
        for (Object one : more instanceof List<?> list ? list : List.of(more)) {
            options.add(" " + Shell.word(one));
        }
        arguments.only("validate_certs", true, "cannot be switched off here");
        arguments.end();
        String end = " | tar -x" + how + " -C " + to;
        String line = from.contains("://")
                ? "curl -fsSL " + from + end
                : from.startsWith("{{")
                        ? "case " + from + " in *://*) curl -fsSL " + from + " ;; *) cat " + from + " ;; esac" + end
                        : "tar -x" + how + "f " + from + " -C " + to;
        String said = arguments.values().shell(line + String.join("", options));
        return new Call(
                "shell",
                "shell " + said + ", creates: " + arguments.text(creates.get()),
                List.of("timeout 1.hours"),
                List.of(Shell.CHECK));
    }
}

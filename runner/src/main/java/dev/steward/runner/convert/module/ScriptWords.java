package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Modules without a counterpart that a few lines of a shell carry out as they do: nothing is changed that is so already. */
final class ScriptWords {

    private static final String CHECK =
            "Users, groups and files from the network are made by shell lines, which --check leaves out.";
    private static final String SAFE = "[\\w./@:+,=%~-]+";
    private static final Map<String, String> SUMS =
            Map.of("md5", "md5sum", "sha1", "sha1sum", "sha256", "sha256sum", "sha512", "sha512sum");

    private final String module;
    private final Arguments arguments;

    ScriptWords(String module, Arguments arguments) {
        this.module = module;
        this.arguments = arguments;
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
        String name = needed("name");
        boolean absent = isAbsent();
        String system = flag("system") ? "-r " : "";
        arguments.end();
        return script(
                absent
                        ? "if getent group " + name + " > /dev/null; then groupdel " + name + " && echo changed; fi"
                        : "getent group " + name + " > /dev/null || { groupadd " + system + name
                                + " && echo changed; }");
    }

    private Call user() throws Unconvertible {
        String name = needed("name", "user");
        if (isAbsent()) {
            String home = flag("remove") ? "-r " : "";
            arguments.drop("force");
            arguments.end();
            return script(
                    "if id -u " + name + " > /dev/null 2>&1; then userdel " + home + name + " && echo changed; fi");
        }
        StringBuilder first = new StringBuilder(flag("system") ? "-r " : "");
        Optional<Object> home = arguments.take("create_home", "createhome");
        first.append(home.isEmpty() || arguments.flag(home.get()).equals("true") ? "-m " : "-M ");
        StringBuilder both = new StringBuilder();
        for (String[] option :
                new String[][] {{"-u", "uid"}, {"-g", "group"}, {"-s", "shell"}, {"-d", "home"}, {"-c", "comment"}}) {
            Optional<Object> value = arguments.take(option[1]);
            if (value.isPresent()) {
                both.append(option[0]).append(' ').append(word(value.get())).append(' ');
            }
        }
        String groups = groups();
        arguments.end();
        String look = "getent passwd " + name + "; id -nG " + name + " 2> /dev/null";
        String make = "useradd " + first + both + name;
        return script("before=$(" + look + ")\n"
                + (both.isEmpty()
                        ? "id -u " + name + " > /dev/null 2>&1 || " + make + " || exit\n"
                        : "if id -u " + name + " > /dev/null 2>&1; then usermod " + both + name + "; else " + make
                                + "; fi || exit\n")
                + (groups.isEmpty() ? "" : "usermod -a -G " + groups + " " + name + " || exit\n")
                + "after=$(" + look + ")\n[ \"$before\" = \"$after\" ] || echo changed");
    }

    private String groups() throws Unconvertible {
        Optional<Object> said = arguments.take("groups");
        boolean more = flag("append");
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
            all.add(word(one));
        }
        return String.join(",", all);
    }

    private Call fetched() throws Unconvertible {
        String url = needed("url");
        String to = needed("dest");
        if (to.endsWith("/")) {
            throw new Unconvertible("'dest' of 'get_url' names a file here, not a folder");
        }
        arguments.only("force", false, "has no counterpart here; write command 'curl', …, which fetches each time");
        arguments.only("validate_certs", true, "cannot be switched off here");
        Optional<Object> sum = arguments.take("checksum");
        String after = attributes(to);
        arguments.drop("timeout", "http_agent", "use_proxy");
        arguments.end();
        String part = to + ".part";
        String fetch = "curl -fsSL -o " + part + " " + url + " && ";
        String move = "mv -T " + part + " " + to;
        String look = "stat -c '%a %U %G %Y %s' " + to + " 2> /dev/null";
        return script("before=$(" + look + ")\n"
                + (sum.isEmpty()
                        ? "[ -f " + to + " ] || { " + fetch + move + "; } || { rm -f " + part + "; exit 1; }\n"
                        : summed(String.valueOf(sum.get()), to, part, fetch, move))
                + after
                + "after=$(" + look + ")\n[ \"$before\" = \"$after\" ] || echo changed");
    }

    private String attributes(String to) throws Unconvertible {
        StringBuilder after = new StringBuilder();
        Optional<Object> mode = arguments.take("mode");
        if (mode.isPresent()) {
            String octal = arguments.mode(mode.get());
            if (!octal.matches("'[0-7]{3,4}'")) {
                throw new Unconvertible("'mode' of 'get_url' is octal here, as '0644'");
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

    private String summed(String said, String to, String part, String fetch, String move) throws Unconvertible {
        int colon = said.indexOf(':');
        String tool = colon < 0 ? null : SUMS.get(said.substring(0, colon));
        if (tool == null || said.contains("://")) {
            throw new Unconvertible("'checksum' of 'get_url' is written out here, as sha256:…");
        }
        String sum = word(said.substring(colon + 1).strip());
        return "has() { echo " + sum + "\"  $1\" | " + tool + " -c > /dev/null 2>&1; }\n" + "has " + to + " || { "
                + fetch + "has " + part + " && " + move + "; } || { rm -f " + part + "; exit 1; }\n";
    }

    private Call unpacked() throws Unconvertible {
        String from = needed("src");
        String to = needed("dest");
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
            options.add(" " + word(one));
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
                List.of(CHECK));
    }

    private Call script(String lines) throws Unconvertible {
        return new Call(
                "shell",
                "shell " + arguments.values().shell(lines),
                List.of(Call.CHANGED, "timeout 1.hours"),
                List.of(CHECK));
    }

    private String needed(String... names) throws Unconvertible {
        return word(
                arguments.take(names).orElseThrow(() -> new Unconvertible("'" + module + "' is given no " + names[0])));
    }

    private boolean isAbsent() throws Unconvertible {
        String state = String.valueOf(arguments.take("state").orElse("present"));
        if (!state.matches("present|absent")) {
            throw new Unconvertible("'state: " + state + "' has no counterpart here");
        }
        return state.equals("absent");
    }

    private boolean flag(String name) throws Unconvertible {
        Optional<Object> said = arguments.take(name);
        String flag = said.isPresent() ? arguments.flag(said.get()) : "false";
        if (!flag.matches("true|false")) {
            throw new Unconvertible("'" + name + "' is yes or no here, and known before the run");
        }
        return flag.equals("true");
    }

    /** One word of a line: values are quoted where they are put in, the rest must need no quotes, or gets them. */
    private static String word(Object said) throws Unconvertible {
        String text = String.valueOf(said);
        String bare = text.replaceAll("\\{\\{.*?\\}\\}", "");
        if (bare.isEmpty() && !text.isEmpty() || bare.matches(SAFE)) {
            return text;
        }
        if (!Values.isTemplate(text) && text.matches("[^'\\p{Cntrl}]*")) {
            return "'" + text + "'";
        }
        throw new Unconvertible("'" + text + "' is no plain word of a shell line");
    }
}

package dev.steward.runner.convert.module;

import static dev.steward.runner.convert.module.Form.FLAG;
import static dev.steward.runner.convert.module.Form.TEXT;

import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import dev.steward.runner.convert.module.ModuleWords.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Modules that write files. */
final class FileWords {

    private static final String TOUCH =
            "'state: touch' makes an empty file where there is none, and leaves the times of one"
                    + " that is there: it is changed once, not each time.";

    private static final String DATA =
            "A text with values in it that is data of JSON, or reads so in Python, was written in one line by Ansible"
                    + " before 2.19; here it is written as it stands.";

    private FileWords() {}

    static Call call(String name, Arguments arguments, Place place) throws Unconvertible {
        return switch (name) {
            case "copy" -> copy(arguments, place);
            case "file" -> file(arguments);
            case "template" -> template(arguments, place);
            case "cron" -> cron(arguments);
            default -> line(arguments);
        };
    }

    private static Call copy(Arguments arguments, Place place) throws Unconvertible {
        Optional<Object> remote = arguments.take("remote_src");
        if (remote.isPresent() && arguments.flag(remote.get()).equals("true")) {
            return new HostWords("copy", arguments).call();
        }
        if (remote.isPresent() && !arguments.flag(remote.get()).equals("false")) {
            throw new Unconvertible("'remote_src' is yes or no here, and known before the run");
        }
        arguments.only("force", true, "has no counterpart here");
        Optional<Object> src = arguments.take("src");
        if (src.isPresent()) {
            arguments.put("src", Sources.named(place, "files", String.valueOf(src.get())));
        }
        Optional<Object> content = arguments.take("content");
        String text =
                content.filter(String.class::isInstance).map(String::valueOf).orElse("");
        boolean statements = text.contains("{%");
        if (!statements) {
            content.ifPresent(said -> arguments.put("content", said));
        }
        String[] more =
                statements ? new String[] {"content: " + Templates.inline(text, arguments.values())} : new String[0];
        Call call = new Table("copy")
                .with("src", TEXT)
                .with("content", TEXT)
                .with("dest", TEXT)
                .attributes()
                .with("directoryMode", Form.MODE, "directory_mode")
                .with("validate", TEXT)
                .with("backup", FLAG)
                .without("checksum", "decrypt")
                .call(arguments, more)
                .reading();
        boolean data = Values.isTemplate(text) && text.strip().matches("(?s)\\[.*\\]|\\{(?![{%]).*\\}");
        return data ? new Call(call.module(), call.line(), call.keywords(), List.of(DATA)) : call;
    }

    private static Call file(Arguments arguments) throws Unconvertible {
        boolean said = arguments.has("state");
        if (arguments.has("mode")
                && arguments.take("recurse").filter(yes -> !yes.equals(false)).isPresent()) {
            throw new Unconvertible("'recurse' sets owner and group only here; write command 'chmod', '-R', …");
        }
        boolean kept = arguments.is("modification_time", "preserve") && arguments.is("access_time", "preserve");
        boolean touch = arguments.is("state", "touch") && !kept;
        Table table = new Table("file")
                .with("path", TEXT, "path", "dest", "name")
                .choice(
                        "state",
                        Map.of(
                                "directory",
                                "directory",
                                "link",
                                "link",
                                "absent",
                                "absent",
                                "touch",
                                "touch",
                                "file",
                                "file",
                                "hard",
                                "hard"))
                .with("src", TEXT)
                .attributes()
                .with("recurse", FLAG)
                .with("force", FLAG)
                .without("modification_time", "access_time");
        Call call = said ? table.call(arguments) : table.call(arguments, "state: 'file'");
        return touch ? new Call(call.module(), call.line(), call.keywords(), List.of(TOUCH)) : call;
    }

    /** A job in a file of its own. */
    private static Call cron(Arguments arguments) throws Unconvertible {
        Optional<Object> file = arguments.take("cron_file");
        if (file.isEmpty()) {
            return new LineWords("cron", arguments).call();
        }
        if (arguments.is("state", "absent")) {
            throw new Unconvertible("'cron' that takes a job out of a 'cron_file' has no counterpart here; write file"
                    + " '/etc/cron.d/…', state: 'absent', or lineInFile");
        }
        arguments.drop("state");
        String name = String.valueOf(file.get());
        if (!name.matches("[\\w.-]+")) {
            throw new Unconvertible("'cron_file' is a name in /etc/cron.d here, without values");
        }
        arguments.only("disabled", false, "has no counterpart here");
        String when = Shell.due(arguments);
        Object title = arguments.take("name").orElseThrow(() -> new Unconvertible("'cron' names no job"));
        Object user = arguments.take("user").orElseThrow(() -> new Unconvertible("'cron' names no user"));
        Object job = arguments.take("job").orElseThrow(() -> new Unconvertible("'cron' has no job"));
        arguments.end();
        String lines = "#Ansible: " + title + "\n" + when + " " + user + " " + job + "\n";
        return Call.of(
                "copy",
                "copy content: " + arguments.text(lines) + ", dest: " + Groovy.text("/etc/cron.d/" + name)
                        + ", mode: '0644'");
    }

    private static Call line(Arguments arguments) throws Unconvertible {
        arguments.only("backrefs", false, "has no counterpart here");
        arguments.only("firstmatch", false, "has no counterpart here");
        arguments
                .take("insertafter")
                .filter(place -> !place.equals("EOF"))
                .ifPresent(place -> arguments.put("insertafter", place));
        return new Table("lineInFile")
                .with("path", TEXT, "path", "dest", "destfile", "name")
                .with("regexp", TEXT, "regexp", "regex")
                .with("line", TEXT, "line", "value")
                .choice("state", Map.of("present", "present", "absent", "absent"))
                .with("insertAfter", TEXT, "insertafter")
                .with("insertBefore", TEXT, "insertbefore")
                .with("create", FLAG)
                .attributes()
                .with("validate", TEXT)
                .with("backup", FLAG)
                .call(arguments);
    }

    /** One that holds nothing of Jinja is a file like others; others are written out. */
    private static Call template(Arguments arguments, Place place) throws Unconvertible {
        String src = String.valueOf(arguments.take("src").orElse(""));
        Optional<Path> file = Values.isTemplate(src)
                ? Optional.empty()
                : Sources.find(place, "templates", src).filter(Files::isRegularFile);
        if (file.isPresent()) {
            String text = Templates.read(file.get());
            Table table = new Table("copy")
                    .with("dest", TEXT)
                    .attributes()
                    .with("validate", TEXT)
                    .with("backup", FLAG)
                    .without("lstrip_blocks", "trim_blocks");
            if (!Values.isTemplate(text)) {
                Path from = place.folder().relativize(file.get());
                return table.call(arguments, "src: " + Groovy.text(from.toString()))
                        .reading();
            }
            boolean otherwise = arguments.has("trim_blocks") || arguments.has("lstrip_blocks");
            if (!otherwise && !dest(arguments).endsWith("/")) {
                return written(src, text, table, arguments);
            }
        }
        throw anew(src, "it is Jinja");
    }

    private static Call written(String src, String text, Table table, Arguments arguments) throws Unconvertible {
        String content;
        try {
            content = Templates.content(text, arguments.values());
        } catch (Unconvertible e) {
            throw anew(src, e.getMessage());
        }
        return table.call(arguments, "content: " + content);
    }

    private static Unconvertible anew(String src, String why) {
        String own = src.replaceFirst("^.*/", "").replaceFirst("\\.j2$", "") + ".tpl";
        return new Unconvertible(
                "the template '" + src + "' cannot be written out: " + why + "; write it anew as templates/" + own
                        + " ('steward check' tells how), and here: template src: '" + own
                        + "', dest: …, vars: [name: value, …]");
    }

    private static String dest(Arguments arguments) {
        Optional<Object> dest = arguments.take("dest");
        dest.ifPresent(said -> arguments.put("dest", said));
        return String.valueOf(dest.orElse(""));
    }
}

package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Modules that change a part of a file, or of a table of cron, as lines of a shell that leave what they leave. */
final class LineWords {

    private static final String BLOCK =
            """
            cat > "$new.block"
            awk -v last="$(tail -c 1 "$old" | wc -l)" -v block="$new.block" '
            function put(l) { print b; while ((getline l < block) > 0) print l; print e }
            BEGIN { b = ENVIRON["begin"]; e = ENVIRON["end"]; re = ENVIRON["re"]; where = ENVIRON["where"] }
            { line[NR] = $0; if ($0 == b) n0 = NR; if ($0 == e) n1 = NR; if (re != "" && $0 ~ re) at = NR }
            END {
              if (n0 && n1) { from = n0 < n1 ? n0 : n1; to = n0 < n1 ? n1 : n0; pos = from }
              else pos = where == "BOF" ? 1 : !at ? NR + 1 : where == "after" ? at + 1 : at
              for (i = 1; i <= NR; i++) {
                if (i == pos && ENVIRON["state"] == "present") put()
                if (from && i >= from && i <= to) continue
                if (i == NR && last == 0 && pos <= NR) printf "%s", line[i]; else print line[i]
              }
              if (pos > NR && ENVIRON["state"] == "present") put()
            }' "$old" > "$new" || exit
            rm -f "$new.block"
            """;

    private static final String REPLACE =
            """
            perl -0777 -e 'my ($re, $to) = @ENV{"re", "to"}; $_ = <STDIN>;
            s{$re}{ my @g = ($&, $1, $2, $3, $4, $5, $6, $7, $8, $9); (my $t = $to) =~
              s{\\\\(?:(\\d)|g<(\\d)>|(n)|(t)|(.))}{defined $3 ? "\\n" : defined $4 ? "\\t" : defined $5 ? $5 : $g[defined $1 ? $1 : $2] // ""}ge;
              $t }mge; print' < "$old" > "$new" || exit
            """;

    private final String module;
    private final Arguments arguments;
    private final Shell shell;

    LineWords(String module, Arguments arguments) {
        this.module = module;
        this.arguments = arguments;
        this.shell = new Shell(module, arguments);
    }

    Call call() throws Unconvertible {
        return switch (module) {
            case "blockinfile" -> block();
            case "replace" -> replaced();
            default -> job();
        };
    }

    private Call block() throws Unconvertible {
        String file = shell.needed("path", "dest", "destfile", "name");
        boolean absent = shell.isAbsent();
        boolean create = shell.flag("create");
        String marker = String.valueOf(arguments.take("marker").orElse("# {mark} ANSIBLE MANAGED BLOCK"));
        Object begin = arguments.take("marker_begin").orElse("BEGIN");
        Object end = arguments.take("marker_end").orElse("END");
        Object text = arguments.take("block", "content").orElse("");
        boolean none = absent || text.equals("");
        String place = place();
        String said = none ? "" : arguments.text(String.valueOf(text).endsWith("\n") ? text : text + "\n");
        String lines = "begin=" + Shell.word(marker.replace("{mark}", String.valueOf(begin))) + " end="
                + Shell.word(marker.replace("{mark}", String.valueOf(end))) + " state=" + (none ? "absent" : "present")
                + place + "\nexport begin end state re where\n" + BLOCK;
        return written(file, lines, said, absent ? "exit 0" : create ? "mkdir -p \"${file%/*}\" || exit" : "");
    }

    /** Where a new block goes. */
    private String place() throws Unconvertible {
        Optional<Object> after = arguments.take("insertafter").filter(said -> !said.equals("EOF"));
        Optional<Object> before = arguments.take("insertbefore");
        if (after.isPresent()) {
            return " where=after re=" + Shell.word(pattern(after.get()));
        }
        return before.isEmpty()
                ? " where= re="
                : before.get().equals("BOF")
                        ? " where=BOF re="
                        : " where=before re=" + Shell.word(pattern(before.get()));
    }

    /** What means the same in Python and in awk. */
    private static String pattern(Object said) throws Unconvertible {
        String text = String.valueOf(said)
                .replace("\\s", "[[:space:]]")
                .replace("\\d", "[0-9]")
                .replaceAll("\\\\([-/:=#\"' ])", "$1");
        if (Values.isTemplate(text) || !text.matches("(?:[\\w /:=#,;@%^$.*+()|\\[\\]-]|\\\\[.\\[\\]()|*+?$^])*")) {
            throw new Unconvertible("the regular expression '" + said + "' of 'blockinfile' has no counterpart here");
        }
        return text;
    }

    private Call replaced() throws Unconvertible {
        String file = shell.needed("path", "dest", "destfile", "name");
        String regexp = String.valueOf(arguments.take("regexp").orElse(""));
        String to = String.valueOf(arguments.take("replace").orElse(""));
        String plain = regexp.replaceAll("\\{\\{.*?\\}\\}", "x");
        if (plain.contains("(?")
                || plain.matches("(?s).*\\\\[^sdwSDW.\\-/:=#\\[\\](){}|*+?$^'\"b\\\\nt].*")
                || matchesNothing(plain)) {
            throw new Unconvertible("the regular expression '" + regexp + "' of 'replace' has no counterpart here");
        }
        String lines = "re=" + Shell.word(regexp) + " to=" + (to.isEmpty() ? "" : Shell.word(to)) + "\nexport re to\n"
                + REPLACE;
        return written(file, lines, "", "");
    }

    private static boolean matchesNothing(String regexp) {
        try {
            return Pattern.compile(regexp, Pattern.MULTILINE).matcher("").find();
        } catch (PatternSyntaxException e) {
            return true;
        }
    }

    /**
     * Lines that make {@code $new} of {@code $old}, and what goes round them.
     *
     * @param missing what is done where there is no file; empty text: it fails
     */
    private Call written(String file, String lines, String input, String missing) throws Unconvertible {
        Optional<Object> validate = arguments.take("validate");
        boolean backup = shell.flag("backup");
        String attributes = shell.attributes("\"$file\"");
        arguments.drop("unsafe_writes");
        arguments.end();
        String none = missing.isEmpty() ? "echo \"there is no file $file\" >&2; exit 1" : missing;
        String look = Shell.look("\"$file\"");
        String checked = validate.isEmpty() ? "" : validated(String.valueOf(validate.get()));
        String body = "file=" + file + "\n"
                + "if [ -e \"$file\" ]; then file=$(readlink -f \"$file\"); old=$file; else old=/dev/null; " + none
                + "; fi\n" + Shell.before(look)
                + "new=$(mktemp) || exit\ntrap 'rm -f \"$new\" \"$new.block\"' EXIT\n" + lines
                + "if [ ! -e \"$file\" ] || ! cmp -s \"$old\" \"$new\"; then\n" + checked
                + (backup ? Shell.backup("\"$file\"") : "")
                + "[ ! -e \"$file\" ] || cp -p \"$file\" \"$file.part\" || exit\n"
                + "cat \"$new\" > \"$file.part\" && mv -T \"$file.part\" \"$file\" && echo changed || exit\nfi\n"
                + attributes + Shell.after(look);
        return shell.script(body, input);
    }

    private static String validated(String command) throws Unconvertible {
        if (command.split("%s", -1).length != 2
                || Values.isTemplate(command)
                || command.matches("(?s).*['\"\\\\$`].*")) {
            throw new Unconvertible("'validate' is a plain command with %s in it here");
        }
        return command.replace("%s", "\"$new\"") + " >&2 || exit\n";
    }

    /** A job in the table of a user, with the remark by which Ansible finds it again. */
    private Call job() throws Unconvertible {
        String name =
                String.valueOf(arguments.take("name").orElseThrow(() -> new Unconvertible("'cron' names no job")));
        Optional<Object> user = arguments.take("user");
        boolean absent = shell.isAbsent();
        arguments.only("disabled", false, "has no counterpart here");
        arguments.only("env", false, "has no counterpart here");
        arguments.only("backup", false, "has no counterpart here");
        String when = Shell.due(arguments);
        Optional<Object> job = arguments.take("job", "value");
        arguments.end();
        if (job.isEmpty() && !absent) {
            throw new Unconvertible("'cron' has no job");
        }
        String whose = user.isEmpty() ? "" : " -u " + Shell.word(user.get());
        String text = "#Ansible: " + name + "\n" + (absent ? "" : when + " " + job.get() + "\n");
        return shell.script(
                """
                IFS= read -r name; IFS= read -r job
                export name job
                table() { crontab%s -l 2> /dev/null; }
                before=$(table)
                after=$(printf '%%s\\n' "$before" | awk '
                skip { skip = 0; next }
                $0 == ENVIRON["name"] { skip = 1; if (ENVIRON["job"] == "" || done) next; print; print ENVIRON["job"]; done = 1; next }
                NR > 1 || $0 != "" { print }
                END { if (ENVIRON["job"] != "" && !done) { print ENVIRON["name"]; print ENVIRON["job"] } }')
                [ "$before" = "$after" ] || { printf '%%s\\n' "$after" | crontab%s - && echo changed; }"""
                        .formatted(whose, whose),
                arguments.text(text));
    }
}

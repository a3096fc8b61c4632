package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Unconvertible;
import java.util.Optional;

/** Modules that settle what a host is: its name, its clock, its kernel, who may log in; as lines of a shell. */
final class HostWords {

    private static final String KEYS =
            """
            home=$(getent passwd "$user" | cut -d: -f6)
            [ -n "$home" ] || { echo "there is no user $user" >&2; exit 1; }
            file=$home/.ssh/authorized_keys
            new=$(mktemp) || exit
            trap 'rm -f "$new" "$new.keys"' EXIT
            cat > "$new.keys"
            cat "$file" 2> /dev/null | awk -v keys="$new.keys" '
            function body(s, n, w, i) {
              n = split(s, w, /[ \\t]+/)
              for (i = 1; i < n; i++) if (w[i] ~ /^(ssh-|ecdsa-|sk-)/) return w[i + 1]
              return ""
            }
            BEGIN {
              while ((getline l < keys) > 0) {
                sub(/^[ \\t]+/, "", l); sub(/[ \\t]+$/, "", l)
                if (l == "" || l ~ /^#/) continue
                if (body(l) == "") { print "no key: " l > "/dev/stderr"; bad = 1; exit }
                if (!(body(l) in wanted)) order[++n] = body(l)
                wanted[body(l)] = l
              }
            }
            { b = /^[ \\t]*#/ ? "" : body($0) }
            b != "" && b in wanted { if (!ENVIRON["absent"] && $0 == wanted[b]) { print; have[b] = 1 } next }
            { print }
            END { if (bad) exit 1; for (i = 1; i <= n; i++) if (!ENVIRON["absent"] && !(order[i] in have)) print wanted[order[i]] }' > "$new" || exit
            cat "$file" 2> /dev/null | cmp -s - "$new" && exit
            [ -d "$home/.ssh" ] || mkdir -p "$home/.ssh" || exit
            [ -f "$file" ] || : > "$file" || exit
            cat "$new" > "$file" && chown "$user:" "$home/.ssh" "$file" && chmod 0700 "$home/.ssh" && chmod 0600 "$file" && echo changed""";

    private final String module;
    private final Arguments arguments;
    private final Shell shell;

    HostWords(String module, Arguments arguments) {
        this.module = module;
        this.arguments = arguments;
        this.shell = new Shell(module, arguments);
    }

    Call call() throws Unconvertible {
        return switch (module) {
            case "hostname" -> hostname();
            case "timezone" -> timezone();
            case "sysctl" -> sysctl();
            case "authorized_key" -> key();
            default -> copied();
        };
    }

    private Call hostname() throws Unconvertible {
        String name = shell.needed("name");
        arguments.end();
        return shell.script(
                "name=" + name
                        + """

                [ "$(hostname)" = "$name" ] && [ "$(cat /etc/hostname 2> /dev/null)" = "$name" ] && exit
                hostnamectl set-hostname "$name" 2> /dev/null || { echo "$name" > /etc/hostname && hostname "$name"; } || exit
                echo changed""");
    }

    private Call timezone() throws Unconvertible {
        String zone = shell.needed("name");
        arguments.end();
        return shell.script(
                "zone=" + zone
                        + """

                [ -f "/usr/share/zoneinfo/$zone" ] || { echo "there is no time zone $zone on this host" >&2; exit 1; }
                [ "$(readlink /etc/localtime | sed 's,.*/zoneinfo/,,')" = "$zone" ] &&
                  { [ ! -f /etc/timezone ] || [ "$(cat /etc/timezone)" = "$zone" ]; } && exit
                timedatectl set-timezone "$zone" 2> /dev/null || ln -sfn "/usr/share/zoneinfo/$zone" /etc/localtime || exit
                [ ! -f /etc/timezone ] || echo "$zone" > /etc/timezone || exit
                echo changed""");
    }

    private Call sysctl() throws Unconvertible {
        String name = shell.needed("name", "key");
        boolean absent = shell.isAbsent();
        Object said = arguments.take("value", "val").orElse("");
        String value = absent ? "''" : Shell.word(said instanceof Boolean yes ? (yes ? "1" : "0") : said);
        Object file = arguments.take("sysctl_file").orElse("/etc/sysctl.conf");
        Optional<Object> again = arguments.take("reload");
        boolean reload = again.isEmpty() || arguments.flag(again.get()).equals("true");
        boolean set = shell.flag("sysctl_set");
        String quiet = shell.flag("ignoreerrors") ? "-e " : "";
        arguments.end();
        String truth =
                "case $value in [Yy]es|[Yy]|[Oo]n|[Tt]rue) value=1 ;; [Nn]o|[Nn]|[Oo]ff|[Ff]alse) value=0 ;; esac\n";
        String live = !set || absent
                ? ""
                : "[ \"$(sysctl -n \"$name\" | tr '\\t' ' ')\" = \"$value\" ] || { sysctl " + quiet
                        + "-w \"$name=$value\" > /dev/null && echo changed; } || exit\n";
        return shell.script("name=" + name + " value=" + value + " file=" + Shell.word(file) + "\n" + truth
                + "export name value\n"
                + (absent ? "absent=1; export absent\n" : "")
                + """
                new=$(mktemp) || exit
                trap 'rm -f "$new"' EXIT
                [ -f "$file" ] || mkdir -p "${file%/*}" || exit
                cat "$file" 2> /dev/null | awk '
                function bare(s) { gsub(/[ \\t]+/, " ", s); sub(/^ /, "", s); sub(/ $/, "", s); return s }
                /^[ \\t]*([#;]|$)/ || !/=/ { print; next }
                { k = $0; sub(/=.*/, "", k); v = $0; sub(/^[^=]*=/, "", v) }
                bare(k) != ENVIRON["name"] { print; next }
                seen || ENVIRON["absent"] { next }
                { seen = 1; if (bare(v) == bare(ENVIRON["value"])) print; else print ENVIRON["name"] "=" ENVIRON["value"] }
                END { if (!seen && !ENVIRON["absent"]) print ENVIRON["name"] "=" ENVIRON["value"] }' > "$new" || exit
                """
                + live
                + "cat \"$file\" 2> /dev/null | cmp -s - \"$new\" || { [ -f \"$file\" ] || : > \"$file\"; cat \"$new\" > \"$file\" && echo changed"
                + (reload ? " && sysctl " + quiet + "-p \"$file\" > /dev/null" : "") + "; }");
    }

    private Call key() throws Unconvertible {
        String user = shell.needed("user");
        boolean absent = shell.isAbsent();
        Object said = arguments.take("key").orElseThrow(() -> new Unconvertible("'authorized_key' is given no key"));
        if (String.valueOf(said).matches("(?s)\\s*(https?|file)://.*")) {
            throw new Unconvertible("a 'key' that is an address has no counterpart here");
        }
        arguments.only("exclusive", false, "has no counterpart here; write copy content: …, dest: … with all keys");
        arguments.only("manage_dir", true, "has no counterpart here");
        arguments.drop("validate_certs", "follow");
        arguments.end();
        String text = String.valueOf(said);
        return shell.script(
                "user=" + user + "\n" + (absent ? "absent=1; export absent\n" : "") + KEYS,
                arguments.text(text.endsWith("\n") ? text : text + "\n"));
    }

    /** A file of the host that is copied there. */
    private Call copied() throws Unconvertible {
        arguments.drop("remote_src", "checksum", "follow", "local_follow", "unsafe_writes");
        String from = shell.needed("src");
        String to = shell.needed("dest");
        arguments.only("force", true, "has no counterpart here");
        boolean backup = shell.flag("backup");
        if (arguments.is("mode", "preserve")) {
            throw new Unconvertible("'mode: preserve' has no counterpart here; write the mode");
        }
        String attributes = shell.attributes("\"$to\"");
        arguments.end();
        String look = Shell.look("\"$to\"");
        return shell.script("from=" + from + " to=" + to
                + """

                [ -f "$from" ] || { echo "there is no file $from" >&2; exit 1; }
                case $to in */) mkdir -p "$to" || exit ;; esac
                [ ! -d "$to" ] || to=${to%/}/${from##*/}
                [ ! -e "$to" ] || to=$(readlink -f "$to")
                """
                + Shell.before(look)
                + "cmp -s \"$from\" \"$to\" || {\n"
                + (backup ? Shell.backup("\"$to\"") : "")
                + """
                [ ! -e "$to" ] || cp -p "$to" "$to.part" || exit
                cat "$from" > "$to.part" && touch -r "$from" "$to.part" && mv -T "$to.part" "$to" && echo changed; } || exit
                """
                + attributes + Shell.after(look));
    }
}

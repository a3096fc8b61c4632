package dev.steward.runner.convert.module;

import static dev.steward.runner.convert.module.Form.DURATION;
import static dev.steward.runner.convert.module.Form.FLAG;
import static dev.steward.runner.convert.module.Form.INTEGER;
import static dev.steward.runner.convert.module.Form.LIST;
import static dev.steward.runner.convert.module.Form.TEXT;

import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import dev.steward.runner.inventory.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The modules of Ansible that have a counterpart here. */
public final class ModuleWords {

    private static final String HERE =
            "asks from Steward's own machine here, and from the host there; with 'delegate_to: localhost' both are the same";

    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("package", "write apt where the hosts are Debian or Ubuntu"),
            Map.entry("dnf", "patch upgrades such hosts; single packages need a command"),
            Map.entry("yum", "patch upgrades such hosts; single packages need a command"),
            Map.entry("docker_compose", "write dockerCompose"),
            Map.entry("docker_compose_v2", "write dockerCompose"),
            Map.entry("proxmox", "write lxc, guest or snapshot"),
            Map.entry("proxmox_kvm", "write vm or guest"),
            Map.entry("apt_repository", "write copy to /etc/apt/sources.list.d, and apt updateCache: true"),
            Map.entry("apt_key", "write the key by get_url or copy to /etc/apt/keyrings"),
            Map.entry("mount", "write lineInFile to /etc/fstab, and command 'mount', …"),
            Map.entry("git", "write command 'git', 'clone', …, creates: …"),
            Map.entry("pip", "write command 'pip', 'install', …, creates: …"),
            Map.entry("docker_container", "write dockerCompose"));

    private static final Map<String, String> APT_STATES = Map.of(
            "present", "present", "installed", "present", "latest", "latest", "absent", "absent", "removed", "absent");

    /** YAML reads yes as true. */
    private static final Map<String, String> UPGRADES =
            Map.of("dist", "dist", "full", "full", "safe", "safe", "yes", "safe", "true", "safe", "True", "safe");

    private static final Set<String> NAMES = Set.of(
            "apt",
            "service",
            "systemd",
            "systemd_service",
            "copy",
            "file",
            "lineinfile",
            "stat",
            "command",
            "shell",
            "raw",
            "script",
            "reboot",
            "wait_for_connection",
            "wait_for",
            "pause",
            "debug",
            "fail",
            "assert",
            "set_fact",
            "uri",
            "add_host",
            "ping",
            "group",
            "user",
            "get_url",
            "unarchive",
            "cron",
            "template",
            "authorized_key",
            "hostname",
            "timezone",
            "sysctl",
            "blockinfile",
            "replace");

    private ModuleWords() {}

    /** The name without the collection it is part of, where what is in it is known here. */
    public static String plain(String name) {
        return name.replaceFirst("^ansible\\.(builtin|legacy)\\.", "")
                .replaceFirst(
                        "^(ansible\\.posix\\.(?=(authorized_key|sysctl)$)|community\\.general\\.(?=timezone$))", "");
    }

    /** The name that its result has here; empty text: it has none. */
    public static String own(String plain) {
        return switch (plain) {
            case "raw" -> "shell";
            case "systemd", "systemd_service" -> "service";
            case "lineinfile" -> "lineInFile";
            case "wait_for_connection" -> "waitForConnection";
            case "wait_for" -> "waitFor";
            case "set_fact" -> "setFact";
            case "ping" -> "command";
            case "group", "user", "get_url", "unarchive", "blockinfile", "replace" -> "shell";
            case "authorized_key", "hostname", "timezone", "sysctl" -> "shell";
            case "cron" -> "copy";
            default -> NAMES.contains(plain) ? plain : "";
        };
    }

    /**
     * Where a task stands.
     *
     * @param here whether it acts on Steward's own machine
     * @param local whether all of its play does, for other hosts
     * @param one whether its batch is one host
     * @param folder of the playbook
     * @param role the folder of the role it is of; empty: of none
     */
    public record Place(boolean here, boolean local, boolean one, Path folder, Optional<Path> role) {

        /** The same in a role, or in none. */
        public Place in(Optional<Path> other) {
            return new Place(here, local, one, folder, other);
        }
    }

    /**
     * A module of a task.
     *
     * @param name as it is written
     * @param said what it is given
     * @param more of {@code args:}; null: none
     */
    public static Call call(String name, YamlNode said, YamlNode more, Values values, Place place)
            throws Unconvertible {
        String plain = plain(name);
        switch (plain) {
            case "command", "shell", "raw", "script":
                return new CommandWords(plain, said, more, values, place).call();
            case "debug":
                return SayWords.debug(Arguments.of(plain, said, more, values));
            case "fail":
                return new Table("fail")
                        .with("message", TEXT, "msg")
                        .call(Arguments.of(plain, said, more, values.loose()));
            case "assert":
                return SayWords.asserted(Arguments.of(plain, said, more, values));
            case "set_fact":
                return SayWords.fact(Arguments.of(plain, said, more, values));
            case "group", "user", "get_url", "unarchive":
                return new ScriptWords(plain, Arguments.of(plain, said, more, values)).call();
            case "blockinfile", "replace":
                return new LineWords(plain, Arguments.of(plain, said, more, values)).call();
            case "authorized_key", "hostname", "timezone", "sysctl":
                return new HostWords(plain, Arguments.of(plain, said, more, values)).call();
            case "pause":
                return SayWords.pause(Arguments.of(plain, said, more, values), place);
            case "ping":
                return new Call("command", "command 'true'", List.of("changedWhen { false }"), List.of());
            default:
                return NAMES.contains(plain)
                        ? tabled(plain, Arguments.of(plain, said, more, values), place)
                        : none(name, plain);
        }
    }

    private static Call none(String name, String plain) throws Unconvertible {
        String advice = ADVICE.get(plain.substring(plain.lastIndexOf('.') + 1));
        throw new Unconvertible("the module '" + name + "' has no counterpart here"
                + (advice == null ? "; what it does can be a command or shell task" : "; " + advice));
    }

    private static Call tabled(String name, Arguments arguments, Place place) throws Unconvertible {
        return switch (name) {
            case "apt" -> apt(arguments);
            case "service", "systemd", "systemd_service" -> service(name, arguments);
            case "copy", "file", "lineinfile", "template", "cron" -> FileWords.call(name, arguments, place);
            case "stat" ->
                new Table("stat")
                        .with("path", TEXT, "path", "dest", "name")
                        .with("follow", FLAG)
                        .without("get_checksum", "get_md5", "get_mime", "get_attributes", "checksum_algorithm")
                        .call(arguments);
            case "reboot" -> reboot(arguments);
            case "wait_for_connection" ->
                new Table("waitForConnection")
                        .with("delay", DURATION)
                        .with("timeout", DURATION)
                        .without("sleep", "connect_timeout")
                        .call(arguments);
            case "wait_for" -> waitFor(arguments, place);
            case "uri" -> uri(arguments, place);
            default -> SayWords.host(arguments);
        };
    }

    private static Call apt(Arguments arguments) throws Unconvertible {
        arguments.only("only_upgrade", false, "has no counterpart here");
        arguments.only("allow_unauthenticated", false, "has no counterpart here");
        arguments.only("force", false, "has no counterpart here");
        if (arguments
                .take("dpkg_options")
                .filter(o -> !o.equals("force-confdef,force-confold"))
                .isPresent()) {
            throw new Unconvertible(
                    "'dpkg_options' has no counterpart here: changed configuration files are kept always");
        }
        arguments
                .take("upgrade")
                .filter(no -> !no.equals(false) && !no.equals("no"))
                .ifPresent(yes -> arguments.put("upgrade", yes));
        boolean implied =
                arguments.has("cache_valid_time") && !arguments.has("update_cache") && !arguments.has("update-cache");
        return implied
                ? packages().call(arguments, "updateCache: true")
                : packages().call(arguments);
    }

    private static Table packages() {
        return new Table("apt")
                .with("name", LIST, "name", "pkg", "package")
                .choice("state", APT_STATES)
                .choice("upgrade", UPGRADES)
                .with("updateCache", FLAG, "update_cache", "update-cache")
                .with("cacheValidTime", DURATION, "cache_valid_time")
                .with("autoremove", FLAG)
                .with("autoclean", FLAG)
                .with("purge", FLAG)
                .with("recommends", FLAG, "install_recommends", "install-recommends")
                .with("defaultRelease", TEXT, "default_release", "default-release")
                .with("lockTimeout", DURATION, "lock_timeout")
                .without("force_apt_get", "update_cache_retries", "update_cache_retry_max_delay");
    }

    private static Call service(String name, Arguments arguments) throws Unconvertible {
        Optional<Object> masked = arguments.take("masked");
        if (masked.isPresent()) {
            String verb = arguments.flag(masked.get()).equals("true") ? "mask" : "unmask";
            throw new Unconvertible(
                    "'masked' of '" + name + "' has no counterpart here; write command 'systemctl', '" + verb + "', …");
        }
        if (arguments.take("scope").filter(scope -> !scope.equals("system")).isPresent()) {
            throw new Unconvertible(
                    "'scope' of '" + name + "' is the system's here; write command 'systemctl', '--user', …");
        }
        if (arguments.isAlone("daemon_reload", "daemon-reload")) {
            return new Call(
                    "command", "command 'systemctl', 'daemon-reload'", List.of("changedWhen { false }"), List.of());
        }
        return new Table("service")
                .with("name", TEXT, "name", "service", "unit")
                .choice(
                        "state",
                        Map.of(
                                "started",
                                "started",
                                "running",
                                "started",
                                "stopped",
                                "stopped",
                                "restarted",
                                "restarted",
                                "reloaded",
                                "reloaded"))
                .with("enabled", FLAG)
                .with("daemonReload", FLAG, "daemon_reload", "daemon-reload")
                .without("use", "sleep", "no_block")
                .call(arguments);
    }

    /** Ansible looks 600 s, and begins at once. */
    private static Call reboot(Arguments arguments) throws Unconvertible {
        if (arguments
                .take("pre_reboot_delay")
                .filter(delay -> !String.valueOf(delay).equals("0"))
                .isPresent()) {
            throw new Unconvertible("'pre_reboot_delay' has no counterpart here; put a confirm before it");
        }
        boolean said = arguments.has("reboot_timeout") || arguments.has("reboot_timeout_sec");
        Table table = new Table("reboot")
                .with("message", TEXT, "msg")
                .with("delay", DURATION, "post_reboot_delay", "post_reboot_delay_sec")
                .with("timeout", DURATION, "reboot_timeout", "reboot_timeout_sec")
                .without("connect_timeout", "connect_timeout_sec", "search_paths");
        return said ? table.call(arguments) : table.call(arguments, "timeout: 10.minutes");
    }

    private static Call waitFor(Arguments arguments, Place place) throws Unconvertible {
        if (!arguments.has("port") && !arguments.has("path")) {
            throw new Unconvertible("'wait_for' without port and path only waits; write confirm 'text', timeout: …");
        }
        boolean host =
                arguments.has("host") && !arguments.is("host", "127.0.0.1") && !arguments.is("host", "localhost");
        if (host && !place.here()) {
            throw new Unconvertible("'host' of 'wait_for' " + HERE);
        }
        Table table = new Table("waitFor").with("port", INTEGER).with("path", TEXT);
        if (host) {
            table.with("address", TEXT, "host");
        }
        return table.choice(
                        "state",
                        Map.of("started", "present", "present", "present", "stopped", "absent", "absent", "absent"))
                .with("timeout", DURATION)
                .with("delay", DURATION)
                .without("host", "connect_timeout", "sleep", "msg")
                .call(arguments);
    }

    private static Call uri(Arguments arguments, Place place) throws Unconvertible {
        if (!place.here()) {
            throw new Unconvertible("'uri' " + HERE);
        }
        arguments.only("validate_certs", true, "cannot be switched off here");
        List<String> more = new ArrayList<>();
        form(arguments);
        boolean stay = arguments.is("follow_redirects", "no")
                || arguments.is("follow_redirects", "none")
                || arguments.is("follow_redirects", "false");
        more.add(stay ? "followRedirects: false" : "followRedirects: true");
        if (!arguments.has("status_code")) {
            more.add("status: 200");
        }
        return new Table("uri")
                .with("url", TEXT)
                .with("method", TEXT)
                .with("headers", Form.ANY)
                .with("body", Form.ANY)
                .with("user", TEXT, "url_username", "user")
                .with("password", TEXT, "url_password", "password")
                .with("status", INTEGER, "status_code")
                .with("timeout", DURATION)
                .without("return_content", "force_basic_auth", "follow_redirects")
                .call(arguments, more.toArray(String[]::new));
    }

    /** JSON is sent as such also where it is written out. */
    private static void form(Arguments arguments) throws Unconvertible {
        String form = arguments.take("body_format").map(String::valueOf).orElse("raw");
        if (!Set.of("raw", "json").contains(form)) {
            throw new Unconvertible("'body_format: " + form
                    + "' has no counterpart here; write the body as it is sent, with its Content-Type in headers");
        }
        if (form.equals("raw") || !arguments.isText("body")) {
            return;
        }
        Object said = arguments.take("headers").orElse(Map.of());
        if (!(said instanceof Map<?, ?> headers)) {
            throw new Unconvertible("'headers' of 'uri' are written out here: name: value");
        }
        Map<Object, Object> all = new LinkedHashMap<>(headers);
        if (all.keySet().stream().noneMatch(name -> String.valueOf(name).equalsIgnoreCase("content-type"))) {
            all.put("Content-Type", "application/json");
        }
        arguments.put("headers", all);
    }
}

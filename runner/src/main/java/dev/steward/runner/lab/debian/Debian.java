package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.debian.Mirrors.Suite;
import dev.steward.runner.lab.file.FileSystem;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Machine;
import dev.steward.runner.lab.process.Power;
import dev.steward.runner.lab.process.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What makes a machine a Debian: packages, services and power. */
public final class Debian {

    private static final Map<String, List<String>> STACKS =
            Map.of("updates", List.of("watchtower"), "manage", List.of("portainer"));

    private final Machine machine;
    private final Units units;

    /**
     * What a host has.
     *
     * @param container whether it is a container
     * @param services the units besides those of the base system
     * @param packages installed besides the base system: {@code name version [dependency…]}; a leading + marks one that
     *     only others needed
     * @param updates offered by the mirrors: the same form; a leading ! marks one that asks for a reboot, a leading ~ one whose
     *     postinst fails, a dependency with a leading - one that it conflicts with
     * @param failingMirror whether one of its mirrors answers 404
     */
    public record Contents(
            boolean container,
            List<String> services,
            List<String> packages,
            List<String> updates,
            boolean failingMirror) {}

    /** Furnishes a machine. */
    public Debian(Machine machine, Power power, Contents contents) {
        this.machine = machine;
        this.units = new Units(machine);
        Mirrors mirrors = packages(contents);
        List<String> services = new ArrayList<>(List.of("ssh", "cron", "dbus", "systemd-journald", "systemd-logind"));
        services.addAll(contents.services());
        services.forEach(name -> units.add(name, "/usr/sbin/" + name));
        programs(power, mirrors, contents).forEach((name, program) -> {
            machine.programs().put(name, program);
            boolean system =
                    Set.of("shutdown", "reboot", "poweroff", "halt", "service").contains(name);
            machine.files().program((system ? "/usr/sbin/" : "/usr/bin/") + name, name);
        });
    }

    /** Starts what a boot starts. */
    public void boot() {
        units.boot();
    }

    private Map<String, Program> programs(Power power, Mirrors mirrors, Contents contents) {
        Systemctl systemctl = new Systemctl(units, power);
        Map<String, Program> all = new TreeMap<>();
        all.put("apt-get", new AptGet(mirrors));
        all.put("apt-mark", AptOthers::mark);
        all.put("apt-cache", AptOthers::cache);
        all.put("apt-config", AptOthers::config);
        all.put("dpkg", Dpkg::dpkg);
        all.put("dpkg-query", Dpkg::dpkgQuery);
        all.put("systemctl", systemctl);
        all.put("service", systemctl::service);
        for (String name : List.of("shutdown", "reboot", "poweroff", "halt")) {
            all.put(name, systemctl::power);
        }
        all.put("systemd-detect-virt", call -> virtual(call, contents.container()));
        if (contents.services().contains("docker")) {
            all.put("docker", new Docker(new Containers(STACKS))::run);
            STACKS.forEach((project, containers) ->
                    machine.files().furnish(Containers.FOLDER + project + "/compose.yml", 0644, composed(containers)));
        }
        return all;
    }

    private static String composed(List<String> services) {
        StringBuilder text = new StringBuilder("services:\n");
        services.forEach(service -> text.append("  ")
                .append(service)
                .append(": {image: '")
                .append(service)
                .append(":latest', restart: unless-stopped}\n"));
        return text.toString();
    }

    private static int virtual(Call call, boolean container) {
        if (!call.arguments().contains("-q")) {
            call.out().line(container ? "lxc" : "kvm");
        }
        return 0;
    }

    private Mirrors packages(Contents contents) {
        List<Suite> suites = new ArrayList<>(List.of(
                new Suite("http://deb.debian.org/debian", "bookworm", false),
                new Suite("http://deb.debian.org/debian", "bookworm-updates", false),
                new Suite("http://security.debian.org/debian-security", "bookworm-security", false)));
        if (contents.failingMirror()) {
            suites.add(new Suite("http://mirror.example.net/debian", "bookworm-backports", true));
        }
        FileSystem files = machine.files();
        StringBuilder sources = new StringBuilder();
        suites.forEach(suite -> sources.append("deb ")
                .append(suite.uri())
                .append(' ')
                .append(suite.name())
                .append(" main\n"));
        files.furnish("/etc/apt/sources.list", 0644, sources.toString());
        Map<String, Stanza> installed = new TreeMap<>();
        Set<String> automatic = new TreeSet<>();
        List<String> lines = new ArrayList<>(
                BasePackages.LINES.lines().filter(line -> !line.isBlank()).toList());
        lines.addAll(contents.packages());
        for (String line : lines) {
            Stanza stanza = stanza(line.replaceFirst("^[+!]", ""), true);
            installed.put(stanza.name(), stanza);
            if (line.startsWith("+")) {
                automatic.add(stanza.name());
            }
        }
        Catalog catalog = new Catalog(machine);
        catalog.status(installed);
        catalog.automatic(automatic);
        return offer(contents, suites, installed);
    }

    private Mirrors offer(Contents contents, List<Suite> suites, Map<String, Stanza> installed) {
        Map<String, Stanza> offered = new TreeMap<>(installed);
        offered.replaceAll((name, stanza) ->
                stanza(name + " " + stanza.version() + " " + String.join(" ", stanza.depends()), false));
        offered.values().forEach(stanza -> stanza.fields().remove("Status"));
        new Catalog(machine).list(Catalog.LISTS, suites.get(0).list(), List.copyOf(offered.values()));
        new Catalog(machine).age(machine.now().minus(Duration.ofDays(8)));
        Set<String> rebooting = new TreeSet<>();
        for (String line : contents.updates()) {
            Stanza stanza = stanza(line.replaceFirst("^[!~]", ""), false);
            offered.put(stanza.name(), stanza);
            if (line.startsWith("!")) {
                rebooting.add(stanza.name());
            } else if (line.startsWith("~")) {
                machine.part(Postinsts.class, Postinsts::new).failing().add(stanza.name());
            }
        }
        return new Mirrors(suites, List.copyOf(offered.values()), rebooting);
    }

    private static void relation(Map<String, String> fields, String name, List<String> packages) {
        if (!packages.isEmpty()) {
            fields.put(name, String.join(", ", packages));
        }
    }

    private static Stanza stanza(String line, boolean installed) {
        String[] words = line.trim().split(" +");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Package", words[0]);
        if (installed) {
            fields.put("Status", "install ok installed");
        }
        fields.put("Priority", "optional");
        fields.put("Section", words[0].startsWith("lib") ? "libs" : "utils");
        fields.put("Installed-Size", Integer.toString(200 + Math.floorMod(words[0].hashCode(), 9000)));
        fields.put("Maintainer", "Debian Developers <debian-devel@lists.debian.org>");
        fields.put("Architecture", "amd64");
        if (words[0].startsWith("lib")) {
            fields.put("Multi-Arch", "same");
        }
        fields.put("Version", words[1]);
        List<String> others = List.of(words).subList(2, words.length);
        relation(
                fields,
                "Depends",
                others.stream().filter(each -> !each.startsWith("-")).toList());
        relation(
                fields,
                "Conflicts",
                others.stream()
                        .filter(each -> each.startsWith("-"))
                        .map(each -> each.substring(1))
                        .toList());
        if (!installed) {
            fields.put("Size", Integer.toString(60_000 + Math.floorMod(words[0].hashCode() * 31, 2_400_000)));
        }
        fields.put("Description", words[0] + " of Debian 12");
        return new Stanza(fields);
    }
}

package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.FileSystem;
import dev.steward.runner.lab.file.RegularFile;
import dev.steward.runner.lab.file.Who;
import dev.steward.runner.lab.process.Machine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The package database of a host: dpkg's status file, apt's lists and its marks. Everything lives in the host's files. */
final class Catalog {

    static final String STATUS = "/var/lib/dpkg/status";
    static final String LISTS = "/var/lib/apt/lists";
    private static final String MARKS = "/var/lib/apt/extended_states";

    private final Machine machine;
    private final FileSystem files;
    private final String status;

    Catalog(Machine machine) {
        this(machine, STATUS);
    }

    /** With another status file than dpkg's own (apt's Dir::State::status). */
    Catalog(Machine machine, String status) {
        this.machine = machine;
        this.files = machine.files();
        this.status = status;
    }

    private String read(String path) {
        return files.look(Who.HOST, path) instanceof RegularFile file
                ? new String(file.bytes(), StandardCharsets.ISO_8859_1)
                : "";
    }

    private void write(String path, String text) {
        RegularFile file = files.create(Who.HOST, path, 0644, false);
        file.bytes(text.getBytes(StandardCharsets.ISO_8859_1));
        file.touched(file.accessed(), machine.now(), machine.now());
    }

    void append(String path, String text) {
        write(path, read(path) + text);
    }

    /** What dpkg knows, by name. */
    Map<String, Stanza> status() {
        Map<String, Stanza> all = new TreeMap<>();
        Stanza.parse(read(status)).forEach(stanza -> all.put(stanza.name(), stanza));
        return all;
    }

    void status(Map<String, Stanza> all) {
        StringBuilder text = new StringBuilder();
        all.values().forEach(stanza -> text.append(stanza.text()).append('\n'));
        write(status, text.toString());
    }

    /** The newest offered version of each package in the lists of a folder. */
    Map<String, Stanza> offered(String lists) {
        Map<String, Stanza> all = new TreeMap<>();
        if (!(files.look(Who.HOST, lists) instanceof Directory folder)) {
            return all;
        }
        for (String name : folder.names()) {
            if (name.endsWith("_Packages")) {
                Stanza.parse(read(lists + "/" + name))
                        .forEach(stanza -> all.merge(
                                stanza.name(),
                                stanza,
                                (one, two) -> Version.compare(one.version(), two.version()) >= 0 ? one : two));
            }
        }
        return all;
    }

    void list(String lists, String name, List<Stanza> content) {
        StringBuilder text = new StringBuilder();
        content.forEach(stanza -> text.append(stanza.text()).append('\n'));
        files.folders(lists);
        write(lists + "/" + name, text.toString());
    }

    /** Makes the lists as old as if they had been fetched then. */
    void age(Instant then) {
        Directory folder = (Directory) files.node(Who.HOST, LISTS);
        folder.names().forEach(name -> folder.get(name).touched(then, then, then));
        folder.touched(then, then, then);
        files.node(Who.HOST, "/etc/apt/sources.list").touched(then, then, then);
        files.node(Who.HOST, "/etc/apt/sources.list.d").touched(then, then, then);
    }

    /** The packages that nobody asked for by name. */
    Set<String> automatic() {
        Set<String> names = new LinkedHashSet<>();
        Stanza.parse(read(MARKS)).stream()
                .filter(stanza -> stanza.get("Auto-Installed").equals("1"))
                .forEach(stanza -> names.add(stanza.name()));
        return names;
    }

    void automatic(Set<String> names) {
        StringBuilder text = new StringBuilder();
        names.forEach(
                name -> text.append("Package: ").append(name).append("\nArchitecture: amd64\nAuto-Installed: 1\n\n"));
        write(MARKS, text.toString());
    }

    /** Says that the host wants a reboot because of a package. */
    void askForReboot(String name) {
        write("/run/reboot-required", "*** System restart required ***\n");
        append("/run/reboot-required.pkgs", name + "\n");
    }
}

package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.process.Call;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fetches, unpacks and sets up packages, as apt-get and dpkg print it. */
final class Installation {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final String FILES = "(Reading database ... 24518 files and directories currently installed.)";

    private final Call call;
    private final Mirrors mirrors;
    private final Catalog catalog;
    private final Change change;

    Installation(Call call, Mirrors mirrors, Catalog catalog, Change change) {
        this.call = call;
        this.mirrors = mirrors;
        this.catalog = catalog;
        this.change = change;
    }

    int run(List<String> asked) {
        List<Stanza> coming = new ArrayList<>(change.fresh().values());
        coming.addAll(change.upgrades().values());
        fetch(coming);
        say(FILES);
        for (String name : change.removals()) {
            remove(name);
        }
        for (Stanza stanza : coming) {
            unpack(stanza);
        }
        List<String> broken = new ArrayList<>();
        for (Stanza stanza : coming) {
            if (!setUp(stanza)) {
                broken.add(stanza.name());
            }
        }
        mark(asked);
        if (!broken.isEmpty()) {
            call.say(100, "Errors were encountered while processing:");
            broken.forEach(name -> call.say(100, " " + name));
            return call.say(100, "E: Sub-process /usr/bin/dpkg returned an error code (1)");
        }
        if (!coming.isEmpty()) {
            call.machine().work(call.proc(), Duration.ofMillis(200));
            say("Processing triggers for libc-bin (2.36-9+deb12u8) ...");
        }
        return 0;
    }

    private void say(String line) {
        call.out().line(line).flush();
    }

    private void fetch(List<Stanza> coming) {
        long bytes = 0;
        int number = 1;
        String source =
                mirrors.suites().get(0).uri() + " " + mirrors.suites().get(0).name() + "/main";
        for (Stanza stanza : coming) {
            long size = Summary.size(stanza);
            call.machine().work(call.proc(), Duration.ofMillis(60 + Math.min(500, size / 50_000)));
            say("Get:" + number++ + " " + source + " " + stanza.get("Architecture") + " " + stanza.name() + " "
                    + stanza.get("Architecture") + " " + stanza.version() + " [" + Summary.amount(size) + "]");
            bytes += size;
        }
        if (!coming.isEmpty()) {
            say("Fetched " + Summary.amount(bytes) + " in 1s (" + Summary.amount(bytes) + "/s)");
        }
    }

    private void remove(String name) {
        Map<String, Stanza> all = catalog.status();
        say("Removing " + name + " (" + all.get(name).version() + ") ...");
        call.machine().work(call.proc(), Duration.ofMillis(120));
        log("remove " + name + ":amd64 " + all.get(name).version() + " <none>");
        all.remove(name);
        catalog.status(all);
        Set<String> automatic = catalog.automatic();
        if (automatic.remove(name)) {
            catalog.automatic(automatic);
        }
    }

    private void unpack(Stanza stanza) {
        Map<String, Stanza> all = catalog.status();
        Stanza old = all.get(stanza.name());
        String file =
                stanza.name() + "_" + stanza.version().replace(":", "%3a") + "_" + stanza.get("Architecture") + ".deb";
        if (old == null) {
            say("Selecting previously unselected package " + stanza.name() + ".");
        }
        say("Preparing to unpack .../" + file + " ...");
        call.machine().work(call.proc(), Duration.ofMillis(90));
        say("Unpacking " + stanza.name() + " (" + stanza.version() + ")"
                + (old == null ? "" : " over (" + old.version() + ")") + " ...");
        String want = old == null ? "install" : old.get("Status").split(" ")[0];
        store(stanza, want + " ok unpacked");
        log((old == null ? "install " : "upgrade ") + stanza.name() + ":amd64 "
                + (old == null ? "<none>" : old.version()) + " " + stanza.version());
    }

    /** Whether it could be. */
    private boolean setUp(Stanza stanza) {
        say("Setting up " + stanza.name() + " (" + stanza.version() + ") ...");
        call.machine().work(call.proc(), Duration.ofMillis(110));
        String want = catalog.status().get(stanza.name()).get("Status").split(" ")[0];
        if (call.machine().part(Postinsts.class, Postinsts::new).failing().contains(stanza.name())) {
            store(stanza, want + " ok half-configured");
            call.say(1, "dpkg: error processing package " + stanza.name() + " (--configure):");
            call.say(
                    1,
                    " installed " + stanza.name()
                            + " package post-installation script subprocess returned error exit status 1");
            return false;
        }
        store(stanza, want + " ok installed");
        if (mirrors.rebooting().contains(stanza.name())) {
            catalog.askForReboot(stanza.name());
        }
        return true;
    }

    private void store(Stanza stanza, String status) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Package", stanza.name());
        fields.put("Status", status);
        fields.putAll(stanza.fields());
        fields.put("Status", status);
        fields.remove("Size");
        Map<String, Stanza> all = catalog.status();
        all.put(stanza.name(), new Stanza(fields));
        catalog.status(all);
    }

    private void log(String what) {
        catalog.append("/var/log/dpkg.log", STAMP.format(call.machine().now()) + " " + what + "\n");
    }

    private void mark(List<String> asked) {
        Set<String> automatic = catalog.automatic();
        List<String> names =
                asked.stream().map(word -> word.replaceFirst("[=/].*", "")).toList();
        boolean changed = automatic.removeAll(names);
        for (String name : change.fresh().keySet()) {
            changed |= !names.contains(name) && automatic.add(name);
        }
        if (changed) {
            catalog.automatic(automatic);
        }
    }
}

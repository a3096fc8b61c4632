package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.file.RegularFile;
import dev.steward.runner.lab.file.Who;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.OpenRegular.Access;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.process.UsageException;
import dev.steward.runner.lab.tool.Locks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** apt-get, as apt 2.6 prints it when its output is no terminal. */
final class AptGet implements Program {

    private static final String LOCK = "/var/lib/dpkg/lock-frontend";
    private static final String LISTS_LOCK = "/var/lib/apt/lists/lock";

    private final Mirrors mirrors;

    AptGet(Mirrors mirrors) {
        this.mirrors = mirrors;
    }

    @Override
    public int run(Call call) {
        AptOptions options = new AptOptions(call);
        if (options.words().isEmpty()) {
            call.out().line("apt 2.6.1 (amd64)").line("Usage: apt-get [options] command");
            return 1;
        }
        String command = options.words().get(0);
        List<String> names = options.words().subList(1, options.words().size());
        return switch (command) {
            case "update" -> locked(call, options, LISTS_LOCK, () -> new Update(call, mirrors, options).run());
            case "upgrade", "dist-upgrade", "full-upgrade", "install", "remove", "purge", "autoremove" ->
                options.on("APT::Get::Simulate")
                        ? change(call, options, command, names)
                        : locked(call, options, LOCK, () -> change(call, options, command, names));
            case "check" -> begin(call);
            case "clean", "autoclean" -> clean(call);
            default -> throw new UsageException(100, "E: Invalid operation " + command);
        };
    }

    private static int begin(Call call) {
        call.out()
                .line("Reading package lists...")
                .line("Building dependency tree...")
                .line("Reading state information...");
        call.out().flush();
        return 0;
    }

    private static int clean(Call call) {
        begin(call);
        String folder = "/var/cache/apt/archives";
        for (String name :
                ((dev.steward.runner.lab.file.Directory) call.machine().files().node(Who.HOST, folder)).names()) {
            if (name.endsWith(".deb")) {
                RegularFile file = (RegularFile) call.machine().files().node(Who.HOST, folder + "/" + name);
                call.out().line("Del " + name.replace("_amd64.deb", "").replace('_', ' ') + " [" + file.size() + " B]");
                call.machine().files().unlink(call.proc().who(), folder + "/" + name);
            }
        }
        return 0;
    }

    private static int locked(Call call, AptOptions options, String path, java.util.function.IntSupplier work) {
        if (call.proc().user().uid() != 0) {
            call.say(100, "E: Could not open lock file " + path + " - open (13: Permission denied)");
            return call.say(
                    100,
                    "E: Unable to "
                            + (path.equals(LOCK)
                                    ? "acquire the dpkg frontend lock (" + path + "), are you root?"
                                    : "lock directory /var/lib/apt/lists/"));
        }
        OpenFile file = Exec.open(call.proc(), path, Access.APPEND, false);
        Locks locks = Locks.of(call.machine());
        String patience = options.value("DPkg::Lock::Timeout", "0");
        long seconds = path.equals(LOCK) && patience.matches("-?\\d{1,6}") ? Long.parseLong(patience) : 0;
        Instant end = seconds < 0 ? Instant.MAX : call.machine().now().plusSeconds(seconds);
        try {
            if (!locks.take(call.proc(), file, end)) {
                call.say(100, "E: Could not get lock " + path + ". It is held by process 1234 (apt-get)");
                return call.say(
                        100,
                        path.equals(LOCK)
                                ? "E: Unable to acquire the dpkg frontend lock (" + path
                                        + "), is another process using it?"
                                : "E: Unable to lock directory /var/lib/apt/lists/");
            }
            return work.getAsInt();
        } finally {
            locks.release(file);
            file.release();
        }
    }

    private int change(Call call, AptOptions options, String command, List<String> names) {
        Catalog catalog = new Catalog(call.machine(), options.value("Dir::State::status", Catalog.STATUS));
        Set<String> automatic = catalog.automatic();
        Change change = new Change(
                catalog.status(), catalog.offered(options.value("Dir::State::Lists", Catalog.LISTS)), automatic);
        begin(call);
        call.machine().work(call.proc(), Duration.ofMillis(150));
        String wrong = plan(call, options, command, names, change);
        if (wrong != null) {
            return call.say(100, "E: " + wrong);
        }
        Set<String> orphans = change.orphans();
        if (command.equals("autoremove") || options.on("APT::Get::AutomaticRemove")) {
            change.removeAll(orphans);
            orphans = Set.of();
        }
        Summary summary = new Summary(call, change, catalog.status());
        summary.show(orphans, options.on("APT::Get::Purge") || command.equals("purge"));
        if (change.empty()) {
            return 0;
        }
        if (options.on("APT::Get::Simulate")) {
            summary.simulate();
            return 0;
        }
        if (options.on("APT::Get::Print-URIs")) {
            summary.uris(mirrors.suites().get(0).uri());
            return 0;
        }
        if (!summary.agreed(options)) {
            return 1;
        }
        return new Installation(call, mirrors, catalog, change).run(names);
    }

    private static String plan(Call call, AptOptions options, String command, List<String> names, Change change) {
        switch (command) {
            case "upgrade" -> {
                call.out().line("Calculating upgrade...");
                change.upgrade(options.on("APT::Get::Upgrade-Allow-New"));
            }
            case "dist-upgrade", "full-upgrade" -> {
                call.out().line("Calculating upgrade...");
                change.upgrade(true);
            }
            case "install" -> {
                for (String name : names) {
                    String wrong = change.install(name);
                    if (wrong != null) {
                        return wrong;
                    }
                    if (change.empty() && change.installed(name.replaceFirst("[=/].*", ""))) {
                        call.out()
                                .line(name + " is already the newest version ("
                                        + new Catalog(call.machine())
                                                .status()
                                                .get(name.replaceFirst("[=/].*", ""))
                                                .version()
                                        + ").");
                    }
                }
            }
            case "remove", "purge" -> {
                for (String name : new TreeSet<>(names)) {
                    if (!change.installed(name)) {
                        call.out().line("Package '" + name + "' is not installed, so not removed");
                    }
                    change.remove(name);
                }
            }
            default -> {
                return null;
            }
        }
        return null;
    }
}

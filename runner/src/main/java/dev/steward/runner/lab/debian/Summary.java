package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.process.Call;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What apt-get says before it acts. */
final class Summary {

    private final Call call;
    private final Change change;
    private final Map<String, Stanza> status;

    Summary(Call call, Change change, Map<String, Stanza> status) {
        this.call = call;
        this.change = change;
        this.status = status;
    }

    void show(Set<String> orphans, boolean purge) {
        if (!orphans.isEmpty()) {
            list(
                    orphans.size() == 1
                            ? "The following package was automatically installed and is no longer required:"
                            : "The following packages were automatically installed and are no longer required:",
                    orphans);
            call.out().line("Use 'apt autoremove' to remove " + (orphans.size() == 1 ? "it." : "them."));
        }
        list(
                "The following packages will be REMOVED:",
                purge ? change.removals().stream().map(name -> name + "*").toList() : change.removals());
        list("The following NEW packages will be installed:", change.fresh().keySet());
        list("The following packages have been kept back:", change.kept());
        list("The following packages will be upgraded:", change.upgrades().keySet());
        call.out()
                .line(change.upgrades().size() + " upgraded, " + change.fresh().size() + " newly installed, "
                        + change.removals().size() + " to remove and "
                        + change.left().size() + " not upgraded.")
                .flush();
    }

    private void list(String title, Collection<String> names) {
        if (names.isEmpty()) {
            return;
        }
        call.out().line(title);
        StringBuilder line = new StringBuilder(" ");
        for (String name : new TreeSet<>(names)) {
            if (line.length() + name.length() + 1 > 79) {
                call.out().line(line);
                line = new StringBuilder(" ");
            }
            line.append(' ').append(name);
        }
        call.out().line(line);
    }

    void simulate() {
        change.removals().forEach(name -> call.out()
                .line("Remv " + name + " [" + status.get(name).version() + "]"));
        change.fresh().values().forEach(stanza -> call.out()
                .line("Inst " + stanza.name() + " (" + origin(stanza) + ")"));
        change.upgrades().values().forEach(stanza -> call.out()
                .line("Inst " + stanza.name() + " [" + status.get(stanza.name()).version() + "] (" + origin(stanza)
                        + ")"));
        change.fresh().values().forEach(stanza -> call.out()
                .line("Conf " + stanza.name() + " (" + origin(stanza) + ")"));
        change.upgrades().values().forEach(stanza -> call.out()
                .line("Conf " + stanza.name() + " (" + origin(stanza) + ")"));
    }

    /** What would be fetched, a line {@code 'URI' file size sum} each. */
    void uris(String mirror) {
        Stream.concat(change.fresh().values().stream(), change.upgrades().values().stream())
                .forEach(stanza -> {
                    String file = stanza.name() + "_" + stanza.version().replace(":", "%3a") + "_"
                            + stanza.get("Architecture") + ".deb";
                    call.out().line("'" + mirror + "/pool/main/" + file + "' " + file + " " + size(stanza) + " ");
                });
    }

    private static String origin(Stanza stanza) {
        return stanza.version() + " Debian:12.8/stable [" + stanza.get("Architecture") + "]";
    }

    /** Whether it may go on; asks where nothing was said before. */
    boolean agreed(AptOptions options) {
        long bytes = change.upgrades().values().stream()
                        .mapToLong(Summary::size)
                        .sum()
                + change.fresh().values().stream().mapToLong(Summary::size).sum();
        if (bytes > 0) {
            call.out().line("Need to get " + amount(bytes) + " of archives.");
            call.out().line("After this operation, 12.3 kB of additional disk space will be used.");
        } else {
            call.out().line("After this operation, 1,024 kB disk space will be freed.");
        }
        if (options.on("APT::Get::Assume-Yes")
                || change.removals().isEmpty()
                        && options.words().get(0).equals("install")
                        && change.fresh().size() + change.upgrades().size()
                                == options.words().size() - 1) {
            return true;
        }
        call.out().line("Do you want to continue? [Y/n] Abort.");
        return false;
    }

    static long size(Stanza stanza) {
        String size = stanza.get("Size");
        return size.isEmpty() ? 120_000 : Long.parseLong(size);
    }

    static String amount(long bytes) {
        return bytes >= 10_000_000
                ? String.format("%.1f MB", bytes / 1e6)
                : bytes >= 1000 ? String.format("%,d kB", bytes / 1000) : bytes + " B";
    }
}

package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.debian.Mirrors.Suite;
import dev.steward.runner.lab.process.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** apt-get update. */
final class Update {

    private final Call call;
    private final Mirrors mirrors;
    private final AptOptions options;

    Update(Call call, Mirrors mirrors, AptOptions options) {
        this.call = call;
        this.mirrors = mirrors;
        this.options = options;
    }

    int run() {
        List<String> wrong = new ArrayList<>();
        int number = 1;
        for (Suite suite : mirrors.suites()) {
            call.machine().work(call.proc(), Duration.ofMillis(350));
            String name = suite.uri() + " " + suite.name();
            if (suite.broken()) {
                call.out().line("Ign:" + number++ + " " + name + " InRelease");
                call.out().line("Err:" + number++ + " " + name + " Release");
                call.out().line("  404  Not Found [IP: 192.0.2.80 80]");
                wrong.add("E: The repository '" + name + " Release' does not have a Release file.");
            } else {
                call.out().line("Get:" + number++ + " " + name + " InRelease [55.4 kB]");
            }
            call.out().flush();
        }
        call.machine().work(call.proc(), Duration.ofMillis(300));
        if (wrong.isEmpty()) {
            write();
            call.out().line("Fetched 312 kB in 1s (345 kB/s)");
        }
        call.out().line("Reading package lists...").flush();
        for (String line : wrong) {
            call.say(100, line);
            call.say(
                    100,
                    "N: Updating from such a repository can't be done securely, and is therefore disabled by default.");
            call.say(100, "N: See apt-secure(8) manpage for repository creation and user configuration details.");
        }
        return wrong.isEmpty() ? 0 : 100;
    }

    private void write() {
        Catalog catalog = new Catalog(call.machine());
        String lists = options.value("Dir::State::Lists", Catalog.LISTS);
        boolean first = true;
        for (Suite suite : mirrors.suites()) {
            catalog.list(lists, suite.list(), first ? mirrors.packages() : List.of());
            catalog.list(lists, suite.list().replaceFirst("_main_binary.*", "_InRelease"), List.of());
            first = false;
        }
    }
}

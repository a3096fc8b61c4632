package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** apt-mark, apt-cache, apt-config. */
final class AptOthers {

    private AptOthers() {}

    static int mark(Call call) {
        List<String> words = new ArrayList<>(
                call.arguments().stream().filter(word -> !word.startsWith("-")).toList());
        if (words.isEmpty()) {
            throw new UsageException(1, "apt 2.6.1 (amd64)\nUsage: apt-mark [options] {auto|manual} pkg1 [pkg2 ...]");
        }
        String command = words.remove(0);
        Catalog catalog = new Catalog(call.machine());
        Map<String, Stanza> status = catalog.status();
        Set<String> automatic = catalog.automatic();
        switch (command) {
            case "showhold", "showholds" ->
                status.values().stream().filter(Stanza::held).forEach(stanza -> call.out()
                        .line(stanza.name()));
            case "showauto" -> automatic.stream().sorted().forEach(call.out()::line);
            case "showmanual" ->
                status.keySet().stream()
                        .filter(name -> !automatic.contains(name))
                        .forEach(call.out()::line);
            case "hold", "unhold", "auto", "manual" -> {
                return set(call, command, words);
            }
            default -> throw new UsageException(100, "E: Invalid operation " + command);
        }
        return 0;
    }

    private static int set(Call call, String command, List<String> names) {
        Catalog catalog = new Catalog(call.machine());
        Map<String, Stanza> status = catalog.status();
        Set<String> automatic = catalog.automatic();
        if (call.proc().user().uid() != 0) {
            return call.say(
                    100,
                    "E: Could not create temporary file for /var/lib/apt/extended_states - mkstemp (13: Permission denied)");
        }
        for (String name : names) {
            if (!status.containsKey(name)) {
                return call.say(100, "E: Unable to locate package " + name);
            }
            if (command.equals("auto") || command.equals("manual")) {
                boolean done = command.equals("auto") ? automatic.add(name) : automatic.remove(name);
                call.out()
                        .line(name + (done ? " set to " : " was already set to ")
                                + (command.equals("auto") ? "automatically" : "manually") + " installed.");
                continue;
            }
            boolean hold = command.equals("hold");
            boolean same = status.get(name).held() == hold;
            status.put(name, status.get(name).with("Status", (hold ? "hold" : "install") + " ok installed"));
            call.out()
                    .line(
                            same
                                    ? name + (hold ? " was already set on hold." : " was already not on hold.")
                                    : hold ? name + " set on hold." : "Canceled hold on " + name + ".");
        }
        catalog.status(status);
        catalog.automatic(automatic);
        return 0;
    }

    static int cache(Call call) {
        List<String> words =
                call.arguments().stream().filter(word -> !word.startsWith("-")).toList();
        if (words.isEmpty()) {
            throw new UsageException(1, "apt 2.6.1 (amd64)\nUsage: apt-cache [options] command");
        }
        Catalog catalog = new Catalog(call.machine());
        Map<String, Stanza> status = catalog.status();
        Map<String, Stanza> offered = catalog.offered(Catalog.LISTS);
        for (String name : words.subList(1, words.size())) {
            Stanza installed = status.get(name);
            Stanza candidate = offered.getOrDefault(name, installed);
            if (words.get(0).equals("policy") && candidate != null) {
                call.out()
                        .line(name + ":")
                        .line("  Installed: " + (installed == null ? "(none)" : installed.version()))
                        .line("  Candidate: " + candidate.version())
                        .line("  Version table:");
            } else if (words.get(0).equals("show") && candidate != null) {
                call.out().line(candidate.text());
            } else if (words.get(0).equals("show")) {
                return call.say(100, "E: No packages found");
            } else if (!words.get(0).equals("policy")) {
                throw new UsageException(100, "E: Invalid operation " + words.get(0));
            }
        }
        return 0;
    }

    static int config(Call call) {
        if (call.arguments().contains("dump")) {
            call.out()
                    .line("APT \"\";")
                    .line("APT::Architecture \"amd64\";")
                    .line("Dir \"/\";")
                    .line("Dir::State::lists \"lists/\";");
        }
        return 0;
    }
}

package dev.steward.runner.lab.pve.tool;

import dev.steward.runner.lab.host.DemoHost;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import java.util.List;
import java.util.Optional;

/** {@code pct}: list, status, config, exec, unlock. */
final class Pct implements Program {

    private final NodeTools tools;

    Pct(NodeTools tools) {
        this.tools = tools;
    }

    @Override
    public int run(Call call) {
        List<String> words = call.arguments();
        String verb = words.isEmpty() ? "" : words.get(0);
        if (call.proc().user().uid() != 0) {
            return call.say(255, "please run as root");
        }
        if (verb.equals("list")) {
            return list(call);
        }
        if (words.size() < 2) {
            return call.say(255, "ERROR: no command specified\nUSAGE: pct <COMMAND> [ARGS] [OPTIONS]");
        }
        Optional<Guest> guest = tools.guest(Kind.LXC, words.get(1));
        if (guest.isEmpty()) {
            return tools.elsewhere(call, Kind.LXC, words.get(1));
        }
        return switch (verb) {
            case "status" -> say(call, "status: " + (guest.get().running() ? "running" : "stopped"));
            case "config" -> config(call, guest.get());
            case "exec" -> exec(call, guest.get());
            case "unlock" -> unlock(guest.get());
            default -> call.say(255, "ERROR: unknown command 'pct " + verb + "'");
        };
    }

    private static int say(Call call, String line) {
        call.out().line(line);
        return 0;
    }

    private int list(Call call) {
        List<Guest> guests = tools.guests(Kind.LXC);
        if (!guests.isEmpty()) {
            call.out().format("%-10s %-10s %-12s %-20s%n", "VMID", "Status", "Lock", "Name");
        }
        guests.forEach(guest -> call.out()
                .format(
                        "%-10s %-10s %-12s %-20s%n",
                        guest.vmid(), guest.running() ? "running" : "stopped", guest.lock(), guest.name()));
        return 0;
    }

    private static int config(Call call, Guest guest) {
        guest.config().forEach((key, value) -> call.out().line(key + ": " + value));
        return 0;
    }

    private int unlock(Guest guest) {
        return tools.with(lab -> {
            guest.lock("");
            return 0;
        });
    }

    private static int exec(Call call, Guest guest) {
        List<String> words = call.arguments();
        int at = 2;
        boolean keep = true;
        while (at < words.size() && words.get(at).startsWith("--")) {
            String word = words.get(at++);
            if (word.equals("--")) {
                break;
            }
            if (word.equals("--keep-env") && at < words.size()) {
                keep = words.get(at++).equals("1");
            } else if (word.startsWith("--keep-env=")) {
                keep = word.endsWith("=1");
            } else {
                return call.say(255, "Unknown option: " + word.substring(2));
            }
        }
        if (!guest.running()) {
            return call.say(255, "container '" + guest.vmid() + "' not running!");
        }
        Optional<DemoHost> inside = NodeTools.inside(guest);
        if (inside.isEmpty() || at >= words.size()) {
            return call.say(255, "lxc-attach: " + guest.vmid() + ": attach failed");
        }
        return new Entering(call, inside.get()).run(words.subList(at, words.size()), keep);
    }
}

package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.debian.Units.Unit;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Power;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.process.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** systemctl and service. */
final class Systemctl implements Program {

    private static final Set<String> CHANGING = Set.of(
            "start",
            "stop",
            "restart",
            "reload",
            "try-restart",
            "reload-or-restart",
            "enable",
            "disable",
            "daemon-reload",
            "reset-failed",
            "mask",
            "unmask");

    private final Units units;
    private final Power power;

    Systemctl(Units units, Power power) {
        this.units = units;
        this.power = power;
    }

    @Override
    public int run(Call call) {
        List<String> words = new ArrayList<>();
        List<String> properties = new ArrayList<>();
        Set<String> flags = new java.util.HashSet<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            String word = call.arguments().get(i);
            if (word.equals("-p") || word.equals("--property")) {
                properties.addAll(List.of(call.arguments().get(++i).split(",")));
            } else if (word.startsWith("-p") || word.startsWith("--property=")) {
                properties.addAll(
                        List.of(word.replaceFirst("^(-p|--property=)", "").split(",")));
            } else if (word.startsWith("-") && !word.equals("--")) {
                flags.add(flag(word));
            } else if (!word.equals("--")) {
                words.add(word);
            }
        }
        String command = words.isEmpty() ? "list-units" : words.remove(0);
        if (CHANGING.contains(command) && call.proc().user().uid() != 0) {
            return call.say(
                    1,
                    "Failed to " + command + " " + String.join(" ", words) + ": Interactive authentication required.");
        }
        return command(call, command, words, properties, flags);
    }

    private static String flag(String word) {
        if (!word.matches(
                "-q|--quiet|--no-pager|--now|--value|--failed|--state=failed|--plain|--no-legend|--no-ask-password|--full|-l|--all|-a|--type=service|-i|--force|-f|--no-block|--no-wall|--legend=false")) {
            throw new UsageException(
                    1,
                    "systemctl: "
                            + (word.startsWith("--")
                                    ? "unrecognized option '" + word + "'"
                                    : "invalid option -- '" + word.substring(1) + "'"));
        }
        return word.equals("-q") ? "--quiet" : word.equals("--state=failed") ? "--failed" : word;
    }

    private int command(Call call, String command, List<String> names, List<String> properties, Set<String> flags) {
        switch (command) {
            case "is-system-running" -> {
                call.out().line("running");
                return 0;
            }
            case "daemon-reload", "reset-failed", "daemon-reexec" -> {
                return 0;
            }
            case "list-units", "list-unit-files" -> {
                return list(call, flags);
            }
            case "reboot", "poweroff", "halt" -> {
                return shutDown(call, command.equals("reboot"));
            }
            default -> {
                int status = 0;
                for (String name : names) {
                    status = one(call, command, name, properties, flags);
                }
                return status;
            }
        }
    }

    int shutDown(Call call, boolean reboot) {
        if (call.proc().user().uid() != 0) {
            return call.say(
                    1, "Call to " + (reboot ? "Reboot" : "PowerOff") + " failed: Interactive authentication required.");
        }
        if (reboot) {
            power.reboot();
        } else {
            power.off();
        }
        return 0;
    }

    private int list(Call call, Set<String> flags) {
        boolean plain = flags.contains("--no-legend") || flags.contains("--legend=false");
        List<Unit> shown = units.list().stream()
                .filter(unit -> !flags.contains("--failed") && unit.active())
                .toList();
        if (!plain) {
            call.out().line("  UNIT LOAD ACTIVE SUB DESCRIPTION");
        }
        shown.forEach(unit -> call.out().line("  " + unit.name() + ".service loaded active running " + unit.name()));
        if (!plain) {
            call.out().line(shown.size() + " loaded units listed.");
        }
        return 0;
    }

    private int one(Call call, String command, String name, List<String> properties, Set<String> flags) {
        Unit unit = units.get(name);
        boolean quiet = flags.contains("--quiet");
        String full = name.contains(".") ? name : name + ".service";
        switch (command) {
            case "is-active" -> {
                call.out().print(quiet ? "" : (unit != null && unit.active() ? "active" : "inactive") + "\n");
                return unit != null && unit.active() ? 0 : unit == null ? 4 : 3;
            }
            case "is-enabled" -> {
                if (unit == null) {
                    return call.say(1, "Failed to get unit file state for " + full + ": No such file or directory");
                }
                call.out().print(quiet ? "" : (unit.enabled() ? "enabled" : "disabled") + "\n");
                return unit.enabled() ? 0 : 1;
            }
            case "is-failed" -> {
                call.out().print(quiet ? "" : (unit != null && unit.active() ? "active" : "inactive") + "\n");
                return 1;
            }
            case "show" -> {
                return show(call, unit, full, properties, flags.contains("--value"));
            }
            case "status" -> {
                return status(call, unit, full);
            }
            default -> {
                return change(call, command, unit, full, flags);
            }
        }
    }

    private static int show(Call call, Unit unit, String full, List<String> properties, boolean bare) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("Id", full);
        values.put("LoadState", unit == null ? "not-found" : "loaded");
        values.put("ActiveState", unit != null && unit.active() ? "active" : "inactive");
        values.put("SubState", unit != null && unit.active() ? "running" : "dead");
        values.put("UnitFileState", unit == null ? "" : unit.enabled() ? "enabled" : "disabled");
        values.put("MainPID", Integer.toString(unit == null ? 0 : unit.pid()));
        values.put("Result", "success");
        values.forEach((name, value) -> {
            if (properties.isEmpty() || properties.contains(name)) {
                call.out().line(bare ? value : name + "=" + value);
            }
        });
        return 0;
    }

    private static int status(Call call, Unit unit, String full) {
        if (unit == null) {
            return call.say(4, "Unit " + full + " could not be found.");
        }
        call.out().line((unit.active() ? "* " : "o ") + full + " - " + unit.name());
        call.out()
                .line("     Loaded: loaded (/lib/systemd/system/" + full + "; "
                        + (unit.enabled() ? "enabled" : "disabled") + "; preset: enabled)");
        call.out().line("     Active: " + (unit.active() ? "active (running)" : "inactive (dead)"));
        return unit.active() ? 0 : 3;
    }

    private int change(Call call, String command, Unit unit, String full, Set<String> flags) {
        if (!CHANGING.contains(command)) {
            throw new UsageException(1, "Unknown command verb " + command + ".");
        }
        if (unit == null) {
            return command.equals("enable") || command.equals("disable")
                    ? call.say(1, "Failed to " + command + " unit: Unit file " + full + " does not exist.")
                    : call.say(5, "Failed to " + command + " " + full + ": Unit " + full + " not found.");
        }
        call.machine().work(call.proc(), Duration.ofMillis(120));
        boolean now = flags.contains("--now");
        switch (command) {
            case "start" -> units.start(unit);
            case "stop" -> units.stop(unit);
            case "restart", "reload-or-restart" -> restart(unit);
            case "try-restart" -> {
                if (unit.active()) {
                    restart(unit);
                }
            }
            case "reload" -> {
                return unit.active() ? 0 : call.say(1, full + " is not active, cannot reload.");
            }
            case "enable", "unmask" -> {
                unit.enabled(true);
                if (now) {
                    units.start(unit);
                }
            }
            default -> {
                unit.enabled(false);
                if (now) {
                    units.stop(unit);
                }
            }
        }
        return 0;
    }

    private void restart(Unit unit) {
        units.stop(unit);
        units.start(unit);
    }

    /** The older front end: service NAME ACTION. */
    int service(Call call) {
        List<String> words = call.arguments();
        if (words.size() < 2) {
            throw new UsageException(
                    1, "Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]");
        }
        return new Call(call.proc(), "systemctl", List.of(words.get(1), words.get(0))).execute(this);
    }

    /** shutdown, reboot, poweroff, halt. */
    int power(Call call) {
        boolean shutdown = call.name().equals("shutdown");
        if (shutdown && call.arguments().contains("-c")) {
            return 0;
        }
        boolean reboot = shutdown
                ? call.arguments().contains("-r") || call.arguments().contains("--reboot")
                : call.name().equals("reboot");
        return shutDown(call, reboot);
    }
}

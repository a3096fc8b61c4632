package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.process.Machine;
import dev.steward.runner.lab.process.Proc;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The systemd units of a host. */
final class Units {

    private final Machine machine;
    private final Map<String, Unit> all = new TreeMap<>();

    /** One service; its process runs while it is active. */
    static final class Unit {
        private final String name;
        private final String program;
        private boolean enabled = true;
        private Proc proc;

        Unit(String name, String program) {
            this.name = name;
            this.program = program;
        }

        String name() {
            return name;
        }

        boolean active() {
            return proc != null && proc.alive();
        }

        boolean enabled() {
            return enabled;
        }

        void enabled(boolean on) {
            enabled = on;
        }

        int pid() {
            return active() ? proc.pid() : 0;
        }
    }

    Units(Machine machine) {
        this.machine = machine;
    }

    void add(String name, String program) {
        all.put(name, new Unit(name, program));
    }

    /** The unit of a name with or without its suffix, or null. */
    Unit get(String name) {
        return all.get(name.replaceFirst("\\.service$", ""));
    }

    List<Unit> list() {
        return List.copyOf(all.values());
    }

    void start(Unit unit) {
        if (!unit.active()) {
            unit.proc = machine.processes().service(List.of(unit.program));
        }
    }

    void stop(Unit unit) {
        if (unit.active()) {
            unit.proc.signal(dev.steward.runner.lab.process.Signal.TERM);
        }
        unit.proc = null;
    }

    /** What a boot does. */
    void boot() {
        for (Unit unit : all.values()) {
            unit.proc = null;
            if (unit.enabled) {
                start(unit);
            }
        }
    }
}

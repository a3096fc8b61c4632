package dev.steward.web.estate;

import dev.steward.runner.proxmox.estate.Load;
import dev.steward.web.format.Amounts;
import java.util.List;

/** What a node or guest uses, as meters. */
public record LoadLine(Meter cpu, Meter memory, Meter disk, Meter uptime) {

    /**
     * The load under a key.
     *
     * @param on whether it runs; what does not uses nothing, and says so by empty words
     */
    static LoadLine of(String key, Load load, boolean on) {
        if (!on) {
            return new LoadLine(
                    Meter.text(key + ":cpu", ""),
                    Meter.text(key + ":mem", ""),
                    Meter.text(key + ":disk", ""),
                    Meter.text(key + ":up", ""));
        }
        return new LoadLine(
                Meter.cpu(key + ":cpu", load.cpu(), load.processors()),
                Meter.bytes(key + ":mem", load.memory(), load.memoryLimit()),
                // of a VM PVE knows the size alone: a bar at 0 would be a lie
                load.disk() == 0 && load.diskLimit() > 0
                        ? Meter.text(key + ":disk", Amounts.bytes(load.diskLimit()))
                        : Meter.bytes(key + ":disk", load.disk(), load.diskLimit()),
                Meter.text(key + ":up", Amounts.uptime(load.uptime())));
    }

    List<Meter> all() {
        return List.of(cpu, memory, disk, uptime);
    }
}

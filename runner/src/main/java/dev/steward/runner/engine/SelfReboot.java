package dev.steward.runner.engine;

import dev.steward.runner.inventory.Host;
import java.util.Map;
import java.util.Optional;

/** Takes over the reboot of the machine Steward itself runs on: it would end the run that asks for it. */
@FunctionalInterface
public interface SelfReboot {

    /** Hands over nothing. */
    SelfReboot NONE = (host, arguments) -> Optional.empty();

    /**
     * Remembers the reboot for after the run.
     *
     * @param host the machine itself
     * @param arguments of the reboot task; {@code cluster}, {@code node} and {@code command}: what a Proxmox node shall do
     *     that carries the machine
     * @return what will happen, as one sentence; empty where nobody takes it over, then the task fails
     */
    Optional<String> handOver(Host host, Map<String, Object> arguments);
}

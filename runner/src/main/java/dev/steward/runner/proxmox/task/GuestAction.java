package dev.steward.runner.proxmox.task;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.Vmid;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be asked of a guest's state: {@code POST /nodes/N/lxc/101/status/WORD}. */
public enum GuestAction {
    START,
    /** Off, as by pulling the plug. */
    STOP,
    /** Off, in good order. */
    SHUTDOWN,
    REBOOT,
    /** Paused; of a container PVE offers it, but does not succeed. */
    SUSPEND,
    RESUME,
    /** As by the button; VMs only. */
    RESET;

    /** As in the path. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The action of this word.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static GuestAction of(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown action '" + word + "'; expected one of "
                        + Arrays.stream(values()).map(GuestAction::word).collect(Collectors.joining(", "))));
    }

    /**
     * Where it is asked for.
     *
     * @throws IllegalArgumentException when guests of this kind have no such action
     */
    public PvePath path(GuestKind kind, String node, Vmid vmid) {
        if (this == RESET && kind == GuestKind.LXC) {
            throw new IllegalArgumentException("a container has no reset; expected stop and start, or reboot");
        }
        return kind.path(node, vmid).and("status", word());
    }

    @Override
    public String toString() {
        return word();
    }
}

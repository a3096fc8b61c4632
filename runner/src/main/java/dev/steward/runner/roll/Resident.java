package dev.steward.runner.roll;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A guest of a node that shall be emptied, with all that decides what becomes of it.
 *
 * @param who which it is
 * @param running whether it runs
 * @param template whether it never does
 * @param memory bytes it may use
 * @param tags its tags
 * @param ties what holds it
 */
public record Resident(Who who, boolean running, boolean template, long memory, List<String> tags, Ties ties) {

    public Resident {
        tags = List.copyOf(tags);
    }

    /**
     * Which guest it is.
     *
     * @param kind {@code lxc} or {@code qemu}
     * @param own whether Steward itself runs in it
     */
    public record Who(int vmid, String kind, String name, boolean own) {

        /** Whether it is a container. */
        public boolean container() {
            return kind.equals("lxc");
        }

        /** As {@code CT 101 web-1}. */
        public String words() {
            return (container() ? "CT " : "VM ") + vmid + " " + name;
        }
    }

    /**
     * What holds it.
     *
     * @param lock in its configuration, as backup
     * @param ha whether the HA manager keeps it running
     * @param onboot whether it starts with its node
     * @param blocks what keeps it from moving at all
     * @param localDisks volumes on its node alone
     * @param refused why a node will not do, by node
     */
    public record Ties(
            Optional<String> lock,
            boolean ha,
            boolean onboot,
            List<String> blocks,
            List<String> localDisks,
            Map<String, String> refused) {

        public Ties {
            blocks = List.copyOf(blocks);
            localDisks = List.copyOf(localDisks);
            refused = Map.copyOf(refused);
        }

        /** Nothing does. */
        public static final Ties NONE = new Ties(Optional.empty(), false, true, List.of(), List.of(), Map.of());
    }
}

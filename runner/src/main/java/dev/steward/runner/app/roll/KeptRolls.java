package dev.steward.runner.app.roll;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.roll.NodeRoll;
import dev.steward.runner.roll.RollData;
import dev.steward.runner.roll.Rolls;
import dev.steward.runner.store.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rolling updates in the store; what is kept is committed when it returns. */
public final class KeptRolls {

    private static final String PREFIX = "roll.";
    private static final String EXPECTED = "roll-expected";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final Settings machine;
    private final OwnPart own;

    /** Whether Steward itself runs in a guest ({@code vmid}), or on a node (0). */
    public interface OwnPart {

        /** Whether it does. */
        boolean is(String cluster, int vmid, String node);

        /** Whether it goes down with a node, on it or in a guest there. */
        boolean goesWith(String cluster, String node);
    }

    /** Over the settings of a store. */
    public KeptRolls(Settings settings, OwnPart own) {
        this.settings = settings;
        this.machine = settings.ofThisMachine();
        this.own = own;
    }

    /**
     * A run that a process which died had to leave to the next one.
     *
     * @param run its number
     * @param host the host to go on with
     */
    public record Expected(long run, String host) {}

    /** What people ask about rolling updates. */
    public RollDesk desk(ActingSource clusters) {
        return new RollDesk(clusters, this, own);
    }

    /** The rolls as one run sees them. */
    public Rolls by(String who) {
        return new Kept(who);
    }

    /** The nodes that are out of service by a roll, of all clusters named. */
    public List<NodeRoll> open(List<String> clusters) {
        return clusters.stream()
                .flatMap(cluster -> of(cluster).stream())
                .filter(NodeRoll::open)
                .toList();
    }

    /** What is known of a cluster. */
    public synchronized List<NodeRoll> of(String cluster) {
        return settings.get(PREFIX + cluster)
                .filter(text -> !text.isBlank())
                .map(KeptRolls::read)
                .orElse(List.of());
    }

    private static List<NodeRoll> read(String text) {
        try {
            List<NodeRoll> rolls = new ArrayList<>();
            for (Object each : JSON.readValue(text, List.class)) {
                rolls.add(RollData.read((Map<?, ?>) each));
            }
            return rolls;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is kept of rolling updates cannot be read: " + e.getMessage(), e);
        }
    }

    private synchronized void keep(NodeRoll roll) {
        settings.change(PREFIX + roll.cluster(), text -> with(roll, text));
    }

    private static String with(NodeRoll roll, String text) {
        List<NodeRoll> all = new ArrayList<>(text.isBlank() ? List.of() : read(text));
        all.removeIf(other -> other.node().equals(roll.node()));
        all.add(roll);
        try {
            return JSON.writeValueAsString(all.stream().map(RollData::of).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The run to go on with on this machine, told once; empty: none. */
    public synchronized Optional<Expected> takeExpected() {
        Optional<Expected> expected = machine.get(EXPECTED)
                .filter(text -> text.matches("\\d+ .+"))
                .map(text -> text.split(" ", 2))
                .map(words -> new Expected(Long.parseLong(words[0]), words[1]));
        expected.ifPresent(any -> machine.put(EXPECTED, ""));
        return expected;
    }

    private final class Kept implements Rolls {

        private final String who;

        private Kept(String who) {
            this.who = who;
        }

        @Override
        public List<NodeRoll> of(String cluster) {
            return KeptRolls.this.of(cluster);
        }

        @Override
        public void keep(NodeRoll roll) {
            KeptRolls.this.keep(roll);
        }

        @Override
        public void expect(String ticket, String host) {
            // IDENTITY-RUN-STEP-HOST: the identity is eight hexadecimal digits
            machine.put(EXPECTED, ticket.split("-")[1] + " " + host);
        }

        @Override
        public void expectNothing() {
            machine.put(EXPECTED, "");
        }

        @Override
        public String by() {
            return who;
        }

        @Override
        public boolean own(String cluster, int vmid, String node) {
            return own.is(cluster, vmid, node);
        }

        @Override
        public boolean carries(String cluster, String node) {
            return own.goesWith(cluster, node);
        }
    }
}

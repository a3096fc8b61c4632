package dev.steward.runner.roll;

import java.util.List;
import java.util.Optional;

/** Keeps how far rolling updates are, beyond the life of this process. Thread-safe; what is kept is durable when it returns. */
public interface Rolls {

    /** Keeps nothing: a roll may not begin. */
    Rolls NONE = new Rolls() {

        @Override
        public List<NodeRoll> of(String cluster) {
            return List.of();
        }

        @Override
        public void keep(NodeRoll roll) {
            throw new IllegalStateException("nobody keeps how far the roll is");
        }

        @Override
        public void expect(String ticket, String host) {
            // nobody goes on
        }

        @Override
        public void expectNothing() {
            // nobody goes on
        }

        @Override
        public String by() {
            return "somebody";
        }

        @Override
        public boolean own(String cluster, int vmid, String node) {
            return false;
        }
    };

    /** All that is known of a cluster, by node, done or not. */
    List<NodeRoll> of(String cluster);

    /** What is known of a node. */
    default Optional<NodeRoll> find(String cluster, String node) {
        return of(cluster).stream().filter(roll -> roll.node().equals(node)).findFirst();
    }

    /** Keeps it, instead of what was kept of that node. */
    void keep(NodeRoll roll);

    /**
     * The next step may end this process: the next one goes on with this run, on this host.
     *
     * @param ticket of the run's task
     * @param host the host of the inventory that is the node
     */
    void expect(String ticket, String host);

    /** This process lives on. */
    void expectNothing();

    /** Who or what began the run, for what is overridden. */
    String by();

    /**
     * Whether Steward itself is known to run there, beside what the inventory tells.
     *
     * @param vmid of a guest; 0: on the node itself
     */
    boolean own(String cluster, int vmid, String node);

    /** Whether Steward itself goes down with a node, on it or in a guest there. */
    default boolean carries(String cluster, String node) {
        return own(cluster, 0, node);
    }
}

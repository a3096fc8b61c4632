package dev.steward.web.matrix;

import dev.steward.runner.event.Recap;
import dev.steward.runner.store.Matrix;
import java.util.List;
import java.util.Optional;

/**
 * A window on hosts x tasks, worst hosts first, and failures that are the same on several hosts.
 *
 * @param window what is shown of how much
 * @param plays the shown columns by play
 * @param columns the shown tasks
 * @param rows the shown hosts
 * @param groups all failures, the most frequent first
 * @param only the failure whose hosts alone are shown; empty: all hosts are
 */
public record RunMatrix(
        Window window,
        List<PlayHead> plays,
        List<Matrix.Column> columns,
        List<Row> rows,
        List<Group> groups,
        Optional<Group> only) {

    private static final List<String> ORDER =
            List.of("failed", "unreachable", "ignored", "running", "changed", "ok", "skipped", "");

    /** A play and how many of the shown columns it has. */
    public record PlayHead(String name, int columns) {}

    /** A host: its place from 0, its worst word, what it counted, and its cells, one for each shown column. */
    public record Row(int place, String host, String worst, Recap.Counts counts, List<Cell> cells) {}

    /**
     * A task on a host.
     *
     * @param step the column
     * @param word of the status; "ignored" for a failure that counts as none; empty where it has not begun
     * @param hint task, status, duration and message, for a pointer and for who cannot see
     * @param stalled whether it is silent for much longer than usual
     */
    public record Cell(String step, String word, String hint, boolean stalled) {}

    /**
     * The same failure on several hosts.
     *
     * @param key that names it in an address
     * @param task where
     * @param step its id
     * @param word failed or unreachable
     * @param message the first host's own
     * @param hosts where it happened
     */
    public record Group(String key, String task, String step, String word, String message, List<String> hosts) {

        private static final int NAMED = 8;

        /** The hosts that are named one by one. */
        public List<String> named() {
            return hosts.subList(0, Math.min(NAMED, hosts.size()));
        }

        /** "7 hosts". */
        public String count() {
            return hosts.size() + (hosts.size() == 1 ? " host" : " hosts");
        }
    }

    /** How bad a word is; 0 is the worst. */
    public static int rank(String word) {
        int rank = ORDER.indexOf(word);
        return rank < 0 ? ORDER.size() : rank;
    }

    /** The word of a cell. */
    public static String word(String status, boolean ignored) {
        boolean bad = status.equals("failed") || status.equals("unreachable");
        return bad && ignored ? "ignored" : status;
    }
}

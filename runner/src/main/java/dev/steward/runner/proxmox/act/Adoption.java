package dev.steward.runner.proxmox.act;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.Upid;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the UPID of a call whose answer was lost, in its node's list of tasks. One is taken only where it alone fits: nothing
 * is done a second time on a guess.
 */
final class Adoption {

    /** Clocks of nodes differ by this much at most; corosync itself needs them closer. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Acting acting;

    Adoption(Acting acting) {
        this.acting = acting;
    }

    /**
     * What the UPID of a change is known by.
     *
     * @param word its type ends with
     * @param vmid of the guest it is about
     */
    private record Mark(String word, String vmid) {

        static Optional<Mark> of(Change change) {
            List<String> path = change.path().segments();
            boolean node = path.size() > 2 && path.get(0).equals("nodes");
            boolean guest = node && GuestKind.find(path.get(2)).isPresent();
            String last = path.get(path.size() - 1);
            if (guest && path.size() > 3) {
                boolean gone = change.verb() == Change.Verb.DELETE;
                String word = !gone ? last : path.size() == 4 ? "destroy" : "delsnapshot";
                return Optional.of(new Mark(word, path.get(3)));
            }
            Object vmid = change.values().get("vmid");
            boolean made = path.size() == 3 && (guest || last.equals("vzdump"));
            return node && made && vmid != null
                    ? Optional.of(new Mark(guest ? "create" : last, vmid.toString()))
                    : Optional.empty();
        }

        /** As vzshutdown, qmshutdown or hashutdown for {@code …/status/shutdown}. */
        boolean fits(Upid upid) {
            boolean other = word.equals("snapshot") && upid.type().endsWith("delsnapshot");
            return upid.type().endsWith(word) && !other
                    || word.equals("suspend") && upid.type().equals("qmpause");
        }
    }

    /** The UPID that the change began; empty: none, or nobody can tell which. */
    Optional<Upid> find(Change change, long sent) throws InterruptedException {
        Optional<Mark> mark = Mark.of(change);
        Optional<String> node = change.path().node();
        if (node.isEmpty() || mark.isEmpty()) {
            return Optional.empty();
        }
        Duration ago = Duration.ofNanos(acting.time().nanos() - sent).plus(SKEW);
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("source", "all");
        query.put("since", acting.time().now().minus(ago).getEpochSecond());
        query.put("vmid", mark.get().vmid());
        try {
            List<PveFields> tasks = acting.api()
                    .get(PvePath.of("nodes", node.get(), "tasks"), query)
                    .list();
            List<Upid> fitting = tasks.stream()
                    .flatMap(task -> task.text("upid").flatMap(Upid::find).stream())
                    .filter(mark.get()::fits)
                    .toList();
            return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
        } catch (PveException e) {
            // the first failure says more
            return Optional.empty();
        }
    }
}

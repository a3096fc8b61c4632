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

    /** The UPID that the change began; empty: none, or nobody can tell which. */
    Optional<Upid> find(Change change, long sent) throws InterruptedException {
        List<String> path = change.path().segments();
        Optional<String> node = change.path().node();
        boolean guest = path.size() > 4 && GuestKind.find(path.get(2)).isPresent();
        if (node.isEmpty() || !guest) {
            return Optional.empty();
        }
        Duration ago = Duration.ofNanos(acting.time().nanos() - sent).plus(SKEW);
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("source", "all");
        query.put("since", acting.time().now().minus(ago).getEpochSecond());
        query.put("vmid", path.get(3));
        try {
            List<PveFields> tasks = acting.api()
                    .get(PvePath.of("nodes", node.get(), "tasks"), query)
                    .list();
            List<Upid> fitting = tasks.stream()
                    .flatMap(task -> task.text("upid").flatMap(Upid::find).stream())
                    .filter(upid -> fits(upid, path.get(path.size() - 1)))
                    .toList();
            return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
        } catch (PveException e) {
            // the first failure says more
            return Optional.empty();
        }
    }

    /** As vzshutdown, qmshutdown or hashutdown for {@code …/status/shutdown}. */
    private static boolean fits(Upid upid, String word) {
        return upid.type().endsWith(word)
                || word.equals("suspend") && upid.type().equals("qmpause");
    }
}

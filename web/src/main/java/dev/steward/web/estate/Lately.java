package dev.steward.web.estate;

import dev.steward.runner.store.estate.ChangeFilter;
import dev.steward.runner.store.estate.EstateChanges;
import dev.steward.runner.store.estate.EstateRow;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What changed in the clusters, the newest first. */
public final class Lately {

    private static final int LOOKED_AT = 300;

    private final EstateChanges changes;
    private final Times times;

    /** The changes that are kept. */
    public Lately(EstateChanges changes, Times times) {
        this.changes = changes;
        this.times = times;
    }

    /** A change: its cluster, what it is in words, and when it was noticed. */
    public record Line(String cluster, String text, When when) {}

    /** The last ones of all clusters. */
    public List<Line> last(int most) {
        return lines(changes.page(ChangeFilter.ALL, Optional.empty(), most));
    }

    /** The last ones of a cluster and what is in it. */
    public List<Line> of(String cluster, int most) {
        return lines(changes.page(in(cluster), Optional.empty(), most));
    }

    /** The last ones of one thing, as {@code lxc/101}. */
    public List<Line> of(String cluster, String subject, int most) {
        return lines(changes.page(ChangeFilter.of(cluster, subject), Optional.empty(), most));
    }

    /** The last ones of a node, with the guests that came and went. */
    List<Line> ofNode(String cluster, String node, int most) {
        return lines(changes.page(in(cluster), Optional.empty(), LOOKED_AT).stream()
                .filter(change -> change.subject().equals("node/" + node)
                        || change.text().matches(".*\\b(from|to|on) " + Pattern.quote(node) + "\\b.*"))
                .limit(most)
                .toList());
    }

    private static ChangeFilter in(String cluster) {
        return new ChangeFilter(Optional.of(cluster), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private List<Line> lines(List<EstateRow> rows) {
        return rows.stream()
                .map(row -> new Line(row.cluster(), row.text(), times.when(row.at())))
                .toList();
    }
}

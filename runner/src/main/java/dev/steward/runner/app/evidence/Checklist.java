package dev.steward.runner.app.evidence;

import dev.steward.runner.app.evidence.Proof.Standing;
import java.time.Instant;
import java.util.List;

/**
 * The success criteria with what was seen of each.
 *
 * @param at when it was looked
 * @param criteria in order, group by group
 */
public record Checklist(Instant at, List<Criterion> criteria) {

    public Checklist {
        criteria = List.copyOf(criteria);
    }

    /** How many are shown. */
    public long shown() {
        return criteria.stream()
                .filter(one -> one.proof().standing() == Standing.SHOWN)
                .count();
    }

    /** One group of it. */
    public List<Criterion> of(Criterion.Group group) {
        return criteria.stream().filter(one -> one.group() == group).toList();
    }

    /**
     * As Markdown.
     *
     * @param when the moment of the look, for people
     */
    public String text(String when) {
        StringBuilder all = new StringBuilder("# Checklist, " + when + "\n\n");
        all.append(shown())
                .append(" of ")
                .append(criteria.size())
                .append(" criteria are shown. [x] shown, [ ] not shown, [!] what was seen speaks against it.\n");
        for (Criterion.Group group : Criterion.Group.values()) {
            all.append("\n## ").append(group.title()).append("\n\n").append(text(group));
        }
        return all.toString();
    }

    /** One group as Markdown, without a title. */
    String text(Criterion.Group group) {
        StringBuilder all = new StringBuilder();
        for (Criterion one : of(group)) {
            all.append("- ")
                    .append(one.proof().standing().mark())
                    .append(' ')
                    .append(one.text())
                    .append('\n');
            one.proof()
                    .evidence()
                    .forEach(line -> all.append("  - ").append(line).append('\n'));
            if (!one.proof().next().isEmpty()) {
                all.append("  - next: ").append(one.proof().next()).append('\n');
            }
        }
        return all.toString();
    }
}

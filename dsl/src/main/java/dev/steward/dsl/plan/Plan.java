package dev.steward.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What shall happen: a checked playbook with its parameters filled in. It names hosts by pattern only.
 *
 * @param name of the playbook
 * @param parameters in written order, those of imported playbooks included
 * @param plays in order, those of imported playbooks in their place
 * @param sources every file that was read for it, the playbook first
 * @param power what is done on an outage; empty: an ordinary playbook. A plan with it has no plays of its own
 */
public record Plan(
        String name, List<Parameter> parameters, List<Play> plays, List<Source> sources, Optional<PowerPlan> power) {

    public Plan {
        parameters = List.copyOf(parameters);
        plays = List.copyOf(plays);
        sources = List.copyOf(sources);
    }

    /** An ordinary playbook's. */
    public Plan(String name, List<Parameter> parameters, List<Play> plays, List<Source> sources) {
        this(name, parameters, plays, sources, Optional.empty());
    }

    /** Every play: those of an ordinary playbook; of a power playbook those of each phase, and behind them those that undo it. */
    public List<Play> allPlays() {
        List<Play> all = new ArrayList<>(plays);
        power.ifPresent(p -> p.phases().forEach(phase -> {
            all.addAll(phase.plays());
            all.addAll(phase.recover());
        }));
        return List.copyOf(all);
    }

    /**
     * A file the plan was made from.
     *
     * @param file as in {@link SourceRef#file()}
     * @param text its content
     * @param sha256 of the content, hexadecimal
     */
    public record Source(String file, String text, String sha256) {}
}

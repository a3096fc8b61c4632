package dev.steward.runner.app.power;

import dev.steward.dsl.check.Checked;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The power plan as its playbook says now. */
public final class PlanFile implements PlanSource {

    private final Optional<Path> file;
    private final Function<Path, Checked> check;

    /**
     * A playbook.
     *
     * @param file empty: none is configured
     * @param check compiles it; the same text is compiled once
     */
    public PlanFile(Optional<Path> file, Function<Path, Checked> check) {
        this.file = file;
        this.check = check;
    }

    @Override
    public Optional<Found> found() {
        return file.flatMap(path -> check.apply(path) instanceof Checked.Accepted accepted
                        && accepted.plan().power().isPresent()
                ? Optional.of(new Found(accepted.plan(), path, Found.hash(accepted.plan()), false))
                : Optional.empty());
    }

    @Override
    public List<String> problems() {
        if (file.isEmpty()) {
            return List.of("No power plan is configured: an outage is told, and nothing is stopped; name a playbook in"
                    + " power.plan of steward.yml");
        }
        Checked checked = check.apply(file.get());
        if (checked instanceof Checked.Accepted accepted) {
            return accepted.plan().power().isPresent()
                    ? List.of()
                    : List.of(file.get() + " is no power playbook: it has no onBattery");
        }
        return checked.problems().stream().map(Object::toString).toList();
    }
}

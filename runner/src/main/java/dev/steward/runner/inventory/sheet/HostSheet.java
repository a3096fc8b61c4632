package dev.steward.runner.inventory.sheet;

import dev.steward.dsl.check.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What an inventory says of one host, and where; no vault is opened for it, and every secret is masked.
 *
 * @param name of the host
 * @param file in which it was first read; empty: no file has it
 * @param groups all that it is in but {@code all}, sorted
 * @param variables by name
 * @param closed whole files that need a vault password nobody gave; what they say is not known
 */
public record HostSheet(
        String name, Optional<String> file, List<String> groups, List<Variable> variables, List<Problem> closed) {

    public HostSheet {
        groups = List.copyOf(groups);
        variables = List.copyOf(variables);
        closed = List.copyOf(closed);
    }
}

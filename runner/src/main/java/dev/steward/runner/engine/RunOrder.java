package dev.steward.runner.engine;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.engine.part.RunPart;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.secret.TextMasker;
import java.nio.file.Path;
import java.util.Set;

/**
 * What shall be run.
 *
 * @param ticket the run in one word, safe as a file name: another for every run of every Steward, the same again when a run
 *     is resumed; work left running on a host is found by it
 * @param plan what shall happen
 * @param file the playbook as the operator named it
 * @param inventory its hosts
 * @param options what else was said
 * @param folder of the playbook
 * @param self names of the machine Steward runs on; it comes last in every play
 * @param masker of this run; may know secrets already
 * @param part what of the plan
 * @param byHand whether a person began it, and neither a schedule nor a program
 */
public record RunOrder(
        String ticket,
        Plan plan,
        String file,
        Inventory inventory,
        RunOptions options,
        Path folder,
        Set<String> self,
        TextMasker masker,
        RunPart part,
        boolean byHand) {

    public RunOrder {
        self = Set.copyOf(self);
    }

    /** Begun by no person. */
    public RunOrder(
            String ticket,
            Plan plan,
            String file,
            Inventory inventory,
            RunOptions options,
            Path folder,
            Set<String> self,
            TextMasker masker,
            RunPart part) {
        this(ticket, plan, file, inventory, options, folder, self, masker, part, false);
    }

    /** The same, begun by a person or not. */
    public RunOrder byHand(boolean person) {
        return new RunOrder(ticket, plan, file, inventory, options, folder, self, masker, part, person);
    }

    /** The whole plan. */
    public RunOrder(
            String ticket,
            Plan plan,
            String file,
            Inventory inventory,
            RunOptions options,
            Path folder,
            Set<String> self,
            TextMasker masker) {
        this(ticket, plan, file, inventory, options, folder, self, masker, RunPart.WHOLE);
    }
}

package dev.steward.runner.inventory.yaml;

import dev.steward.runner.inventory.ConnectionVars;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import java.util.Optional;

/** Warns of variable names that are old or probably mistyped. */
final class VarLint {

    private final Problems problems;

    VarLint(Problems problems) {
        this.problems = problems;
    }

    void look(Scalar key) {
        if (!(key.raw() instanceof String name)) {
            problems.warning(key.at(), "the variable name '" + key.value() + "' is no text", "quote it");
            return;
        }
        Optional<String> today = ConnectionVars.newName(name);
        if (today.isPresent()) {
            problems.warning(
                    key.at(),
                    "'" + name + "' is the old name of '" + today.get() + "'",
                    "write '" + today.get() + "'; the nearer scope wins whichever name it uses");
            return;
        }
        ConnectionVars.useless(name)
                .ifPresent(why -> problems.once(
                        key.at(), "'" + name + "' has no effect here: " + why, "leave it out, or keep it for Ansible"));
        ConnectionVars.meant(name)
                .ifPresent(near -> problems.warning(
                        key.at(), "'" + name + "' is no variable that means anything", "did you mean '" + near + "'?"));
    }
}

package dev.steward.web.run;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.plan.Parameter;
import dev.steward.dsl.plan.SecretRef;
import dev.steward.runner.app.Playbooks;
import dev.steward.runner.secret.Secret;
import dev.steward.web.http.Refused;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A form of a playbook's vars as somebody filled it in.
 *
 * @param vars those that are another than the playbook has them, of their types
 * @param typed secrets, by the path they stand for
 * @param wrong why a field cannot be taken, by the var's name
 */
public record Filled(Map<String, Object> vars, Map<String, Secret> typed, Map<String, String> wrong) {

    public Filled {
        vars = new LinkedHashMap<>(vars);
        typed = Map.copyOf(typed);
        wrong = new LinkedHashMap<>(wrong);
    }

    /**
     * What a program says of them: values that belong to secrets are kept apart from those that are recorded.
     *
     * @throws Refused 400 where a secret is no text
     */
    public static Filled of(Playbooks playbooks, String file, Map<String, Object> said) {
        Wish.known(playbooks, file);
        Map<String, Object> vars = new LinkedHashMap<>(said);
        Map<String, Secret> typed = new LinkedHashMap<>();
        if (!said.isEmpty()
                && playbooks.check(playbooks.folder().resolve(file), Map.of()) instanceof Checked.Accepted accepted) {
            for (Parameter parameter : accepted.plan().parameters()) {
                if (parameter.value() instanceof SecretRef secret && vars.containsKey(parameter.name())) {
                    if (!(vars.remove(parameter.name()) instanceof String text) || text.isEmpty()) {
                        throw Refused.bad("'" + parameter.name() + "' is a secret, which is a text that is not empty.");
                    }
                    typed.put(secret.path(), new Secret(text));
                }
            }
        }
        return new Filled(vars, typed, Map.of());
    }
}

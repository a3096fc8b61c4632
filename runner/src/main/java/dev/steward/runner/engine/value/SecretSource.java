package dev.steward.runner.engine.value;

import dev.steward.dsl.plan.SecretRef;
import dev.steward.runner.secret.Masker;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.Secrets;
import java.util.List;
import java.util.Map;

/**
 * Resolves secrets; the masker knows each of them before anybody else does.
 *
 * @param secrets where they are kept
 * @param masker of the run
 */
public record SecretSource(Secrets secrets, Masker masker) {

    /**
     * The secret that is meant.
     *
     * @throws EvaluationException where there is none of that path
     */
    public Secret resolve(SecretRef ref) {
        Secret secret = secrets.find(ref.path())
                .orElseThrow(() -> new EvaluationException(
                        ref.at() + ": there is no secret '" + ref.path() + "'; add it to the secret store", null));
        return learnt(secret);
    }

    /** The same secret, known to the masker. */
    public Secret learnt(Secret secret) {
        masker.learn(secret);
        return secret;
    }

    /** Makes the masker know every secret in a value, at any depth. */
    public void learnAll(Object value) {
        if (value instanceof Secret secret) {
            masker.learn(secret);
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(this::learnAll);
        } else if (value instanceof List<?> list) {
            list.forEach(this::learnAll);
        }
    }
}

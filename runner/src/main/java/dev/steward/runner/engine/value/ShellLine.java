package dev.steward.runner.engine.value;

import dev.steward.dsl.plan.Scope;
import dev.steward.dsl.plan.Text;
import dev.steward.runner.connection.Shell;
import dev.steward.runner.module.ShellText;
import dev.steward.runner.secret.Secret;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Makes a shell line of a text: the operator's own words as they are, every value quoted (POSIX XCU 2.2.2), a list as its
 * quoted members, {@code raw(…)} as it is, secrets by environment.
 */
public final class ShellLine {

    private final Evaluation evaluation;
    private final StringBuilder script = new StringBuilder();
    private final Map<String, Object> secrets = new LinkedHashMap<>();

    private ShellLine(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /**
     * The shell text of a planned value.
     *
     * @param planned a String the operator typed whole, a {@link Text}, or anything else, which is one quoted word
     * @throws EvaluationException where a value is missing, or a secret is asked to stand in the line itself
     */
    public static ShellText of(Object planned, Scope scope, Evaluation evaluation) {
        ShellLine line = new ShellLine(evaluation);
        if (planned instanceof String typed) {
            line.script.append(typed);
        } else if (planned instanceof Text text) {
            text.parts().forEach(part -> line.add(part, scope));
        } else {
            line.value(evaluation.value(planned, scope));
        }
        return new ShellText(line.script.toString(), line.secrets);
    }

    private void add(Text.Part part, Scope scope) {
        Object value = evaluation.part(part, scope);
        if (part instanceof Text.Literal) {
            script.append(value);
        } else if (part instanceof Text.Raw) {
            if (value instanceof Secret) {
                throw new EvaluationException("a secret cannot be raw: it would stand in the shell's own text", null);
            }
            script.append(value);
        } else {
            value(value);
        }
    }

    private void value(Object value) {
        if (value instanceof Secret secret) {
            String name = "STEWARD_SECRET_" + (secrets.size() + 1);
            secrets.put(name, secret);
            script.append("\"$").append(name).append('"');
        } else if (value instanceof Collection<?> list) {
            StringJoiner words = new StringJoiner(" ");
            list.forEach(member -> words.add(Shell.quote(String.valueOf(member))));
            script.append(words);
        } else {
            script.append(Shell.quote(String.valueOf(value)));
        }
    }
}

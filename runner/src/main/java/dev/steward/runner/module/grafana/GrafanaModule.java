package dev.steward.runner.module.grafana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.steward.runner.event.Diff;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import java.util.List;
import java.util.Optional;

/** What modules for Grafana have in common. The requests leave from the machine that Steward runs on. */
abstract class GrafanaModule<A extends Record> implements TaskModule<A> {

    /** Whether something shall be there. */
    public enum State {
        PRESENT,
        ABSENT
    }

    final ObjectMapper mapper =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private final Class<A> args;

    GrafanaModule(Class<A> args) {
        this.args = args;
    }

    @Override
    public final Class<A> args() {
        return args;
    }

    @Override
    public final Outcome run(A args, Target target) throws InterruptedException {
        try {
            return act(args, new GrafanaApi(mapper, access(args), target.remaining()), target);
        } catch (GrafanaException e) {
            return Outcome.failed(e.getMessage());
        }
    }

    abstract Access access(A args);

    abstract Outcome act(A args, GrafanaApi api, Target target) throws GrafanaException, InterruptedException;

    /** An outcome with the change that it was. */
    final Outcome shown(
            Outcome outcome,
            Target target,
            String name,
            Optional<? extends JsonNode> before,
            Optional<? extends JsonNode> after) {
        return target.diff() ? outcome.with(List.of(new Diff(name, text(before), text(after)))) : outcome;
    }

    private String text(Optional<? extends JsonNode> node) {
        try {
            return node.isEmpty() ? "" : mapper.writeValueAsString(node.get()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON cannot be written", e);
        }
    }
}

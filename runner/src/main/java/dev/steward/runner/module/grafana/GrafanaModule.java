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

    /**
     * What a module keeps.
     *
     * @param word of it, for people
     * @param place in the API; its uid comes behind it
     * @param title the field with what people call it
     * @param more what a module returns beside the uid: empty where it is not there
     */
    record Kind(String word, String place, String title, String more) {

        /** In words, as {@code dashboard Power}. */
        String named(JsonNode node) {
            return word + " " + node.path(title).asText();
        }
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

    /** Removes what is there. */
    final Outcome gone(Kind kind, String uid, Optional<? extends JsonNode> there, GrafanaApi api, Target target)
            throws GrafanaException, InterruptedException {
        if (there.isEmpty()) {
            return Outcome.ok("there is no " + kind.word() + " " + uid)
                    .with("uid", uid)
                    .with(kind.more(), "");
        }
        if (!target.check()) {
            api.remove(kind.place() + uid);
        }
        String words = kind.named(there.get());
        Outcome outcome = Outcome.changed("removed " + words).with("uid", uid).with(kind.more(), "");
        return shown(outcome, target, "Grafana " + words, there, Optional.empty());
    }

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

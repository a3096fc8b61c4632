package dev.steward.runner.module.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Sensitive;
import dev.steward.runner.module.Target;
import java.util.Map;
import java.util.Optional;

/** {@code grafanaDataSource}. What is not said of one that is there stays as it is, its secrets too. */
@ModuleInfo(
        name = "grafanaDataSource",
        doc =
                "Makes, changes or removes a data source of Grafana by its HTTP API, and has Grafana try whether it answers.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {
            @Returns(name = "uid", type = Type.TEXT, doc = "Its uid."),
            @Returns(
                    name = "health",
                    type = Type.TEXT,
                    doc = "What Grafana said when it tried it; empty where it was not tried.")
        })
public final class GrafanaDataSource extends GrafanaModule<GrafanaDataSource.Args> {

    /** What it takes. */
    public record Args(
            @Doc("Grafana, as its people open it: 'http://192.0.2.25:3000'.") String grafana,
            @Doc("The token of a service account whose role is Admin.") Optional<Sensitive> token,
            @Doc("A user, where there is no token.") Optional<String> user,
            @Doc("The user's password.") Optional<Sensitive> password,
            @Doc("What it is known by and keeps for ever: letters, digits, '-', '_'.") String uid,
            @Doc("What people call it; needed for a new one.") Optional<String> name,
            @Doc("prometheus unless said.") Optional<String> type,
            @Doc("Where Grafana finds it, as 'http://192.0.2.240:9090'; needed for a new one.") Optional<String> url,
            @Doc("Whether panels that name no data source take this one.") Optional<Boolean> isDefault,
            @Doc("Settings of its type, by their names in Grafana: [timeInterval: '30s'].")
                    Optional<Map<String, Object>> jsonData,
            @Doc("Have Grafana ask it once, and fail where that does not work; true unless said.")
                    Optional<Boolean> verify,
            @Doc("present (unless said) or absent.") Optional<State> state) {}

    private static final Kind KIND = new Kind("data source", "/datasources/uid/", "name", "health");

    /** The module. */
    public GrafanaDataSource() {
        super(Args.class);
    }

    @Override
    Access access(Args args) {
        return new Access(args.grafana(), args.token(), args.user(), args.password());
    }

    @Override
    Outcome act(Args args, GrafanaApi api, Target target) throws GrafanaException, InterruptedException {
        String uid = GrafanaApi.uid(args.uid());
        Optional<ObjectNode> there = api.find(KIND.place() + uid);
        if (args.state().orElse(State.PRESENT) == State.ABSENT) {
            return gone(KIND, uid, there, api, target);
        }
        ObjectNode said = said(args, uid);
        if (there.isPresent() && Said.holds(said, there.get())) {
            String words = KIND.named(there.get()) + " is as it should be";
            return tried(args, api, Outcome.ok(words).with("uid", uid));
        }
        ObjectNode wanted = there.isPresent() ? Said.over(there.get(), said) : made(said);
        String words = KIND.named(wanted);
        if (!target.check()) {
            api.send(
                    there.isPresent() ? "PUT" : "POST",
                    there.isPresent() ? KIND.place() + uid : "/datasources",
                    wanted);
        }
        Outcome changed = Outcome.changed((there.isPresent() ? "changed " : "added ") + words)
                .with("uid", uid)
                .with("health", "");
        Outcome outcome = target.check() ? changed : tried(args, api, changed);
        return shown(outcome, target, "Grafana " + words, there.map(old -> Said.part(old, said)), Optional.of(said));
    }

    private ObjectNode said(Args args, String uid) {
        ObjectNode said = mapper.createObjectNode().put("uid", uid);
        args.name().ifPresent(name -> said.put("name", name));
        said.put("type", args.type().orElse("prometheus"));
        args.url().ifPresent(url -> said.put("url", url));
        args.isDefault().ifPresent(yes -> said.put("isDefault", yes));
        args.jsonData().ifPresent(data -> said.set("jsonData", mapper.valueToTree(data)));
        return said;
    }

    private static ObjectNode made(ObjectNode said) throws GrafanaException {
        if (!said.has("name") || !said.has("url")) {
            throw new GrafanaException("there is no data source with the uid "
                    + said.path("uid").asText() + "; a new one needs name and url");
        }
        return said.deepCopy().put("access", "proxy");
    }

    /** As the button "Save and test" does; Grafana asks, so this shows the way from Grafana, not from here. */
    private static Outcome tried(Args args, GrafanaApi api, Outcome outcome)
            throws GrafanaException, InterruptedException {
        if (!args.verify().orElse(true)) {
            return outcome.with("health", "");
        }
        GrafanaApi.Answer answer = api.ask("GET", KIND.place() + args.uid() + "/health", null);
        JsonNode body = answer.body();
        String words = answer.words().isEmpty() ? "status " + answer.status() : answer.words();
        if (answer.good() && body.path("status").asText().equals("OK")) {
            return outcome.with("health", words);
        }
        return Outcome.failed(outcome.message() + ", but Grafana cannot use it: " + words
                        + "; can the machine of Grafana reach "
                        + args.url().orElse("it") + "?")
                .with("uid", args.uid())
                .with("health", words);
    }
}

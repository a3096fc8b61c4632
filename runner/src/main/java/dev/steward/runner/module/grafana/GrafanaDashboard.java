package dev.steward.runner.module.grafana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Sensitive;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.script.Source;
import java.io.IOException;
import java.util.Optional;

/** {@code grafanaDashboard}. What people changed in it on Grafana's pages is overwritten; it stays in the folder it is in. */
@ModuleInfo(
        name = "grafanaDashboard",
        doc = "Puts a dashboard from a JSON file into Grafana by its HTTP API, or removes it.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {
            @Returns(name = "uid", type = Type.TEXT, doc = "Its uid."),
            @Returns(name = "url", type = Type.TEXT, doc = "Where people see it; empty where it is not there.")
        })
public final class GrafanaDashboard extends GrafanaModule<GrafanaDashboard.Args> {

    /** What it takes. */
    public record Args(
            @Doc("Grafana, as its people open it: 'http://192.0.2.25:3000'.") String grafana,
            @Doc("The token of a service account whose role is Editor or Admin.") Optional<Sensitive> token,
            @Doc("A user, where there is no token.") Optional<String> user,
            @Doc("The user's password.") Optional<Sensitive> password,
            @Doc(
                            "A local JSON file with uid and title; a relative path begins at the playbook's 'files' folder or its own.")
                    String src,
            @Doc("The uid of the folder it goes to; where it is unless said, a new one to the top.")
                    Optional<String> folder,
            @Doc("present (unless said) or absent.") Optional<State> state) {}

    private static final Kind KIND = new Kind("dashboard", "/dashboards/uid/", "title", "url");

    /** The module. */
    public GrafanaDashboard() {
        super(Args.class);
    }

    @Override
    Access access(Args args) {
        return new Access(args.grafana(), args.token(), args.user(), args.password());
    }

    @Override
    Outcome act(Args args, GrafanaApi api, Target target) throws GrafanaException, InterruptedException {
        ObjectNode said = read(args, target);
        String uid = GrafanaApi.uid(said.path("uid").asText());
        String words = KIND.named(said);
        Optional<ObjectNode> there = api.find(KIND.place() + uid);
        Optional<JsonNode> old = there.map(found -> found.path("dashboard"));
        if (args.state().orElse(State.PRESENT) == State.ABSENT) {
            return gone(KIND, uid, old, api, target);
        }
        String url = args.grafana().replaceFirst("/+$", "") + "/d/" + uid;
        JsonNode meta = there.map(found -> found.path("meta")).orElse(mapper.missingNode());
        String folder = args.folder().orElse(meta.path("folderUid").asText(""));
        if (old.isPresent()
                && Said.holds(said, old.get())
                && folder.equals(meta.path("folderUid").asText(""))) {
            return Outcome.ok(words + " is as it should be").with("uid", uid).with("url", url);
        }
        if (meta.path("provisioned").asBoolean()) {
            throw new GrafanaException(words + " is provisioned from a file of Grafana's own ("
                    + meta.path("provisionedExternalId").asText() + "); change or remove it there");
        }
        if (!target.check()) {
            api.send("POST", "/dashboards/db", order(said, folder));
        }
        Outcome outcome = Outcome.changed((old.isPresent() ? "changed " : "added ") + words)
                .with("uid", uid)
                .with("url", url);
        return shown(
                outcome, target, "Grafana " + words, old.map(before -> Said.part(before, said)), Optional.of(said));
    }

    private JsonNode order(ObjectNode said, String folder) {
        ObjectNode order = mapper.createObjectNode();
        order.set("dashboard", said.deepCopy().putNull("id"));
        return order.put("folderUid", folder).put("message", "Steward").put("overwrite", true);
    }

    private ObjectNode read(Args args, Target target) throws GrafanaException {
        try {
            JsonNode read = mapper.readTree(Source.read(target.folder(), "files", args.src()));
            if (!(read instanceof ObjectNode said)
                    || !said.path("uid").isTextual()
                    || !said.path("title").isTextual()) {
                throw new GrafanaException(
                        "'" + args.src() + "' is no dashboard: it needs uid and title, as Grafana exports them");
            }
            // both are Grafana's own numbers of another Grafana
            said.remove("id");
            said.remove("version");
            return said;
        } catch (JsonProcessingException e) {
            throw new GrafanaException("'" + args.src() + "' is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new GrafanaException(e.getMessage());
        }
    }
}

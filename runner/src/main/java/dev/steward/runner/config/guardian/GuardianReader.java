package dev.steward.runner.config.guardian;

import dev.steward.runner.config.ConfigProblem;
import dev.steward.runner.config.YamlTree;
import dev.steward.runner.config.guardian.GuardianFile.Notification;
import dev.steward.runner.config.guardian.GuardianFile.Options;
import dev.steward.runner.config.guardian.GuardianFile.Phase;
import dev.steward.runner.config.guardian.GuardianFile.Proxmox;
import dev.steward.runner.config.guardian.GuardianFile.Recovery;
import dev.steward.runner.config.guardian.GuardianFile.Ups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Text of a guardian.yaml to what it says, or to all its problems, each with its place. */
final class GuardianReader {

    private static final Duration STABLE = Duration.ofSeconds(60);

    private final String file;
    private final List<ConfigProblem> problems;
    private final ActionReader actions = new ActionReader();

    GuardianReader(String file, List<ConfigProblem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** What it says; to be used only where no problem was added. */
    Optional<GuardianFile> read(String text) {
        return new YamlTree(file, problems)
                .read(text)
                .flatMap(root -> Fields.top(file, root, problems))
                .map(top -> {
                    Optional<Ups> ups =
                            section(top, "ups", "write ups: {host: …, name: …}").map(this::ups);
                    Optional<Proxmox> proxmox = section(top, "proxmox", "write proxmox: {api_url: …, token_id: …}")
                            .map(GuardianReader::proxmox);
                    List<Phase> phases = phases(top);
                    Recovery recovery = top.map("recovery")
                            .map(GuardianReader::recovery)
                            .orElse(new Recovery(false, STABLE, "notify"));
                    List<Notification> told = new ArrayList<>();
                    top.maps("notifications", i -> "notification " + (i + 1) + ": ")
                            .forEach(f -> told.add(notification(f)));
                    Options options = top.map("options")
                            .map(GuardianReader::options)
                            .orElse(new Options(false, "info", "json", Optional.empty(), STATE, LOCK));
                    top.done();
                    return new GuardianFile(
                            ups.orElse(new Ups("", "", 30, 20, 10)),
                            proxmox.orElse(new Proxmox("", "", Optional.empty(), Optional.empty(), false)),
                            phases,
                            recovery,
                            told,
                            options);
                });
    }

    private static final String STATE = "/var/lib/proxmox-guardian/state.json";
    private static final String LOCK = "/var/run/proxmox-guardian.lock";

    private static Optional<Fields> section(Fields top, String key, String next) {
        Optional<Fields> section = top.map(key);
        if (section.isEmpty() && top.at(key).equals(top.at())) {
            top.problem(top.at(), key + " is missing", next);
        }
        return section;
    }

    private Ups ups(Fields said) {
        String driver = said.text("driver").orElse("nut");
        if (!driver.equals("nut")) {
            said.problem(said.at("driver"), "driver is '" + driver + "'", "only nut is known");
        }
        String host = said.need("host", "write such as host: localhost:3493").orElse("localhost");
        String name =
                said.need("name", "write the UPS as ups.conf of NUT calls it").orElse("ups");
        Optional<Fields> thresholds = said.map("thresholds");
        int warning = percent(thresholds, "warning", 30);
        int critical = percent(thresholds, "critical", 20);
        int emergency = percent(thresholds, "emergency", 10);
        thresholds.ifPresent(t -> {
            if (critical >= warning) {
                t.problem(t.at("critical"), "critical (" + critical + ") is to be below warning (" + warning + ")", "");
            }
            if (emergency >= critical) {
                t.problem(
                        t.at("emergency"),
                        "emergency (" + emergency + ") is to be below critical (" + critical + ")",
                        "");
            }
            t.done();
        });
        said.done();
        return new Ups(host, name, warning, critical, emergency);
    }

    private static int percent(Optional<Fields> thresholds, String key, int standard) {
        int value = thresholds.flatMap(t -> t.integer(key)).orElse(standard);
        if (value < 0 || value > 100) {
            thresholds
                    .orElseThrow()
                    .problem(thresholds.get().at(key), key + " is " + value, "a charge is 0 to 100 per cent");
        }
        return value;
    }

    private static Proxmox proxmox(Fields said) {
        String url = said.need("api_url", "write such as api_url: https://192.0.2.10:8006/api2/json")
                .orElse("");
        String token = said.need("token_id", "write such as token_id: guardian@pve!shutdown")
                .orElse("");
        if (!token.isEmpty() && !token.matches("[^\\s!=]+@[^\\s!=]+![^\\s!=]+")) {
            said.problem(said.at("token_id"), "token_id is '" + token + "'", "expected USER@REALM!TOKENID");
        }
        if (!url.isEmpty() && !url.matches("https://[^/\\s]+(/.*)?")) {
            said.problem(said.at("api_url"), "api_url is '" + url + "'", "expected https://HOST:8006/api2/json");
        }
        Proxmox proxmox = new Proxmox(
                url,
                token,
                said.text("token_secret").filter(t -> !t.isBlank()),
                said.text("secrets_file").filter(t -> !t.isBlank()),
                said.flag("insecure_tls").orElse(false));
        said.done();
        return proxmox;
    }

    private List<Phase> phases(Fields top) {
        List<Phase> phases = new ArrayList<>();
        List<Fields> said = top.maps("phases", i -> "phase " + (i + 1) + ": ");
        for (Fields one : said) {
            Optional<String> name = one.need("name", "every phase has one");
            phases.add(phase(name.map(n -> one.called("phase " + n + ": ")).orElse(one)));
        }
        if (said.isEmpty()) {
            top.problem(top.at("phases"), "there are no phases", "one at least is needed, with a name and actions");
        }
        return phases;
    }

    private Phase phase(Fields said) {
        String name = said.text("name").orElse("?");
        Optional<String> condition = said.text("condition").filter(c -> !c.isBlank());
        Optional<String> gate = condition.flatMap(Gate::of);
        if (condition.isPresent() && gate.isEmpty()) {
            said.problem(
                    said.at("condition"),
                    "condition is '" + condition.get()
                            + "', which is not understood; without it the phase would run too early",
                    "write such as battery <= 10");
        }
        List<GuardianFile.Action> all = new ArrayList<>();
        List<Fields> each = said.maps("actions", i -> "");
        for (int i = 0; i < each.size(); i++) {
            all.add(actions.read(each.get(i).called("phase " + name + ", action " + (i + 1) + ": ")));
        }
        if (each.isEmpty()) {
            said.problem(said.at("actions"), "it has no actions", "one at least is needed");
        }
        Phase phase =
                new Phase(name, said.flag("parallel").orElse(false), said.duration("timeout"), gate, all, said.at());
        said.done();
        return phase;
    }

    private static Recovery recovery(Fields said) {
        String onError = said.text("on_error").orElse("notify");
        if (!List.of("notify", "retry", "ignore").contains(onError)) {
            said.problem(said.at("on_error"), "on_error is '" + onError + "'", "it is notify, retry or ignore");
        }
        Recovery recovery = new Recovery(
                said.flag("enabled").orElse(false),
                said.duration("power_stable_delay").orElse(STABLE),
                onError);
        said.done();
        return recovery;
    }

    private static Notification notification(Fields said) {
        String type = said.need("type", "it is webhook").orElse("webhook");
        if (!type.equals("webhook")) {
            said.problem(said.at("type"), "type is '" + type + "'", "only webhook is known");
        }
        Notification notification = new Notification(
                said.text("url").filter(u -> !u.isBlank()),
                said.text("url_env").filter(u -> !u.isBlank()),
                said.texts("events"),
                said.text("template").filter(t -> !t.isBlank()),
                said.at());
        if (notification.url().isEmpty() && notification.urlEnv().isEmpty()) {
            said.problem(said.at(), "it has no address", "write url or url_env");
        }
        said.done();
        return notification;
    }

    private static Options options(Fields said) {
        Options options = new Options(
                said.flag("dry_run").orElse(false),
                said.text("log_level").filter(t -> !t.isBlank()).orElse("info"),
                said.text("log_format").filter(t -> !t.isBlank()).orElse("json"),
                said.text("log_file").filter(t -> !t.isBlank()),
                said.text("state_file").filter(t -> !t.isBlank()).orElse(STATE),
                said.text("lock_file").filter(t -> !t.isBlank()).orElse(LOCK));
        said.done();
        return options;
    }
}

package dev.steward.web.admin;

import dev.steward.runner.account.Role;
import dev.steward.runner.app.readiness.HistoryCheck;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.LoadedConfig.Setting;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.keep.RetentionConfig;
import dev.steward.runner.doctor.Finding;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.account.Audit;
import dev.steward.runner.store.postgres.ServerAbout;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an admin keeps: who may in, what is kept and for how long, how the server stands, and what it is set to. */
public final class AdminPage implements Page {

    private static final String PATH = "/admin";
    private static final int CHANGES = 5;

    private final WebParts parts;
    private final Times times;

    /** The pages. */
    public AdminPage(WebParts parts, Times times) {
        this.parts = parts;
        this.times = times;
    }

    /**
     * The page.
     *
     * @param people who may in
     * @param channels by which people are told
     * @param kept the history
     * @param about this build
     * @param config what is set; secrets masked
     */
    public record View(People people, List<String> channels, Kept kept, About about, Config config) {}

    /**
     * Who may in.
     *
     * @param accounts how many of each role, in words
     * @param tokens how many programs
     * @param changes the last ones of the audit
     */
    public record People(String accounts, int tokens, List<Change> changes) {}

    /** A change of the audit. */
    public record Change(When at, Audit.Change change) {}

    /**
     * What is kept.
     *
     * @param folder of the state
     * @param sizes of its files and of the disk
     * @param server what the one that has the database says of it; empty: the database is a file
     * @param rule for how long
     * @param past how many runs the next tidying removes
     * @param retention what is under the rules
     * @param lasting false: nothing outlives this process
     */
    public record Kept(
            String folder,
            StateSize sizes,
            Optional<String> server,
            RetentionConfig rule,
            long past,
            Retention retention,
            boolean lasting) {}

    /** This build and what it runs on. */
    public record About(String version, String java, String system, List<Libraries.Library> libraries) {}

    /**
     * What is set.
     *
     * @param file it was read from; empty text: none
     * @param said what somebody said
     * @param defaults what nobody said
     */
    public record Config(String file, List<Setting> said, List<Setting> defaults) {}

    /**
     * How the server stands.
     *
     * @param offline nobody else was asked
     * @param problems how many
     */
    public record Health(boolean offline, long problems, List<Finding> findings) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.admin(Verb.GET, PATH, request -> Reply.page("admin", "Admin", view())),
                Route.admin(Verb.GET, PATH + "/health", request -> Reply.page("health", "Health", health(request))));
    }

    private View view() {
        return new View(people(), parts.alerts().channels().names(), kept(), about(), config());
    }

    private People people() {
        List<String> words = new ArrayList<>();
        for (Role role : Role.values()) {
            long count = parts.store().accounts().all().stream()
                    .filter(account -> account.role() == role && account.enabled())
                    .count();
            if (count > 0) {
                words.add(count + " " + role.word() + (count == 1 ? "" : "s"));
            }
        }
        List<Change> changes = parts.store().audit().newest(0, "", CHANGES).stream()
                .map(row -> new Change(times.when(row.at()), row.change()))
                .toList();
        return new People(String.join(", ", words), parts.store().tokens().all().size(), changes);
    }

    private Kept kept() {
        Store store = parts.store();
        Optional<String> server = store.onServer()
                ? ServerAbout.of(store.connections())
                        .map(ServerAbout::words)
                        .or(() -> Optional.of("PostgreSQL, which did not answer"))
                : Optional.empty();
        StewardConfig config = parts.house().config().config();
        Retention retention = Retention.of(store, config);
        return new Kept(
                store.folder().toString(),
                StateSize.of(store.folder()),
                server,
                config.retention(),
                retention.past().runs(),
                retention,
                store.lasting());
    }

    private About about() {
        return new About(
                parts.version().toString(),
                System.getProperty("java.vendor") + " Java " + System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                Libraries.all());
    }

    private Config config() {
        LoadedConfig loaded = parts.house().config();
        return new Config(
                loaded.file().map(Object::toString).orElse(""),
                loaded.settings().stream()
                        .filter(setting -> !setting.origin().equals("default"))
                        .toList(),
                loaded.settings().stream()
                        .filter(setting -> setting.origin().equals("default"))
                        .toList());
    }

    private Health health(Request request) throws InterruptedException {
        boolean offline = !request.query().on("all");
        List<Finding> findings = new ArrayList<>(parts.house().doctor().look(offline));
        findings.add(HistoryCheck.of(parts.store(), parts.house().config().config()));
        if (offline || !parts.store().onServer()) {
            findings.addAll(HistoryCheck.sealed(parts.store()));
        }
        long problems = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.PROBLEM)
                .count();
        return new Health(offline, problems, findings);
    }
}

package dev.steward.runner.app;

import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.app.estate.FollowDoors;
import dev.steward.runner.app.estate.GuestFinder;
import dev.steward.runner.app.estate.Guests;
import dev.steward.runner.app.estate.NodePlaces;
import dev.steward.runner.app.estate.Respect;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.SshConfig;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.connection.KnownConnections;
import dev.steward.runner.connection.KnownConnections.Kindred;
import dev.steward.runner.connection.LoginDefaults;
import dev.steward.runner.connection.shell.Local;
import dev.steward.runner.connection.shell.ShellConnection;
import dev.steward.runner.connection.ssh.ClientFiles;
import dev.steward.runner.connection.ssh.Enrol;
import dev.steward.runner.connection.ssh.OwnKeys;
import dev.steward.runner.connection.ssh.Ssh;
import dev.steward.runner.connection.ssh.kept.KeepRule;
import dev.steward.runner.connection.ssh.kept.KeptSessions;
import dev.steward.runner.follow.Follow;
import dev.steward.runner.inventory.HostPattern;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.secret.TextMasker;
import dev.steward.runner.time.Time;
import dev.steward.runner.wake.Hold;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** The ways to hosts: what the inventory says, then the run, then the configuration. */
public final class Ways implements AutoCloseable {

    private final SshConfig config;
    private final Clusters clusters;
    private final Map<String, String> environment;
    private final Time time;
    private final KeptSessions kept;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "connection");
        thread.setDaemon(true);
        return thread;
    });

    /** The ways of a configuration. */
    public Ways(SshConfig config, Clusters clusters, Map<String, String> environment, Time time) {
        this.config = config;
        this.clusters = clusters;
        this.environment = environment;
        this.time = time;
        this.kept = new KeptSessions(new KeepRule(config.keepFor(), config.keepAtMost()), time);
    }

    /**
     * From now on the sessions of a run stay open a while for the next one: for a server, whose process outlives its runs.
     *
     * @param hold while it holds runs back, as in an outage, none is kept
     */
    public void keepSessions(Hold hold) {
        kept.begin(() -> hold.why().isPresent());
    }

    /** How many sessions wait for the next run. */
    public int keptSessions() {
        return kept.count();
    }

    /** The connections of one run; closed with it. */
    Connections of(RunRequest request, Inventory inventory) {
        GuestFinder finder = new GuestFinder(clusters);
        Set<String> named = request.options()
                .limit()
                .map(limit -> HostPattern.limit(limit).words())
                .orElse(Set.of());
        return of(
                inventory,
                kept,
                finder,
                new Respect(finder, named)::over,
                new LoginDefaults(
                        request.options().user().or(config::user),
                        request.login().keyFile().or(config::keyFile),
                        request.login().password(),
                        Optional.empty(),
                        config.connectTimeout(),
                        config.keepAlive()));
    }

    /**
     * Connections as the inventory and the configuration say, apart from any run: of power protection above all, which
     * trusts no session of yesterday.
     */
    public Connections plain(Inventory inventory) {
        return of(
                inventory,
                KeptSessions.none(time),
                new GuestFinder(clusters),
                kind -> kind,
                new LoginDefaults(
                        config.user(),
                        config.keyFile(),
                        Optional.empty(),
                        Optional.empty(),
                        config.connectTimeout(),
                        config.keepAlive()));
    }

    private Connections of(
            Inventory inventory,
            KeptSessions sessions,
            GuestFinder finder,
            UnaryOperator<Kindred> over,
            LoginDefaults defaults) {
        Ssh ssh = ssh(sessions);
        Guests guests = new Guests(new NodePlaces(inventory, finder, ssh, defaults), finder, time, threads);
        Map<String, Kindred> kinds = new HashMap<>(guests.kinds(ssh));
        kinds.put("ssh", ssh);
        kinds.replaceAll((name, kind) -> over.apply(kind));
        kinds.put("local", local());
        return new KnownConnections(kinds, defaults);
    }

    private Ssh ssh(KeptSessions sessions) {
        return new Ssh(
                files(config),
                Optional.ofNullable(environment.get("SSH_AUTH_SOCK")).map(Path::of),
                sessions,
                time,
                threads);
    }

    /** Makes hosts known in the known_hosts that runs of this configuration read. */
    public static Enrol enrol(SshConfig config, Time time) {
        return new Enrol(files(config), time);
    }

    /** The keys of this user that open one host each. */
    public static OwnKeys ownKeys() {
        return new OwnKeys(home());
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home"), ".ssh");
    }

    /** The SSH files of this user, with what the configuration says instead. */
    static ClientFiles files(SshConfig config) {
        ClientFiles usual = ClientFiles.in(home());
        return new ClientFiles(
                usual.home(),
                config.configFile().orElse(usual.config()),
                config.knownHosts().orElse(usual.knownHosts()));
    }

    private Kindred local() {
        return settings -> new ShellConnection(new Local(threads), time, threads, () -> {});
    }

    @Override
    public void close() {
        kept.close();
        threads.shutdownNow();
    }

    /** Looks at guests and nodes without the state directory; IllegalArgumentException where a secret or CA cannot be had. */
    public static Follow follow(LoadedConfig loaded, Map<String, String> environment, Time time) {
        Clusters clusters = Clusters.of(loaded, environment, time);
        Ways ways = new Ways(loaded.config().ssh(), clusters, environment, time);
        Inventories inventories = Runner.inventories(loaded, environment, time);
        return follow(loaded.config(), clusters, inventories, ways, time, () -> {
            ways.close();
            clusters.close();
        });
    }

    static Follow follow(
            StewardConfig config, Clusters clusters, Inventories inventories, Ways ways, Time time, Runnable closing) {
        FollowDoors doors = new FollowDoors(() -> inventories.loadKnown(config.playbooks()), ways::plain, clusters);
        TextMasker masker = new TextMasker();
        config.kept().forEach(masker::learn);
        return new Follow(clusters.estates(), FollowDoors.entries(config.proxmox()), doors, masker, time, closing);
    }
}

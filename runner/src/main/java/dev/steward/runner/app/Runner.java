package dev.steward.runner.app;

import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.runner.app.alert.AlertDesk;
import dev.steward.runner.app.alert.Alerting;
import dev.steward.runner.app.alert.OwnWork;
import dev.steward.runner.app.approve.ApprovalDesk;
import dev.steward.runner.app.ask.RollLooks;
import dev.steward.runner.app.ask.ServerAnswers;
import dev.steward.runner.app.audit.AuditedDesk;
import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.app.estate.Collecting;
import dev.steward.runner.app.estate.ContainerFiles;
import dev.steward.runner.app.estate.OpenUpids;
import dev.steward.runner.app.estate.Sleeping;
import dev.steward.runner.app.estate.UpidCancels;
import dev.steward.runner.app.git.GitAnswers;
import dev.steward.runner.app.git.GitDesk;
import dev.steward.runner.app.git.Pin;
import dev.steward.runner.app.hold.PowerHold;
import dev.steward.runner.app.hold.PowerSide;
import dev.steward.runner.app.order.SharedClaims;
import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.runner.app.patch.Patching;
import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.StoredHistory;
import dev.steward.runner.app.protect.HousePower;
import dev.steward.runner.app.protect.Protection;
import dev.steward.runner.app.roll.KeptRolls;
import dev.steward.runner.app.roll.OwnSpot;
import dev.steward.runner.app.self.HandedOver;
import dev.steward.runner.app.self.OwnReboot;
import dev.steward.runner.app.self.RebootRow;
import dev.steward.runner.app.self.Self;
import dev.steward.runner.app.tell.RunTelling;
import dev.steward.runner.app.tell.Tellers;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.ConfigSecrets;
import dev.steward.runner.config.FileSecrets;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.control.Desk;
import dev.steward.runner.follow.Follow;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.module.catalog.Modules;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.Secrets;
import dev.steward.runner.store.StateDir;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.outbox.Posted;
import dev.steward.runner.store.server.Runners;
import dev.steward.runner.time.Time;
import dev.steward.runner.wake.WakeRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Steward in one process, wired by hand: used by the command line, the server, the demo and specs. */
public final class Runner implements AutoCloseable {

    private final StewardConfig config;
    private final Store store;
    private final Time time;
    private final Playbooks playbooks;
    private final Inventories inventories;
    private final Inventories inventoriesAsKnown;
    private final Executions executions;
    private final Clusters clusters;
    private final Collecting collecting;
    private final Ways ways;
    private final KeptRolls rolls;
    private final RunDesk runs;
    private final Scheduling scheduling;
    private final Housekeeping housekeeping;
    private final StandInSchedules standIn;
    private final Tellers tellers;
    private final OpenUpids openUpids;
    private final Sleeping sleeping;
    private final HousePower power;
    private final Patching patching;
    private final Alerting alerting;
    private final GitDesk git;
    private final PowerSide side = new PowerSide();

    private Runner(
            LoadedConfig loaded,
            Store store,
            Secrets secrets,
            Map<String, String> environment,
            Supplier<Optional<Secret>> pushToken,
            Time time) {
        this.config = loaded.config();
        this.store = store;
        this.time = time;
        this.playbooks = new FilePlaybooks(config, new PlaybookCompiler(new Modules()));
        this.clusters = Clusters.of(loaded, time);
        this.ways = new Ways(config.ssh(), clusters, environment, time);
        this.inventories = Inventories.of(config, environment, clusters);
        this.inventoriesAsKnown = Inventories.of(config, environment, clusters.asKnown());
        this.rolls = new KeptRolls(store.settings(), new OwnSpot(config, clusters, acting(), time));
        HandedOver handedOver = handedOver();
        this.executions = new Executions(handedOver::carryOut, store.runs()::elsewhere, SharedClaims.of(store));
        handedOver.reconcile().ifPresent(became -> RebootRow.write(store, became, time.now()));
        this.tellers = Tellers.of(loaded, store, time);
        this.openUpids = new OpenUpids(store.upids(), acting(), store.queries()::ended);
        openUpids.look();
        this.runs = desk(preparation(secrets, handedOver), acting(), tellers.runs(loaded, store, time));
        this.scheduling = new Scheduling(loaded, store, runs, time);
        this.housekeeping = new Housekeeping(store, config, acting(), executions, tellers, time);
        this.standIn = new StandInSchedules(environment, store, runs, time);
        this.collecting = collecting(pushToken);
        this.sleeping = sleeping(acting());
        this.power = power(loaded, secrets);
        this.patching = patching();
        this.alerting = alerting();
        this.git = new GitDesk(GitDesk.Parts.of(
                loaded, environment, () -> Pin.of(store.queries(), executions.atWork()), tellers.fromOne(store), time));
    }

    private Alerting alerting() {
        OwnWork.Sources own = new OwnWork.Sources(store, executions::everywhere, rolls::open, side.hold());
        return Alerting.of(config, this::estates, power.desk()::readings, own, tellers.notifier(), time);
    }

    private HandedOver handedOver() {
        return new HandedOver(store.settings(), new OwnReboot(), clusters::order, HandedOver::kernelBootId);
    }

    private Preparation preparation(Secrets secrets, HandedOver handedOver) {
        return new Preparation(
                playbooks,
                inventories,
                engines(secrets, handedOver)::of,
                new Preparation.Here(
                        Self.ofThisMachine(),
                        store.settings().identity().toString().substring(0, 8),
                        new Runners(store.servers())),
                config.kept());
    }

    private Preparation.Engines engines(Secrets secrets, HandedOver handedOver) {
        Preparation.Engines.Found found = new Preparation.Engines.Found(
                schedule -> Patching.modules(store, config.patches(), schedule, time),
                secrets,
                handedOver,
                executions.claims());
        return new Preparation.Engines(config, acting(), ways, found, rolls, time);
    }

    private Patching patching() {
        RollLooks look =
                new RollLooks(() -> rolls.desk(acting()), this::estates, store.queries(), executions::everywhere);
        Supplier<Inventory> hosts = () -> inventories.load(List.of(), config.playbooks());
        PatchDesk.Parts parts = new PatchDesk.Parts(store, hosts, runs.begin(), config.patches(), time, look);
        return Patching.of(parts, executions::everywhere);
    }

    private Sleeping sleeping(ActingSource acting) {
        return Sleeping.of(config, clusters, acting, store, new Sleeping.Reasons(executions::busy, side.hold()), time);
    }

    private HousePower power(LoadedConfig loaded, Secrets secrets) {
        Protection protection = new Protection(
                loaded,
                store.folder(),
                playbooks.folder(),
                file -> playbooks.check(file, Map.of()),
                playbooks.lastValid(store.folder()).over(() -> inventories.load(List.of(), playbooks.folder()), time),
                ways::plain,
                clusters,
                secrets,
                time);
        return new HousePower(
                protection, new StoredHistory(store.runs(), store.queries()), tellers, side.hold()::follow);
    }

    private Collecting collecting(Supplier<Optional<Secret>> pushToken) {
        ContainerFiles files =
                new ContainerFiles(() -> inventories.load(List.of(), config.playbooks()), ways::plain, time);
        return new Collecting(config.collector(), store, files, pushToken, time);
    }

    private RunDesk desk(Preparation preparation, ActingSource acting, RunTelling telling) {
        ApprovedRuns.Setting approving = ApprovedRuns.Setting.of(config, store, tellers, this::patches, time);
        Runnable ended = () ->
                List.<Runnable>of(tellers.telling()::wake, openUpids::look).forEach(Runnable::run);
        RunDesk.Around around = new RunDesk.Around(clusters::look, ended, side.hold(), telling, approving);
        return new RunDesk(preparation, store, executions, around, new UpidCancels(store.upids(), acting)::end);
    }

    /** Opens Steward on a state directory that is ours until after this is closed; refuses a wrong or missing secret. */
    public static Runner open(LoadedConfig loaded, StateDir dir, Map<String, String> environment, Time time)
            throws ConfigRefused {
        return open(loaded, config -> Store.open(dir, config, Version.read().version(), time), environment, time);
    }

    /** The same on another store, opened once the configuration is found to be well and closed with this. */
    public static Runner open(
            LoadedConfig loaded, Function<StewardConfig, Store> store, Map<String, String> environment, Time time)
            throws ConfigRefused {
        Secrets secrets = FileSecrets.open(loaded.config().secrets(), environment);
        LoadedConfig whole = loaded.with(ConfigSecrets.resolved(loaded, secrets));
        WakeRule.of(whole);
        Tellers.check(whole);
        Store kept = store.apply(whole.config());
        return new Runner(whole, kept, secrets, environment, () -> ConfigSecrets.pushToken(loaded, environment), time);
    }

    /** The inventories of a configuration, without opening anything. */
    public static Inventories inventories(LoadedConfig loaded, Map<String, String> environment, Time time) {
        return Inventories.of(loaded.config(), environment, Clusters.of(loaded, environment, time));
    }

    /** The clusters for those that change something on them. */
    public ActingSource acting() {
        return clusters.acting(store.upids());
    }

    /** Looks at guests and nodes. */
    public Follow follow() {
        return Ways.follow(config, clusters, inventories, ways, time, () -> {});
    }

    /** The playbooks of a configuration, without opening anything. */
    public static Playbooks playbooks(StewardConfig config, PlaybookCompiler compiler) {
        return new FilePlaybooks(config, compiler);
    }

    /** The ways to hosts. */
    public Ways ways() {
        return ways;
    }

    /** Begins and steers runs. */
    public Runs runs() {
        return runs;
    }

    /** Plans that wait for another person's word. */
    public ApprovalDesk approvals() {
        return runs.approvals();
    }

    /** The folder of playbooks. */
    public Playbooks playbooks() {
        return playbooks;
    }

    /** Loads inventories. */
    public Inventories inventories() {
        return inventories;
    }

    /** The same without asking any cluster: its hosts are those of the last view, for who only looks. */
    public Inventories inventoriesAsKnown() {
        return inventoriesAsKnown;
    }

    /** What happened. */
    public Store store() {
        return store;
    }

    /** What will. */
    public ScheduleDesk schedules() {
        return scheduling;
    }

    /** The clusters as they are known, one view for all; empty without one. IllegalArgumentException: no CA file. */
    public Estates estates() {
        return clusters.estates();
    }

    /** From now on clusters are asked on their own; one that does not answer is no reason not to begin. */
    public void watchEstate() throws ConfigRefused {
        clusters.watch();
        collecting.start(clusters.estates(), power.desk()::readings);
        alerting.start();
    }

    /** The configuration in effect. */
    public StewardConfig config() {
        return config;
    }

    /** Guests that sleep while nobody needs them. */
    public Sleeping sleeping() {
        return sleeping;
    }

    /** Package work, exceptions from it, and reboots on request. */
    public PatchDesk patches() {
        return patching.desk();
    }

    /** What is wrong that is watched, and what people say of it. */
    public AlertDesk alerts() {
        return alerting.desk();
    }

    /** The repository that playbooks and inventory come from. */
    public GitDesk git() {
        return git;
    }

    /** Power protection. */
    public PowerDesk power() {
        return side.desk(power.desk());
    }

    /** What power protection is; it is at work once it is told to begin. */
    public HousePower housePower() {
        return power;
    }

    /** Nothing but power protection is at work from now on; why is told loudly. */
    public void protectAlone(List<String> troubles) {
        side.protectAlone(troubles);
        power.keepPlan(false);
        tellers.alone(troubles, time.now());
    }

    /** Says when nothing ordinary begins, for a UPS is on battery. */
    public PowerHold hold() {
        return side.hold();
    }

    /** Both clocks. */
    public Time time() {
        return time;
    }

    /** Answers commands of this and other processes. */
    public Desk desk() {
        Desk answers = ServerAnswers.of(CommandDesk.of(this, runs, scheduling, standIn), store, time);
        return AuditedDesk.before(new GitAnswers(answers, git), store, power(), time);
    }

    /** From now on schedules fire; where one of the configuration's is wrong, it is refused and none fires. */
    public void startSchedules() throws ConfigRefused {
        git.start();
        scheduling.start();
        power.keepPlan(true);
        housekeeping.start();
        openUpids.ofOthersToo(store, time);
        sleeping.wakes().start();
        rolls.takeExpected().ifPresent(runs::goOn);
        patching.watch().start();
        side.watch(executions, scheduling::release, time);
    }

    /** The numbers of the runs at work in this process. */
    public List<Long> atWork() {
        // a run whose end is told already may still be letting go of its thread
        return executions.atWork().stream()
                .filter(run -> !store.queries().ended(run))
                .toList();
    }

    /** Waits until no run is at work and takes none from then on; schedules that fall due later are the next owner's. */
    public void retire() throws InterruptedException {
        executions.awaitIdle();
        standIn.close();
        while (!executions.retire()) {
            executions.awaitIdle();
        }
    }

    /** Tells a last time what happened, as long as patience lasts; the notices that wait for the next process. */
    public List<Posted> tellTheRest(Duration patience) {
        tellers.telling().finish(patience);
        return tellers.notifier().waiting();
    }

    /** Ends schedules, asks runs to end, and closes the store. */
    @Override
    public void close() {
        side.close();
        git.close();
        power.close();
        alerting.close();
        patching.close();
        scheduling.close();
        sleeping.wakes().close();
        housekeeping.close();
        standIn.close();
        runs.close();
        collecting.close();
        openUpids.close();
        ways.close();
        clusters.close();
        tellers.telling().close();
        store.close();
    }
}

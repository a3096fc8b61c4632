package dev.steward.web

import dev.steward.dsl.check.Checked
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.dsl.source.SourceFolder
import dev.steward.dsl.check.Problem
import dev.steward.dsl.plan.Plan
import dev.steward.runner.app.patch.PatchLab
import dev.steward.runner.app.power.StagedPower
import dev.steward.runner.app.Playbooks
import dev.steward.runner.app.RunRefused
import dev.steward.runner.app.ScheduleDesk
import dev.steward.runner.app.Version
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.config.LoadedConfig
import dev.steward.runner.doctor.Finding
import dev.steward.runner.event.EventJson
import dev.steward.runner.inventory.Inventory
import dev.steward.runner.inventory.PlanHosts
import dev.steward.runner.inventory.drift.Drift
import dev.steward.runner.inventory.yaml.InventoryLoader
import dev.steward.runner.metrics.Expositions
import dev.steward.runner.metrics.pve.PveExporter
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.proxmox.estate.Estates
import dev.steward.runner.notify.Notifier
import dev.steward.runner.secret.AnsibleVault
import dev.steward.runner.secret.Secret
import dev.steward.runner.store.Store
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.Time
import dev.steward.runner.wake.Maintenance
import dev.steward.runner.wake.WakeLab
import dev.steward.runner.wake.Wakes
import dev.steward.runner.app.alert.AlertDesk
import dev.steward.runner.app.approve.ApprovalDesk
import dev.steward.runner.app.approve.ApprovalRule
import dev.steward.runner.config.approve.ApprovalConfig
import dev.steward.runner.config.hook.HookConfig
import dev.steward.web.parts.AlertParts
import dev.steward.runner.app.git.GitStatus
import dev.steward.web.parts.GitParts
import dev.steward.web.parts.HostLookup
import dev.steward.web.parts.HouseParts
import dev.steward.web.parts.Plug
import dev.steward.web.parts.WebParts
import dev.steward.runner.secret.TokenText
import dev.steward.web.security.StoredTokens
import dev.steward.web.server.WebServer
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.time.ZoneId
import java.time.ZonedDateTime
import java.time.temporal.ChronoUnit

/** A real server on a real store and real playbooks; only what begins runs and the schedules are recorded. */
class WebFixture implements AutoCloseable {

    static final String TOKEN = 'stw_spec'
    static final String DIUN = 'a-token-for-diun-alone'
    static final String HOOK = 'a-secret-of-the-hook-alone'
    static final ZoneId BERLIN = ZoneId.of('Europe/Berlin')

    final SettableTime time
    final StoreFixture stored
    final Store store
    final Recorded runs
    final Path folder
    final Folder playbooks
    final Desk desk = new Desk()
    final Repository git = new Repository()
    final GuestDoors doors = new GuestDoors()
    final StagedPower power
    final Optional<Plug> plug
    final PatchLab patches
    final PveExporter exporter
    final ApprovalDesk approvals
    final WebParts parts
    final WebServer server
    /** What is in effect, and what a look finds. */
    final LoadedConfig config
    List<Finding> findings = [Finding.good('configuration', 'steward.yml')]
    final List<Boolean> looked = []
    /** The inventory's text; an empty one has no host. */
    String hosts = ''
    Drift drift = new Drift([], [])
    private final Path hostsFile
    private final HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build()

    WebFixture(Path dir, Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS), Estates estates = null, Closure<Wakes> waking = null) {
        this(dir, new SettableTime(now), estates, waking)
    }

    WebFixture(Path dir, SettableTime clock, Estates estates, Closure<Wakes> waking = null, Plug plug = null, Time storeTime = clock) {
        time = clock
        power = new StagedPower(time)
        this.plug = Optional.ofNullable(plug)
        stored = new StoreFixture(dir.resolve('state'), storeTime)
        store = stored.store
        patches = new PatchLab(dir, stored, time)
        runs = new Recorded(store)
        Path file = dir.resolve('steward.yml')
        Files.writeString(file, "stateDir: ${dir.resolve('state')}\nserver:\n  port: 8421\nnotices:\n  webhooks:\n    ops: {url: 'https://example.com/in/s3cr3t-hook'}\nretention: {playbooks: {weekly-updates: {days: 30, size: 500MB}}}\n")
        config = new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.of(file))
        hostsFile = Files.createDirectories(dir.resolve('inventory')).resolve('hosts.yml')
        folder = Files.createDirectories(dir.resolve('playbooks'))
        ['weekly-updates', 'update-lxc-containers', 'update-docker-vms'].each {
            Files.copy(Path.of('../playbooks', it + '.groovy'), folder.resolve(it + '.groovy'))
        }
        store.tokens().put('admin', TokenText.hash(TOKEN), 'admin')
        playbooks = new Folder(folder)
        Estates known = estates ?: new Estates([], time)
        parts = new WebParts(runs, playbooks, store, desk, new Lookup(),
                new StoredTokens(store, time), time, BERLIN, Version.read(),
                Optional.of(new Secret(DIUN)), known, { guest -> [guest.name()] }, doors.parts(known),
                { inventory() }, { drift },
                waking ? waking(store, time) : WakeLab.none(store, time), new Maintenance(store.settings(), time), power, patches.desk,
                new Expositions(store, power, exporter = new PveExporter(known, [lab: ['https://127.0.0.1:8006']], time), { 3 }, new Expositions.Build('0.1.0', '1a2b3c4')),
                new AlertParts(new AlertDesk(store, true, new Notifier(store, [], Optional.empty(), time), time), [names: { tests.keySet() as List }, test: { by, channel -> tested(channel) }] as AlertParts.Channels), git, approvals = new ApprovalDesk(store, new ApprovalRule(new ApprovalConfig(['update-docker-*'], [], ApprovalConfig.By.OPERATOR, java.time.Duration.ofHours(24))), runs.plans = new StagedPlans(stored, playbooks), { approval, at -> }, time), [update: new HookConfig('weekly-updates.groovy', ['autoReboot'], new Secret(HOOK))],
                new HouseParts(config, { offline -> looked << offline; findings }), this.plug)
        runs.plans.desk = approvals
        server = new WebServer(parts).start('127.0.0.1', 0)
    }

    private Inventory inventory() {
        Files.writeString(hostsFile, hosts)
        new InventoryLoader(AnsibleVault.of([])).load(hosts.empty ? [] : [hostsFile.toString()], Optional.of(folder))
    }

    String getUrl() { "http://127.0.0.1:${server.port()}" }

    /** What channels say to a test, by name; they do not take it where that begins with a bang. */
    final Map<String, String> tests = [mail: 'sent', 'webhook ops': '!refused: 404']

    private List<String> tested(Optional<String> channel) {
        def asked = tests.findAll { channel.empty || channel.get() == it.key }
        def bad = asked.findAll { it.value.startsWith('!') }
        if (bad) throw new RunRefused(bad.collect { "${it.key}: ${it.value.drop(1)}" as String })
        asked.collect { "${it.key}: ${it.value}" as String }
    }

    HttpResponse<String> get(String path, Map<String, String> headers = [:]) {
        client.send(request(path, headers).GET().build(), HttpResponse.BodyHandlers.ofString())
    }

    HttpResponse<String> head(String path) {
        client.send(request(path, [:]).method('HEAD', HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString())
    }

    /** The status for a Host header of one's own, which Java's client does not let through. */
    int status(String path, String host) {
        new Socket('127.0.0.1', server.port()).withCloseable { socket ->
            socket.outputStream << "GET $path HTTP/1.1\r\nHost: $host\r\nConnection: close\r\n\r\n"
            socket.outputStream.flush()
            socket.inputStream.newReader('UTF-8').readLine().split(' ')[1] as int
        }
    }

    HttpResponse<String> post(String path, String body, Map<String, String> headers = [:]) {
        Map<String, String> all = ['Content-Type': 'application/x-www-form-urlencoded'] + headers
        client.send(request(path, all).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString())
    }

    /** Any other method; without a body where none is given. */
    HttpResponse<String> send(String method, String path, String body = null, Map<String, String> headers = [:]) {
        def builder = request(path, headers).method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
        client.send(builder.build(), HttpResponse.BodyHandlers.ofString())
    }

    HttpRequest.Builder request(String path, Map<String, String> headers) {
        def builder = HttpRequest.newBuilder(URI.create(url + path))
        headers.each { name, value -> builder.header(name, value) }
        builder
    }

    /** The cookie of a new session. */
    String signIn() {
        def answer = post('/sign-in', 'token=' + TOKEN)
        assert answer.statusCode() == 303
        answer.headers().firstValue('Set-Cookie').get().split(';')[0]
    }

    /** What forms must carry in that session. */
    String csrf(String cookie) {
        (get('/playbooks', [Cookie: cookie]).body() =~ /name="csrf" value="([^"]+)"/)[0][1]
    }

    static Map<String, Object> json(HttpResponse<String> answer) { new EventJson().map(answer.body()) }

    @Override
    void close() {
        server.close()
        exporter.close()
        stored.close()
    }

    static class Folder implements Playbooks {

        private final PlaybookCompiler compiler = new PlaybookCompiler(new Modules())
        private final Path folder
        Optional<String> trouble = Optional.empty()

        Folder(Path folder) { this.folder = folder }

        @Override
        Path folder() { folder }

        @Override
        List<String> names() {
            trouble.present ? [] : folder.toFile().list().findAll { it.endsWith('.groovy') }.sort()
        }

        @Override
        Optional<String> trouble() { trouble }

        @Override
        String source(String name) { Files.readString(folder.resolve(name)) }

        @Override
        Checked check(Path file, Map<String, Object> given) { compiler.check(file, given) }

        @Override
        Checked check(SourceFolder texts, String file, Map<String, Object> given) { compiler.check(texts, file, given) }
    }

    static class Lookup implements HostLookup {

        static final Map<String, List<String>> GROUPS = [
                lxc_containers: (1..5).collect { "ct-$it" as String }, docker_vms: (1..4).collect { "vm-$it" as String }, proxmox_nodes: ['pve1']]

        @Override
        PlanHosts of(Plan plan, Optional<String> limit) throws RunRefused {
            Map<String, Problem> unknown = plan.plays().findAll { !GROUPS[it.hosts()] }.collectEntries {
                [it.hosts(), new Problem(it.hostsAt(), "no host or group of the inventory matches '${it.hosts()}'", Optional.empty(), Problem.Severity.WARNING)]
            }
            new PlanHosts(plan.plays().collect { matching(it.hosts(), limit) }, unknown.values() as List)
        }

        private static List<String> matching(String hosts, Optional<String> limit) throws RunRefused {
            List<String> all = GROUPS[hosts] ?: []
            if (limit.present && !GROUPS.values().flatten().contains(limit.get())) {
                throw new RunRefused(["limit:1:1: '${limit.get()}' matches no host; look at --list-hosts" as String])
            }
            limit.map { all.intersect([it]) }.orElse(all)
        }
    }

    /** A repository that somebody else keeps. */
    static class Repository implements GitParts {

        Optional<GitStatus> status = Optional.empty()
        Optional<Secret> webhook = Optional.of(new Secret(DIUN))
        final List<String> asked = []

        @Override
        Optional<GitStatus> status() { status }

        @Override
        void sync() { asked << 'sync' }

        @Override
        void soon() { asked << 'soon' }

        @Override
        Optional<Secret> webhook() { webhook }
    }

    static class Desk implements ScheduleDesk {

        final List<List> asked = []
        Optional<ScheduleDesk.Pause> paused = Optional.empty()
        Optional<String> silent = Optional.empty()
        final List<ScheduleDesk.Planned> others = []
        final Map<String, List<ScheduleDesk.Fire>> fires = [:]
        Closure<Long> onRun = { throw new RunRefused(['nothing to run']) }
        Instant first = ZonedDateTime.of(2027, 2, 21, 3, 0, 0, 0, BERLIN).toInstant()

        @Override
        List<ScheduleDesk.Planned> all() {
            [new ScheduleDesk.Planned('weekly-updates', 'weekly-updates.groovy', '0 3 * * 0', 'Europe/Berlin',
                    'left out, and shown as missed', 'a time that does not exist fires at the end of the gap', false, Optional.empty(), paused, silent,
                    paused.present || silent.present ? Optional.empty() : Optional.of(first))] + others
        }

        @Override
        List<ScheduleDesk.Fire> next(String name, int count) {
            fires[name] != null ? fires[name].take(count) : silent.present ? [] : (0..<count).collect {
                def at = first.atZone(BERLIN).plusWeeks(it)
                boolean change = at.month.value == 3 && at.dayOfMonth > 24
                new ScheduleDesk.Fire(at, change ? Optional.of('02:00 to 03:00 does not exist that night') : Optional.empty())
            }
        }

        @Override
        void pause(String name, String by) {
            asked << ['pause', name, by]
            paused = Optional.of(new ScheduleDesk.Pause(by, first.minusSeconds(86_400)))
        }

        @Override
        void resume(String name) {
            asked << ['resume', name]
            paused = Optional.empty()
        }

        @Override
        long runNow(String name, String by) throws RunRefused {
            asked << ['run', name, by]
            onRun.call()
        }
    }
}

package dev.steward.web

import static dev.steward.runner.store.patch.PatchRun.done
import static dev.steward.runner.store.patch.PatchRun.found

import dev.steward.runner.account.Role
import dev.steward.runner.app.patch.WishReader
import dev.steward.runner.config.ServerConfig
import dev.steward.runner.event.Cause
import dev.steward.runner.event.Status
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.store.alert.Alerts
import dev.steward.runner.wake.WakeLab
import dev.steward.web.estate.LabEstate
import dev.steward.web.http.Route
import dev.steward.web.http.Verb
import dev.steward.web.security.Sessions
import dev.steward.web.security.SetupCode
import dev.steward.web.server.Routes
import java.net.http.HttpClient
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit

/** One server that has something of everything, and what its routes look like when they are filled in. */
class FullHouse implements AutoCloseable {

    final LabEstate estate
    final WebFixture web
    /** Nobody has an account there, so that the first may be made. */
    final WebFixture fresh
    final String cookie
    final long failed
    final long running
    final long asking
    final long cluster
    private final List<Long> plans
    private WakeLab wake
    private final PveKit rolling
    private final String link
    private final HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build()

    FullHouse(Path dir) {
        estate = new LabEstate(dir.resolve('lab')).with('home', LabEstate.small()).silent('away').open()
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS)
        web = new WebFixture(dir.resolve('web'), now, estate.estates, { store, time ->
            (wake = new WakeLab(store, time, [WakeLab.rule('media', 103, url: 'http://127.0.0.1/films/', idle: Duration.ofMinutes(20))], { it.lxc(103, 'media') {} })).wakes
        })
        web.hosts = 'all: {vars: {site: home}, children: {web: {hosts: {web-1: {ansible_host: 192.0.2.21}, web-2: {}}}}}\n'
        def past = new Estate(web)
        running = past.build(now)
        failed = running - 1
        asking = past.asking('Reboot docker-1 now? Two people are logged in.')
        cluster = past.onCluster()
        web.time.set(now)
        patches()
        web.hosts = '''\
            all:
              vars: {color: red, ansible_ssh_user: root}
              children:
                web: {vars: {port: 8080, db_password: s3cr3t}, hosts: {web-1: {port: 9000, ansible_host: 192.0.2.11}, "web-[2:9]": {}}}
                db: {hosts: {db-1: {proxmox_cluster: home, proxmox_vmid: 103, proxmox_vmtype: lxc}}}
            '''.stripIndent()
        web.store.alerts().raise(new Alerts.Draft('node:home/node/pve2', 'node', 'home', 'node/pve2', 'error', 'Node pve2 of home is offline', ''), now)
        web.power.house()
        wake.look()
        link = wake.wakes.link('media', Duration.ofDays(1), 'anna').token()
        rolling = new PveKit(Files.createDirectories(dir.resolve('rolling')), PveLab.cluster('lab').nodes(3)
                .lxc(101, 'web-1') { it.node('pve1').running() }
                .qemu(102, 'gpu-1') { it.node('pve2').running().set('hostpci0', '0000:01:00') })
        rolling.runner.estates().refresh('home')
        web.patches.rolls = rolling.runner.patches().rolls()
        broken()
        def people = new People(web)
        people.add('ada', Role.ADMIN)
        people.add('vera', Role.VIEWER)
        people.add('otto', Role.OPERATOR)
        cookie = people.cookie('ada')
        plans = approvals(people, people.cookie('otto'))
        people.post('/you/tokens', cookie, 'name=nightly-backup&scope=operate&expires=90d')
        people.post('/runs/saved', cookie, 'name=What+failed&query=' + URLEncoder.encode('?status=failed', 'UTF-8'))
        fresh = new WebFixture(dir.resolve('fresh'), now)
    }

    private void patches() {
        def lab = web.patches
        long check = begin('check', ['web-1', 'router'])
        lab.starts(check, 'web-1')
        lab.ends(check, 'web-1', found([openssl: ['3.0.13-1', '3.0.15-1', true], curl: ['7.88.1-10', '7.88.1-12', false]], [held: ['nginx'], rebootRequired: true]), Status.OK, '2 packages to be upgraded (1 security)')
        lab.starts(check, 'router')
        lab.ends(check, 'router', [action: 'check', stage: 'check'], Status.FAILED, 'cannot refresh the package index: mirror.example.com does not answer')
        lab.over(check)
        long apply = begin('apply', ['web-2'])
        lab.starts(apply, 'web-2')
        lab.ends(apply, 'web-2', done([openssl: ['3.0.11-1', '3.0.15-1', true]], [:], [snapshot: 'steward-patch-20261101-030000']))
        lab.over(apply)
    }

    private long begin(String mode, List targets) {
        web.patches.desk.begin(WishReader.of([mode: mode, targets: targets, unchecked: true], new Cause(Cause.Kind.PERSON, 'anna'))).run()
    }

    /** A plan that waits for a word, and one that was not given it. */
    private List<Long> approvals(People people, String otto) {
        List<Long> asked = ['vm-1', 'vm-2'].collect {
            people.post('/playbooks/update-docker-vms.groovy/ask', otto, "reason=The+kernel+has+a+hole&limit=$it").headers().firstValue('Location').get().split('/').last() as long
        }
        people.post("/approvals/${asked[1]}/reject", cookie, 'reason=Not+before+the+weekend')
        asked
    }

    private void broken() {
        Files.writeString(web.folder.resolve('broken.groovy'), '''\
            playbook('Broken') {
                play('Update') {
                    hosts 'all'
                    tasks { task('Upgrade') { atp upgrade: 'dist' } }
                }
            }
            '''.stripIndent())
    }

    /** Real places for every route with a place in it, and more than one for pages that look different by what they show. */
    private Map<String, List> examples() {
        ['{run}': [failed, running, asking, cluster], '{playbook}': ['update-lxc-containers.groovy', 'broken.groovy'], '{step}': ['0.0'], '{host}': ['web-1'],
         '{cluster}': ['home'], '{node}': ['pve1'], '{vmid}': ['201', '101'], '{guide}': ['native-monitoring'], '{name}': ['media'], '{token}': [link], '{approval}': plans, '{ups}': ['cyberpower']]
    }

    /** Routes whose places hang together, and pages that show something else by what they are asked. */
    private Map<String, List<String>> special() {
        ['/runs/{run}/tasks/{step}/{host}': ["/runs/$failed/tasks/0.0/mail", "/runs/$cluster/tasks/0.0/docker-1"],
         '/parts/runs/{run}/tasks/{step}/{host}': ["/parts/runs/$failed/tasks/0.0/mail"],
         '/estate/clusters/{cluster}': ['/estate/clusters/home', '/estate/clusters/away'],
         '/estate/clusters/{cluster}/guests/{vmid}': ['/estate/clusters/home/guests/201', '/estate/clusters/home/guests/101?span=month'],
         '/inventory': ['/inventory', '/inventory?q=web&status=!failed', '/inventory?q=nothing-at-all'], '/inventory/hosts/{host}': ['/inventory/hosts/web-1', '/inventory/hosts/db-1'],
         '/schedules': ['/schedules', '/schedules?week=1'],
         '/runs': ['/runs', '/runs?status=failed,lost&cause=!api', '/runs?q=nothing-at-all'],
         '/runs/{run}/about': ["/runs/$failed/about"], '/runs/{run}/diff': ["/runs/$failed/diff"], '/runs/{run}/plan': ["/runs/$failed/plan"],
         '/runs/{run}/compare': ["/runs/$failed/compare", "/runs/$running/compare"],
         '/runs/{run}/log': ["/runs/$failed/log", located("/runs/$failed/log?q=tzdata"), "/runs/$running/log"],
         '/estate': ['/estate', '/estate?tag=prod'],
         '/reference': ['/reference', '/reference?q=reboot', '/reference?q=nothing-at-all'], '/reference/{part}': ['/reference/modules'], '/reference/{part}/{word}': ['/reference/modules/apt', '/reference/configuration/server'],
         '/parts/newer': ['/parts/newer?than=1']].collectEntries { k, v -> [k, v*.toString()] }
    }

    /** Every way in that only reads and that is no part of the API. */
    List<Route> reading() {
        new Routes(web.parts, new Sessions(web.time, { Optional.empty() }, web.parts.tokens()), null, new SetupCode(), new Routes.Around(ServerConfig.DEFAULT, { web.url }, { Optional.empty() })).all()
                .findAll { it.verb() == Verb.GET && it.access() != Route.Access.METRICS && !it.path().startsWith('/api/') }
    }

    /** That route's addresses, as of a person who came by links. */
    List<String> addresses(Route route) {
        special()[route.path()] ?: examples().inject([route.path()]) { all, place, values ->
            all.collectMany { at -> at.contains(place) ? values.collect { at.replace(place, it as String) } : [at] }
        }
    }

    /** The server that has this page. */
    String origin(String path) { (path == '/setup' ? fresh : web).url }

    String url(String path) { origin(path) + path }

    /** Where a search leads. */
    private String located(String path) { get(path).headers().firstValue('Location').get().split('#')[0] }

    int status(String path) { get(path).with { it.body().close(); it.statusCode() } }

    /** What somebody is answered that is signed in. */
    HttpResponse<InputStream> get(String path) {
        client.send(web.request('', [Cookie: cookie]).uri(URI.create(url(path))).GET().build(), HttpResponse.BodyHandlers.ofInputStream())
    }

    /** The addresses of whole pages; the others answer with a part of one, a stream or a text. */
    List<String> pages() { reading().collectMany { addresses(it) }.findAll { !it.contains('{') && whole(it) } }

    boolean whole(String path) {
        def answer = get(path)
        answer.body().withCloseable {
            answer.headers().firstValue('Content-Type').orElse('').startsWith('text/html') && new String(it.readNBytes(200), 'UTF-8').strip().toLowerCase().startsWith('<!doctype html>')
        }
    }

    @Override
    void close() {
        web.close()
        fresh.close()
        wake.close()
        rolling.close()
        estate.close()
    }
}

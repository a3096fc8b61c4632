package dev.steward.web.main

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.runner.app.kept.KeptPlan
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.notice.Notice
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** A server as {@code serve} starts it, with upsd over TCP, a cluster over TLS and the machine's clock. */
@Timeout(180)
abstract class ServedHouse extends Specification {

    static final String PLAYBOOK = '''
        playbook('UPS shutdown') {
            onBattery ups: 'cyberpower', confirm: 1.seconds
            onPowerRestored stableFor: 30.seconds
            phase('Guests') {
                startWhen { ups.onBatteryFor >= 1.seconds }
                play('Guests') { hosts 'proxmox_pve2_lxc'; tasks { task('Down') { guest state: 'shutdown', timeout: 60.seconds, force: true } } }
            }
            phase('Node') {
                after 'Guests'
                play('Node') { hosts 'pve2'; tasks { task('Off') { node state: 'shutdown' } } }
            }
        }
        '''.stripIndent()

    @TempDir Path dir
    @AutoCleanup PveLab lab
    @AutoCleanup UpsLab upsd = UpsLab.open(new SystemTime())
    @AutoCleanup Server server
    def time = new SystemTime()
    Starting starting
    StateDir held
    def soon = new PollingConditions(timeout: 60, delay: 0.1)

    def setup() {
        upsd.add('cyberpower')
        lab = PveLab.cluster('lab').nodes(3).lxc(101, 'web-1') { it.node('pve2').running().shutsDownIn(Duration.ofSeconds(1)) }.start(time)
        Files.writeString(dir.resolve('ca.pem'), lab.caPem())
        Files.createDirectories(dir.resolve('hosts'))
        Files.writeString(dir.resolve('hosts/proxmox.yml'), 'plugin: proxmox\n')
        Files.writeString(dir.resolve('hosts/mine.yml'), 'all: {hosts: {web-1: {ansible_connection: local}}}\n')
        write(PLAYBOOK)
    }

    void write(String playbook) { Files.writeString(dir.resolve('ups.groovy'), playbook) }

    String config() { """\
        inventory: hosts
        playbooks: .
        schedules: {}
        server: {port: 0}
        retention: {days: 30}
        notices: {ntfy: {url: 'http://127.0.0.1:9', topic: power}}
        proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
        power: {plan: ups.groovy, poll: 1s, pollOnBattery: 1s, stableFor: 1s, ups: {cyberpower: {host: '${upsd.address()}'}}}
        """.stripIndent() }

    void start(String config) {
        Files.writeString(dir.resolve('steward.yml'), config)
        starting = new Starting(new ConfigLoader([:], dir, dir.resolve('none.yml')), Optional.empty(), [:], time)
        def loaded = starting.config()
        held = (starting.lock(loaded) as StateDir.Opened.Ours).dir()
        server = starting.server(loaded, held, Optional.empty())
    }

    /** A good day, so that there is a plan to keep. */
    KeptPlan.Kept goodDay() {
        start(config())
        soon.eventually { assert kept().map { it.hosts().contains('web-1') }.orElse(false) }
        server.close()
        server = null
        kept().get()
    }

    Optional<KeptPlan.Kept> kept() { new KeptPlan(dir.resolve('.steward')).last() }

    Map power() {
        def answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://localhost:${server.port()}/api/v1/power")).build(),
                HttpResponse.BodyHandlers.ofString())
        assert answer.statusCode() == 200
        new ObjectMapper().readValue(answer.body(), Map)
    }

    void pullThePlug() {
        soon.eventually { assert power().state == 'online' }
        upsd.ups('cyberpower').set('ups.status', 'OB DISCHRG')
    }

    /** Without a database they wait in files. */
    List<String> notices() {
        def spool = dir.resolve('.steward/notices')
        server.runner().store().outbox().last(9)*.notice().findAll { it.kind() == Notice.Kind.POWER_ERROR }*.text() +
                (Files.isDirectory(spool) ? Files.list(spool).toList().collect { Files.readString(it) } : [])
    }
}

package dev.steward.runner.outage

import dev.steward.house.Row
import dev.steward.runner.app.Victim
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.ups.LabUser
import dev.steward.runner.lab.ups.UpsLab
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/**
 * A process that carries an outage out is killed by SIGKILL at four points of every step. The judge is the request log of the
 * simulated cluster, which is another process than the one that dies.
 */
class OutageKillRealSpec extends Specification {

    static final int TIMES = 10
    static final List<String> POINTS = ['before', 'after', 'acted', 'kept']
    static final List<String> ALL = ['POST /nodes/pve1/lxc/101/status/shutdown', 'POST /nodes/pve1/status',
                                     'POST /nodes/pve2/qemu/102/status/shutdown', 'POST /nodes/pve2/status']

    @TempDir Path folder
    @AutoCleanup PveLab lab
    @AutoCleanup UpsLab upsd
    Instant base = new dev.steward.runner.time.SystemTime().now()

    private void house(int nodes = 3, String ups = '{host: 127.0.0.1}') {
        lab = PveLab.cluster('lab').nodes(nodes)
                .lxc(101, 'web-1') { it.node('pve1').running().set('onboot', 1) }
                .qemu(102, 'db-1') { it.node('pve2').running().set('onboot', 1) }
                .start(new QuickTime(base, TIMES))
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        Files.writeString(folder.resolve('steward.yml'), """
            inventory: [hosts]
            playbooks: .
            proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            power: {self: {outside: true}, ups: {cyberpower: $ups}}
            """.stripIndent())
        Files.createDirectories(folder.resolve('hosts'))
        Files.writeString(folder.resolve('hosts/proxmox.yml'), 'plugin: proxmox\n')
    }

    /** Runs a process until it ends; 137 is SIGKILL's. */
    private int victim(String kill, String script = '-1000=OB') {
        Files.writeString(folder.resolve('victim.properties'), "base=$base\ntimes=$TIMES\nkill=$kill\nscript=$script\ncut=${upsd ? 'yes' : ''}\n")
        def out = folder.resolve("out-${System.nanoTime()}.txt").toFile()
        def process = new ProcessBuilder(java(), '-Xshare:auto', '-XX:TieredStopAtLevel=1', '-cp', System.getProperty('java.class.path'),
                Victim.name, folder.toString()).redirectErrorStream(true).redirectOutput(out).start()
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly()
            throw new IllegalStateException("the process did not end: ${out.text.readLines().takeRight(40).join('\n')}")
        }
        assert process.exitValue() in [0, 137]: out.text
        process.exitValue()
    }

    private static String java() { Path.of(System.getProperty('java.home'), 'bin', 'java') }

    private List<String> writes() {
        lab.requests().findAll { it.method() != 'GET' && it.status() == 200 && it.path() != '/pools' }.collect { "${it.method()} ${it.path()}".toString() }
    }

    private List<String> up() { lab.change { it.nodes().values().findAll { n -> n.up() }*.name() } }

    private List<Integer> running() { [101, 102].findAll { lab.guest(it).running() } }

    @Row('F-34')
    def 'killed #kill, the next process goes on: no step twice, none missing, everything is down at the end'() {
        given:
        house()

        expect:
        victim(kill) == 137
        victim('') == 0
        writes().sort() == ALL
        up() == ['pve3']
        running() == []

        where:
        kill << (1..4).collectMany { step -> POINTS.collect { "$step:$it" } }
    }

    @Row('F-21')
    def 'killed #point the UPS is told to cut its outlets, the next process neither forgets it nor says it twice'() {
        given:
        upsd = UpsLab.open(new QuickTime(base, TIMES)).user(LabUser.secondary('steward', 'pw'))
        def ups = upsd.add('cyberpower').set('ups.status', 'OB DISCHRG').set('ups.delay.shutdown', '900')
        house(2, "{host: '${upsd.address()}', user: steward, password: pw}")

        expect:
        victim("5:$point") == 137
        victim('') == 0
        ups.given()*.name() == ['shutdown.return']
        writes().sort() == ALL
        up() == []

        where:
        point << POINTS
    }

    def 'killed twice in one run (#first, then #second)'() {
        given:
        house()

        expect:
        victim(first) == 137
        victim(second) == 137
        victim('') == 0
        writes().sort() == ALL
        up() == ['pve3']

        where:
        first      | second
        '1:after'  | '1:acted'
        '1:acted'  | '1:after'
        '2:after'  | '1:acted'
        '2:acted'  | '2:before'
        '3:kept'   | '1:acted'
    }

    def 'killed #kill, and the power is back while it is down: everything runs as before, and pve1 was never stopped'() {
        given:
        house()

        when:
        int killed = victim(kill)
        int second = (new QuickTime(base, TIMES).now().epochSecond - base.epochSecond) as int
        int over = victim('', "-1000=OB,${second}=OL")

        then:
        killed == 137
        over == 0
        up() == ['pve1', 'pve2', 'pve3']
        running() == [101, 102]
        writes().unique(false) == writes().findAll { !it.contains('wakeonlan') && !it.contains('/status/start') }.plus(writes().findAll { it.contains('wakeonlan') || it.contains('/status/start') }.unique())
        !writes().contains('POST /nodes/pve1/status')

        where:
        kill << (1..2).collectMany { step -> POINTS.collect { "$step:$it" } }
    }

    def 'killed #kill after the point of no return, and the power is back while it is down: the plan is finished'() {
        given:
        house()

        when:
        int killed = victim(kill)
        int second = (new QuickTime(base, TIMES).now().epochSecond - base.epochSecond) as int
        int over = victim('', "-1000=OB,${second}=OL")

        then:
        killed == 137
        over == 0
        writes().sort() == ALL
        up() == ['pve3']

        where:
        kill << ['3:after', '3:acted', '4:before', '4:acted']
    }
}

package dev.steward.web.cli

import dev.steward.house.Row
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.SystemTime
import dev.steward.runner.time.Time
import dev.steward.web.main.Launched
import java.nio.file.Files
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/** The packaged command waits for a task of the cluster and is killed by SIGKILL; the next process finds out how the task ended, and who resumes the run joins it. */
class UpidKillRealSpec extends Specification {

    @AutoCleanup PveLab lab
    @AutoCleanup Terminal steward = new Terminal()
    @AutoCleanup Launched server
    def soon = new PollingConditions(timeout: 90, delay: 0.1)

    private void house(Closure guest, String state = 'shutdown', Time time = new SystemTime()) {
        lab = PveLab.cluster('lab').nodes(2).lxc(101, 'web-1') { guest(it.node('pve2')) }.start(time)
        Files.writeString(steward.folder.resolve('ca.pem'), lab.caPem())
        Files.createDirectory(steward.folder.resolve('hosts'))
        steward.write('hosts/proxmox.yml', 'plugin: proxmox\n')
        steward.write('hosts/mine.yml', 'all: {hosts: {web-1: {ansible_connection: local}}}\n')
        steward.write('power.groovy', """
            playbook('Power') {
                play('Power') { hosts 'web-1'; tasks { task('Switch it') { guest state: '$state', timeout: 60.seconds } } }
            }
            """.stripIndent())
        steward.write('steward.yml', """
            inventory: [hosts]
            playbooks: .
            schedules: {}
            proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            """.stripIndent())
    }

    private List asked() { lab.requests().collect { "${it.method()} ${it.path()}".toString() } }

    private List<Map> upids(int port) { Launched.json(port, '/api/v1/runs/1/upids').upids as List<Map> }

    def 'killed while it waits: the task is known with its run, and its end is #status, which it came to while nobody looked'() {
        given:
        house { it.running().shutsDownIn(Duration.ofSeconds(6)) }
        if (trouble) { lab.fail('vzshutdown', 101, trouble) }
        def command = steward.start(['run', 'power.groovy'])
        soon.eventually { assert asked().any { it.startsWith('GET /nodes/pve2/tasks/UPID:') } }

        when:
        command.destroyForcibly().waitFor()
        def left = lab.requests().size()
        soon.eventually { assert !lab.guest(101).running() || trouble }
        lab.requests().size() == left
        def port = Launched.freePort()
        server = Launched.steward(['serve', '--port', port as String], [STEWARD_HOME: steward.home as String], steward.folder)
        soon.eventually { assert Launched.answers(port) }

        then:
        soon.eventually { assert upids(port)*.status == [status] }
        with(upids(port)[0]) {
            type == 'vzshutdown'
            guest == 101
            host == 'web-1'
            exitStatus == exit
        }
        Launched.json(port, '/api/v1/runs/1').status == 'lost'
        asked().count('POST /nodes/pve2/lxc/101/status/shutdown') == 1

        where:
        trouble          || status   | exit
        null             || 'ok'     | 'OK'
        'container hung' || 'failed' | 'container hung'
    }

    @Row(['S-02', 'S-03'])
    def 'steward resume: where a #action of the cluster was under way when its run was killed and #meanwhile, it is joined, and the cluster was asked once'() {
        given: 'a cluster whose clock stands still, so that its task goes on until the spec says so'
        def time = new SettableTime(Instant.now())
        house({ action == 'start' ? it : it.running() }, action == 'start' ? 'started' : action, time)
        if (trouble) { lab.fail("vz$action", 101, trouble) }
        def command = steward.start(['run', 'power.groovy'])
        soon.eventually {
            time.set(Instant.now())
            assert asked().any { it.startsWith('GET /nodes/pve2/tasks/UPID:') }
        }
        command.destroyForcibly().waitFor()
        int before = lab.requests().size()
        if (meanwhile != 'goes on') { time.advance(Duration.ofSeconds(20)) }

        when:
        def resume = steward.start(['resume', '1'])
        soon.eventually { assert asked().drop(before).contains('GET /nodes/pve2/tasks') || meanwhile == 'ended well' && !resume.alive }
        def waits = resume.alive
        if (meanwhile == 'goes on') { time.advance(Duration.ofSeconds(20)) }
        def ended = steward.end(resume, 90)

        then: 'its end is that of the step'
        ended.code() == (trouble ? 2 : 0)
        ended.out().contains("'Switch it' was under way when run 1 ended; it is gone on with")
        ended.out().contains(said)
        waits || meanwhile != 'goes on'
        asked().count("POST /nodes/pve2/lxc/101/status/$action" as String) == 1
        lab.guest(101).running() == ((action == 'start') != (trouble != null))

        and: 'the task of the cluster ended once, and both runs say what became of them'
        steward.runs().sort { it.id }*.status == ['lost', trouble ? 'failed' : 'ok']

        where:
        action     | meanwhile     | trouble          || said
        'shutdown' | 'goes on'     | null             || 'was shut down'
        'start'    | 'goes on'     | null             || 'was started'
        'shutdown' | 'ended well'  | null             || 'stopped'
        'shutdown' | 'ended badly' | 'container hung' || 'container hung'
    }
}

package dev.steward.web.cli

import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.time.SystemTime
import dev.steward.web.main.Launched
import java.nio.file.Files
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/** The packaged command waits for a task of the cluster and is killed by SIGKILL; the next process finds out how the task ended. */
class UpidKillRealSpec extends Specification {

    @AutoCleanup PveLab lab
    @AutoCleanup Terminal steward = new Terminal()
    @AutoCleanup Launched server
    def soon = new PollingConditions(timeout: 90, delay: 0.1)

    private void house(Closure guest) {
        lab = PveLab.cluster('lab').nodes(2).lxc(101, 'web-1') { guest(it.node('pve2').running()) }.start(new SystemTime())
        Files.writeString(steward.folder.resolve('ca.pem'), lab.caPem())
        Files.createDirectory(steward.folder.resolve('hosts'))
        steward.write('hosts/proxmox.yml', 'plugin: proxmox\n')
        steward.write('hosts/mine.yml', 'all: {hosts: {web-1: {ansible_connection: local}}}\n')
        steward.write('down.groovy', '''
            playbook('Down') {
                play('Down') { hosts 'web-1'; tasks { task('Stop it') { guest state: 'shutdown', timeout: 60.seconds } } }
            }
            '''.stripIndent())
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
        house { it.shutsDownIn(Duration.ofSeconds(6)) }
        if (trouble) { lab.fail('vzshutdown', 101, trouble) }
        def command = steward.start(['run', 'down.groovy'])
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
}

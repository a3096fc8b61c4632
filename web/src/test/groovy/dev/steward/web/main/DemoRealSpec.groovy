package dev.steward.web.main

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** The first of the README's two commands, from the jar on. Run as root it shows that even then nothing is touched. */
@Stepwise
class DemoRealSpec extends Specification {

    static final List<String> WATCHED = ['/etc', '/usr', '/opt', '/srv', '/home', '/boot', '/var/lib/dpkg', '/var/lib/apt', '/var/lib/steward']

    @Shared int port = Launched.freePort()
    @Shared Path before = Files.createTempFile('before-demo', '')
    @Shared @TempDir Path tmp
    @Shared Map<String, String> own = [STEWARD_JAVA_OPTIONS: "-Djava.io.tmpdir=$tmp" as String]
    @Shared long began = System.nanoTime()
    @Shared @AutoCleanup Launched demo = Launched.steward(['demo', '--port', port as String], own)

    def cleanupSpec() {
        Files.deleteIfExists(before)
    }

    def 'the page is there within 15 s, and the first run has ended well within 20 s'() {
        expect:
        new PollingConditions(timeout: 15).eventually { assert Launched.answers(port) }
        new PollingConditions(timeout: 20 - (System.nanoTime() - began) / 1e9).eventually {
            assert runs().find { it.id == 1 }?.status == 'ok'
        }
        demo.said().contains("http://localhost:$port/")
        demo.said().contains('token')
    }

    def 'the weekly round goes through all hosts: one mirror fails, the others are updated, the slow one comes back'() {
        expect:
        new PollingConditions(timeout: 180, delay: 0.5).eventually {
            assert runs().find { it.id == 2 }?.status == 'failed'
        }
        def recap = Launched.json(port, '/api/v1/runs/2').recap
        recap.size() == 12
        recap['vault-1'].with { it.skipped == 1 && it.changed == 0 && it.failed == 0 }
        recap.findAll { it.value.failed > 0 }*.key == ['backup-1']
        recap.findAll { it.value.changed > 0 }.size() >= 8
    }

    def 'the guest with the tag no-auto was left alone, and the run says why'() {
        expect:
        Launched.json(port, '/api/v1/runs/2/events?limit=500').toString().contains('vault-1 (lxc/110 on pve1) has the tag no-auto')
    }

    def 'where files and cluster disagree is there to read'() {
        expect:
        Launched.json(port, '/api/v1/inventory/drift').with {
            it.complete && it.count == 1 && it.differences[0].host == 'old-shop' && it.differences[0].kind == 'node'
        }
    }

    def 'a host without sshd was reached through pct on its node, and the run says so'() {
        expect:
        Launched.json(port, '/api/v1/runs/1/events?limit=500').toString().contains('reached by pct 106 via pve1')
    }

    def 'its cluster of two nodes lives: load changes, a backup is made, a guest moves'() {
        given:
        def before = guests()

        expect:
        steward('nodes')*.name == ['pve1', 'pve2']
        before.size() == 16
        new PollingConditions(timeout: 120, delay: 2).eventually {
            assert guests()*.cpu != before*.cpu
            assert guests().findAll { now -> before.find { it.id == now.id }.node != now.node } != []
            assert steward('get', '/cluster/tasks')*.type.toSet().containsAll(['vzdump', 'qmigrate'])
        }
    }

    def 'what waits on a guest is found, applied as a transaction, told by the ledger, and taken back; another is rebooted'() {
        expect:
        said('patch', 'check', 'vault-1').contains('3 packages to be upgraded')
        said('patch', 'list', 'vault-1') =~ /(?m)^vault-1 +3 /
        said('patch', 'apply', 'vault-1').with { it.contains('vzsnapshot 110') && it.contains('3 packages upgraded') }
        said('patch', 'list', 'vault-1') =~ /(?m)^vault-1 +0 /
        said('patch', 'ledger', '--host', 'vault-1', '--package', 'openssl') =~ /vault-1 +openssl +3\.0\.13-1~deb12u1 -> 3\.0\.15-1~deb12u1 +upgraded +run \d+/
        said('patch', 'hold', 'openssl', '--guest', 'vault-1', '--reason', 'waits for its vendor').contains('openssl stays as it is')
        said('patch', 'rollback', 'vault-1', '--reason', 'tried').contains('vzrollback 110')
        said('patch', 'operations', '--host', 'vault-1').readLines().drop(1)*.split(/ +/).collect { [it[1], it[2]] } ==
                [['rollback', 'completed'], ['apply', 'rolled_back'], ['check', 'completed']]
        said('reboots', 'request', 'dns-1', '--reason', 'kernel').contains('rebooted; back after')
        said('reboots', 'list') =~ /dns-1 +completed/
    }

    def 'the demo has started no process, and no file of this machine has changed'() {
        expect:
        demo.process.descendants().count() == 0
        changed() == []
    }

    def 'it ends on request and leaves nothing behind'() {
        when:
        demo.interrupt()

        then:
        demo.process.waitFor(20, TimeUnit.SECONDS)
        demoFolders().empty
    }

    private List<Map> guests() { steward('guests') }

    private Path config() { tmp.resolve(demoFolders().first()).resolve('steward.yml') }

    /** What a command says that ends well. */
    private String said(String... words) {
        Launched.steward((words as List) + ['--config', config() as String], own).withCloseable {
            assert it.exit(90) == 0: it.said()
            it.said()
        }
    }

    private List<Map> steward(String verb, String... more) {
        List<String> words = ['proxmox', verb] + (more as List) + ['--config', config() as String] + (verb == 'get' ? [] : ['--json'])
        def asking = new ProcessBuilder([Launched.LAUNCHER as String] + words).redirectError(ProcessBuilder.Redirect.INHERIT)
        asking.environment().putAll(own)
        new ObjectMapper().readValue(asking.start().inputStream, List)
    }

    private List runs() { Launched.json(port, '/api/v1/runs').runs as List }

    private List<String> demoFolders() { (tmp.toFile().list() as List).findAll { it.startsWith('steward-demo-') } }

    private List<String> changed() {
        def command = ['find'] + WATCHED.findAll { Files.exists(Path.of(it)) } + ['-xdev', '-newer', before as String]
        new ProcessBuilder(command).start().inputStream.readLines()
    }
}

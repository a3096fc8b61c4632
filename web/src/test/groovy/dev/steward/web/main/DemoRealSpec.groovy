package dev.steward.web.main

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.util.concurrent.PollingConditions

/** The first of the README's two commands, from the jar on. Run as root it shows that even then nothing is touched. */
@Stepwise
class DemoRealSpec extends Specification {

    static final List<String> WATCHED = ['/etc', '/usr', '/opt', '/srv', '/home', '/boot', '/var/lib/dpkg', '/var/lib/apt', '/var/lib/steward']

    @Shared int port = Launched.freePort()
    @Shared Path before = Files.createTempFile('before-demo', '')
    @Shared Set<String> folders = demoFolders()
    @Shared long began = System.nanoTime()
    @Shared @AutoCleanup Launched demo = Launched.steward(['demo', '--port', port as String])

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
        demoFolders() == folders
    }

    private List<Map> guests() { steward('guests') }

    private List<Map> steward(String verb, String... more) {
        Path config = Path.of(System.getProperty('java.io.tmpdir'), (demoFolders() - folders).first(), 'steward.yml')
        List<String> words = ['proxmox', verb] + (more as List) + ['--config', config as String] + (verb == 'get' ? [] : ['--json'])
        def asked = new ProcessBuilder([Launched.LAUNCHER as String] + words).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        new ObjectMapper().readValue(asked.inputStream, List)
    }

    private List runs() { Launched.json(port, '/api/v1/runs').runs as List }

    private Set<String> demoFolders() {
        (Path.of(System.getProperty('java.io.tmpdir')).toFile().list() as List).findAll { it.startsWith('steward-demo-') } as Set
    }

    private List<String> changed() {
        def command = ['find'] + WATCHED.findAll { Files.exists(Path.of(it)) } + ['-xdev', '-newer', before as String]
        new ProcessBuilder(command).start().inputStream.readLines()
    }
}

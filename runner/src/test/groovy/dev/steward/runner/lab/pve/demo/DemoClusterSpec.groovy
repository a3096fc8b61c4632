package dev.steward.runner.lab.pve.demo

import dev.steward.runner.lab.pve.state.GuestShell
import dev.steward.runner.time.SettableTime
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

class DemoClusterSpec extends Specification {

    def time = new SettableTime(Instant.parse('2026-03-01T12:00:00Z'))
    @AutoCleanup def demo = new DemoCluster(time, 1000)

    def 'load, memory and traffic of what runs change from second to second, and of what is off do not'() {
        given:
        def before = resources()

        when:
        demo.live(Duration.ofSeconds(3))
        def after = resources()

        then:
        before.findAll { it.status == 'running' }.each { was ->
            def now = after.find { it.id == was.id }
            assert now.cpu != was.cpu && now.mem != was.mem && now.netin > was.netin && now.cpu > 0 && now.cpu <= 1
        }
        after.find { it.id == 'lxc/111' }.with { it.cpu == 0 && it.netin == 0 }
        nodes()*.cpu.every { it > 0 && it <= 1 }
    }

    def 'in ten minutes guests have moved to and fro, backups were made, and none of those that the playbooks update was touched'() {
        given:
        def at = places()
        def moves = []

        when:
        600.times {
            demo.live(Duration.ofSeconds(1))
            time.advance(Duration.ofSeconds(1))
            demo.lab().settle()
            if (places() != at) {
                moves << places().findAll { id, node -> at[id] != node }.keySet()
                at = places()
            }
        }
        def tasks = demo.lab().change { it.tasks().all() }

        then:
        moves.flatten().toSet() == [110, 210].toSet()
        moves.size() >= 6
        tasks*.type().toSet() == ['vzdump', 'qmigrate', 'vzmigrate'].toSet()
        tasks.findAll { it.failed() }.collect { it.type() + it.id() + it.exit() } == []
        demo.lab().change { it.guests().values().every { !it.running() == (it.vmid() in [111, 9000]) } }
        demo.lab().change { state -> [110, 111, 210].every { id -> state.volumes().count { it.vmid() == id } in 1..3 } }
    }

    def 'a container that reboots from inside has a new uptime, as on a node'() {
        given:
        def wiki = demo.lab().guest(106)
        def host = demo.lab().change { wiki.shell().get().host() }
        demo.live(Duration.ofSeconds(1))
        def old = wiki.started()

        when:
        host.reboot()
        new PollingConditions(timeout: 20).eventually {
            time.advance(Duration.ofSeconds(1))
            assert host.boots() == 2 && host.up()
        }
        demo.live(Duration.ofSeconds(1))

        then:
        wiki.running()
        wiki.started() > old
    }

    def 'every guest that runs has something inside that runs commands'() {
        expect:
        demo.lab().change { it.guests().values().findAll { it.running() } }.each { guest ->
            def ended = new CompletableFuture<GuestShell.Ended>()
            assert guest.shell().get().run(['/usr/bin/hostname'], new byte[0], ended::complete)
            assert new String(ended.get(20, TimeUnit.SECONDS).out()).trim() == guest.name()
        }
    }

    private List<Map> resources() { demo.lab().pvesh('GET', '/cluster/resources', [type: 'vm']) as List<Map> }

    private List<Map> nodes() { demo.lab().pvesh('GET', '/cluster/resources', [type: 'node']) as List<Map> }

    private Map places() { demo.lab().change { it.guests().collectEntries { id, guest -> [id, guest.node()] } } }
}

package dev.steward.runner.notify

import dev.steward.house.Row
import dev.steward.runner.outage.WatchedKit
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup

/** A whole outage whose channel is dead from its first second on. */
class ToldOutageSpec extends WatchedKit {

    @AutoCleanup Hook hook = new Hook()

    private List<String> told() { (0..<hook.posted.size()).collect { hook.json(it).event as String } }

    @Row(['F-37', 'G-76'])
    def 'a channel that hangs delays no step; what it could not take is told when it answers again, in order and once'() {
        given: 'a relay that takes a request and says nothing, as one whose own machine goes down'
        hook.answer = { exchange -> hook.released.await(100, TimeUnit.SECONDS); Hook.say(exchange, 200, '') }
        house(cluster().lxc(101, 'web') { it.node('pve1').running() }, '{outside: true}',
                "phase('All') { startWhen { ups.onBatteryFor >= 2.seconds }; ${down('pve2')} ${down('pve1')} }",
                """notices: {webhooks: {ops: {url: '${hook.url()}', template: '{"event": "\${event}"}', on: ['*']}}}""")

        when:
        dark()
        soon.eventually { assert up() == [] && running() == [] }

        then: 'all is down while the first notice still waits for its answer'
        hook.posted.size() == 1
        phases() == ['All done'] || phases() == []

        when: 'the relay is back, and nobody hung up on what it has'
        hook.answer = { exchange -> Hook.say(exchange, 200, '') }
        hook.released.countDown()
        light()
        ['pve1', 'pve2'].each { kit.lab.revive(it) }
        ended()
        def first = ['power_lost', 'shutdown_start', 'phase_start']
        soon.eventually { assert told().containsAll(first + ['phase_complete', 'power_restored', 'shutdown_complete']) }

        then:
        told().unique(false).take(3) == first
        told().drop(1).countBy { it }.findAll { it.value > 1 && it.key != 'power_lost' } == [:]
    }
}

package dev.steward.runner.outage.cluster

import dev.steward.runner.outage.HouseKit
import dev.steward.runner.proxmox.PveException
import dev.steward.runner.proxmox.PvePath
import dev.steward.runner.proxmox.act.Acting
import dev.steward.runner.proxmox.act.UpidWatcher
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.Executors

/** Several look at a cluster side by side; each call would be a connection of its own. */
class OneMomentSpec extends HouseKit {

    private static final PvePath POOLS = PvePath.of('pools')

    private static List together(List<Closure> asks) {
        def threads = Executors.newFixedThreadPool(asks.size())
        try {
            threads.invokeAll(asks.collect { it as Callable })*.get()
        } finally {
            threads.shutdownNow()
        }
    }

    def 'what several ask for is asked once, and all have the same answer; what changes something is asked as often as it is said'() {
        given:
        start(builder(2, RELEASES[0]).lxc(101, 'web-1') { it.running() })
        def moment = new OneMoment(usual())
        int before = lab.requests().size()

        when:
        def views = together((1..4).collect { { -> new Acting(moment.of('home'), UpidWatcher.NONE).within(Duration.ofSeconds(20)).view() } })

        then:
        views*.guests()*.keySet().unique() == [['lxc/101'] as Set]
        lab.requests().drop(before)*.path().sort() == ['/cluster/ha/status/current', '/cluster/resources', '/cluster/status', '/version']

        when:
        def api = moment.of('home').api()
        api.post(POOLS, [poolid: 'one'])
        api.post(POOLS, [poolid: 'two'])

        then: 'the moment stays what it was'
        lab.change { it.pools().keySet().containsAll(['one', 'two']) }
        moment.names() == ['home']

        and: 'another moment is another one'
        new OneMoment(usual()).of('home').api().get(POOLS, [:]).list().size() == 2
    }

    def 'a call that fails has failed for all who asked for it'() {
        given:
        start(builder(2, RELEASES[0]))
        lab.faults().refuse('GET', '/pools', 1, 403, 'Permission check failed')
        def moment = new OneMoment(usual())

        when:
        def failures = together((1..3).collect {
            { ->
                try {
                    moment.of('home').api().get(POOLS, [type: null])
                    null
                } catch (PveException e) {
                    e.kind()
                }
            }
        })

        then:
        failures == [PveException.Kind.FORBIDDEN] * 3
    }
}

package dev.steward.runner.proxmox.estate

import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.PveApi
import dev.steward.runner.proxmox.http.ClientSpec
import dev.steward.runner.proxmox.http.PveClient
import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.SystemTime
import java.lang.management.ManagementFactory
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/**
 * What 8 nodes with 500 guests cost: calls are asserted, figures are printed (`.ci/bench estate`). CPU is that of the threads that ask and
 * read, the simulated cluster's own left out: such figures mean something on a busy machine too.
 */
class EstateFiguresSpec extends Specification {

    static final int NODES = 8
    static final int GUESTS = 500
    static final int ROUNDS = 40

    @Shared @TempDir Path folder
    @Shared @AutoCleanup PveLab lab
    @Shared @AutoCleanup PveApi api
    @Shared SettableTime time = new SettableTime(Instant.parse('2026-03-01T12:00:00Z'))
    @Shared @AutoCleanup Estates estates

    def setupSpec() {
        def builder = PveLab.cluster('big').nodes(NODES)
        GUESTS.times { i ->
            def what = { spec -> spec.node("pve${i % NODES + 1}").tags(i % 3 ? 'prod;web' : 'test'); i % 5 ? spec.running() : spec }
            i % 3 ? builder.lxc(1000 + i, "guest-$i", what) : builder.qemu(1000 + i, "guest-$i", what)
        }
        lab = builder.start(new SystemTime())
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        api = PveClient.open('big', ClientSpec.config([tls: new ProxmoxTls(Optional.of(folder.resolve('ca.pem')), [], true), token: lab.token()], *lab.urls()), new SystemTime())
        estates = new Estates([api], time)
    }

    def 'a full refresh is one call, the frame each half minute, and one more a guest for its addresses'() {
        when: 'for the first time'
        def cold = measured { estates.now() }

        then: 'a call for each guest: three for the frame, one for everything, and a second one where a guest does not answer itself'
        cold.calls['/cluster/resources'] == 1
        cold.calls.findAll { it.key in ['/version', '/cluster/status', '/cluster/ha/status/current'] }.values().every { it == 1 }
        cold.guests == GUESTS
        say "first view with addresses of $GUESTS guests, program just begun: CPU ${cold.cpu} ms in ${cold.took} ms"

        when: 'again, within half a minute'
        time.advance(Duration.ofSeconds(4))
        def next = measured { estates.now() }

        then: 'one call'
        next.calls == ['/cluster/resources': 1]
    }

    def 'figures'() {
        given:
        ROUNDS.times { full() }

        when:
        def polls = (1..ROUNDS).collect { measured { estates.refresh('big') } }
        def fulls = (1..ROUNDS).collect { full() }
        double poll = median(polls*.cpu)
        double full = median(fulls*.cpu)

        then:
        polls.every { it.calls == ['/cluster/resources': 1] }
        say "one view without addresses: CPU ${poll} ms"
        say "one view with all addresses asked anew: CPU ${full} ms in ${median(fulls*.took)} ms, ${fulls[0].calls.values().sum()} calls"
        say String.format('polling, nobody looks (30 s): %.3f %% of a core', poll / 300)
        say String.format('polling, somebody looks (3 s, addresses each 30 s): %.3f %% of a core', poll / 30 + (full - poll) / 300)
        say String.format('memory of a view: %.0f bytes a guest, addresses included', memory() / (double) GUESTS)
    }

    private Map full() {
        time.advance(Duration.ofSeconds(31))
        measured { estates.now() }
    }

    /** Bytes that one view more takes, of several kept. */
    private double memory() {
        List kept = []
        long before = used()
        20.times { kept << twin() }
        long after = used()
        kept.size() * 0 + (after - before) / 20.0
    }

    private Estate.Seen twin() {
        def other = new Estates([api], time)
        try {
            other.now().clusters().big
        } finally {
            other.close()
        }
    }

    private static long used() {
        3.times { System.gc() }
        Runtime.runtime.with { it.totalMemory() - it.freeMemory() }
    }

    private Map measured(Closure<?> work) {
        def before = cpu()
        int asked = lab.requests().size()
        long began = System.nanoTime()
        work()
        long took = System.nanoTime() - began
        def spent = cpu().collect { id, nanos -> nanos - (before[id] ?: 0L) }.sum()
        def calls = lab.requests().drop(asked)*.path().countBy { it.contains('/lxc/') || it.contains('/qemu/') ? 'guest' : it }
        [cpu: (spent / 100_000L as long) / 10, took: took.intdiv(1_000_000L), calls: calls.findAll { it.key != 'guest' } + (calls.guest ? [guest: calls.guest] : [:]),
         guests: lab.requests().drop(asked)*.path().findAll { it =~ '/(lxc|qemu)/' }.collect { it.split('/')[4] }.unique().size()]
    }

    /** Nanoseconds by thread: of those that ask and read, and this one. */
    private static Map<Long, Long> cpu() {
        def threads = ManagementFactory.threadMXBean
        threads.allThreadIds.findAll { id -> threads.getThreadInfo(id)?.threadName == 'estate' || id == Thread.currentThread().id }
                .collectEntries { [it, threads.getThreadCpuTime(it)] }
    }

    private static double median(List numbers) { numbers.sort(false)[numbers.size().intdiv(2)] as double }

    private static boolean say(Object line) {
        println "estate: $line"
        true
    }
}

package dev.steward.runner.collect

import ch.qos.logback.classic.Level
import dev.steward.house.Row
import dev.steward.runner.config.ProxmoxLimits
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.HaResource
import dev.steward.runner.store.estate.RecordKind
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.Time
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Clusters that hang, refuse, are alone or several. */
class CollectorTroubleSpec extends Specification {

    static final Instant NOW = Instant.parse('2026-11-21T02:30:00Z')

    @TempDir Path folder
    Time time = new SettableTime(NOW)
    List<Closeable> opened = []

    def cleanup() { opened.reverse().each { it.close() } }

    private PveLab lab(String name, Closure more = {}) {
        def builder = name.empty ? PveLab.standalone() : PveLab.cluster(name).nodes(2)
        builder.lxc(101, 'web-1') { it.running() }.qemu(200, 'docker-1') { it.running() }
        more(builder)
        def lab = builder.start(time)
        opened << ({ lab.close() } as Closeable)
        lab
    }

    private CollectFixture work(Map<String, PveLab> labs) {
        def work = new CollectFixture(folder, labs, time)
        opened << ({ work.close() } as Closeable)
        work
    }

    /** Sleeps are written down by thread and cost nothing; the third ends the thread. */
    static class Sleeps implements Time {

        final Map<String, List<Duration>> slept = new ConcurrentHashMap<>()

        @Override
        Instant now() { NOW }

        @Override
        long nanos() { 1L << 40 }

        @Override
        void sleep(Duration duration) throws InterruptedException {
            def mine = slept.computeIfAbsent(Thread.currentThread().name) { new CopyOnWriteArrayList<Duration>() }
            mine << duration
            if (mine.size() == 3) {
                throw new InterruptedException()
            }
        }
    }

    @Row(['A-02', 'N-03'])
    def 'the first pass is 10 s after the start, the others at each interval; nodes are measured in between'() {
        given:
        time = new Sleeps()
        def work = work(home: lab('lab')).begin()

        when:
        work.collector.start()

        then:
        new PollingConditions(timeout: 20).eventually { assert time.slept.with { it.collector?.size() == 3 && it.'node-metrics'?.size() == 3 } }
        time.slept.collector == [Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(5)]
        time.slept.'node-metrics' == [Duration.ofSeconds(40), Duration.ofSeconds(30), Duration.ofSeconds(30)]
        work.told.size() == 2
    }

    @Row('A-23')
    def 'what hangs is left after its time, with the rest of its node; other nodes and clusters are collected, and it comes back'() {
        given:
        def home = lab('lab') { it.lxc(102, 'dns') { guest -> guest.node('pve2').running() } }
        def work = work(home: home, away: lab('other'))
        work.call = Duration.ofSeconds(1)
        home.faults().freeze('GET', '/nodes/pve1/lxc/101/config')
        long begun = System.nanoTime()

        when:
        work.begin().collect()

        then:
        Duration.ofNanos(System.nanoTime() - begun) < Duration.ofSeconds(20)
        work.guest(101).facts().config == null
        work.guest(101).told().status == 'running'
        work.guest(102).facts().config
        work.guest(101, RecordKind.LXC, 'away').facts().config
        work.logged().findAll { it.startsWith('web-1 (lxc/101 on pve1) of home: ') }.size() == 1
        ProxmoxLimits.DEFAULT.call() == Duration.ofSeconds(30)
        GuestReader.LIMIT == Duration.ofSeconds(30)

        when:
        home.faults().thaw()
        work.collect()

        then:
        work.guest(101).facts().config
        work.guest(200, RecordKind.QEMU).facts().config
    }

    @Row('A-22')
    def 'a token without the rights is told what it lacks, once, and needs no root'() {
        given:
        def home = lab('lab') {
            it.user('ops@pve', 'a long password', '/vms', 'PVEAuditor').token('ops@pve', 'weak', '11111111-0000-4000-8000-000000000001', false)
              .user('eye@pve', 'a long password', '/', 'PVEAuditor').token('eye@pve', 'good', '11111111-0000-4000-8000-000000000002', false)
        }
        def work = work(home: home)

        when:
        work.tokens.home = 'ops@pve!weak=11111111-0000-4000-8000-000000000001'
        work.begin().collect()
        work.collect()
        def told = work.logged().findAll { it.startsWith('cluster home: ') }

        then:
        told.size() == 1
        told[0].contains('Permission check failed (/, Sys.Audit)')
        told[0].contains('give the user or token a role with that privilege on that path')

        when: 'one that may look at everything, and nothing else'
        work.end()
        work.tokens.home = 'eye@pve!good=11111111-0000-4000-8000-000000000002'
        work.begin().collect()

        then:
        work.records(RecordKind.NODE)*.readings()*.cpu.every { it > 0 }
        work.guest(101).facts().config
    }

    @Row(['A-03', 'A-25'])
    def 'a node that stands alone is collected without a cluster, and without noise'() {
        given:
        def work = work(cabin: lab(''))

        when:
        work.begin().collect()
        work.collect()

        then:
        work.records(RecordKind.CLUSTER) == []
        work.records(RecordKind.NODE)*.name() == ['pve1']
        work.records(RecordKind.NODE)[0].clusterId().empty
        work.guest(101, RecordKind.LXC, 'cabin').facts().config
        work.guest(200, RecordKind.QEMU, 'cabin').facts().config
        work.log.list.every { !it.level.isGreaterOrEqual(Level.WARN) }
        work.logged() == ['Proxmox VE detected, starting collector: cabin']
    }

    @Row(['A-27', 'A-20'])
    def 'two clusters of one name are collected apart'() {
        when:
        def work = work(home: lab('lab'), away: lab('lab')).begin()
        work.collect()

        then:
        work.records(RecordKind.CLUSTER).collect { [it.key().cluster(), it.facts().cluster_name] } == [['away', 'lab'], ['home', 'lab']]
        work.records(RecordKind.CLUSTER)*.id().unique().size() == 2
        work.records(RecordKind.LXC).collect { [it.key().cluster(), it.clusterId().get()] } == work.records(RecordKind.CLUSTER).collect { [it.key().cluster(), it.id()] }
    }

    @Row('N-11')
    def 'a node is told with its cluster, state, quorum, guests and what they use, storages and HA'() {
        given:
        def home = lab('lab') { it.lxc(102, 'dns') { guest -> guest.running() } }
        def work = work(home: home)
        home.change {
            it.services().put('ct:101', new HaResource('ct:101', 'started'))
            it.node('pve2').maintenance(true)
        }

        when:
        work.begin().collect()
        def nodes = work.records(RecordKind.NODE)*.told()

        then:
        nodes*.name == ['pve1', 'pve2']
        nodes*.status == ['online', 'maintenance']
        nodes*.quorate == [1, 1]
        nodes[0].with { it.guests == 3 && it.guests_running == 3 && it.containers == 2 && it.machines == 1 && it.guests_cpus == 5 && it.guests_memory == 1024L << 20 && it.guests_memory_used > 0 && it.guests_disk == 3L << 30 }
        nodes[0].storages.every { it.storage && it.type && it.total > 0 && it.available }
        work.records(RecordKind.CLUSTER)[0].told().with { it.cluster_name == 'lab' && it.ha*.id.any { id -> id == 'quorum' } }

        when:
        home.kill('pve2')
        work.collect()

        then:
        work.records(RecordKind.NODE)*.told()*.status == ['online', 'offline']
        work.records(RecordKind.NODE)[1].told().with { it.online == 0 && it.pve_version.startsWith('pve-manager/') }
    }

    def 'PVE 8 is collected like PVE 9'() {
        given:
        def work = work(home: lab('lab') { it.version('8.4.21') })

        when:
        work.begin().collect()

        then:
        RecordKind.values().collectEntries { [it.word(), work.records(it).size()] } == [cluster: 1, node: 2, lxc: 1, qemu: 1]
        work.records(RecordKind.NODE)*.facts()*.pve_version.every { it.startsWith('pve-manager/8.4.21') }
        work.log.list.every { !it.level.isGreaterOrEqual(Level.WARN) }
    }

    def 'a cluster that does not answer is told once, and its records stay'() {
        given:
        def home = lab('lab')
        def work = work(home: home)
        work.begin().collect()

        when:
        ['pve1', 'pve2'].each { home.kill(it) }
        2.times { work.collect() }

        then:
        work.guest(101).open()
        work.logged().findAll { it.startsWith('cluster home: ') }.size() == 1
    }
}

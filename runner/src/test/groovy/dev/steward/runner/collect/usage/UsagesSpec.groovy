package dev.steward.runner.collect.usage

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.runner.collect.CollectFixture
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.PveFields
import dev.steward.runner.proxmox.detail.Series
import dev.steward.runner.proxmox.detail.Series.Span
import dev.steward.runner.proxmox.estate.Guest
import dev.steward.runner.proxmox.estate.Node
import dev.steward.runner.store.estate.RecordDraft
import dev.steward.runner.store.estate.RecordKey
import dev.steward.runner.store.estate.RecordKey.Origin
import dev.steward.runner.store.estate.RecordKind
import dev.steward.runner.time.SettableTime
import java.lang.management.ManagementFactory
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class UsagesSpec extends Specification {

    @TempDir Path folder
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T02:30:00Z'))
    @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(1).lxc(101, 'web-1') { it.running() }.qemu(200, 'docker-1') { it.running() }.start(time)
    @AutoCleanup CollectFixture work = new CollectFixture(folder, [home: lab], time)
    Node node
    Guest web

    def setup() {
        work.begin()
        def view = work.estates.now().clusters().home.view().get()
        node = view.nodes().pve1
        web = view.guests()['lxc/101']
    }

    private Usages usages() { new Usages(work.store.estateRecords(), time) }

    private static Series rrd(Instant end, long step, List values, String field = 'cpu') {
        def rows = values.withIndex().collect { value, i ->
            def row = [time: end.epochSecond - (values.size() - 1 - i) * step]
            if (value != null) { row[field] = value }
            new PveFields(new ObjectMapper().valueToTree(row))
        }
        new Series(rows)
    }

    /** Readings of the container, each so long after the one before; the clock stands at the last. */
    private void read(List<Map> readings, Duration each = Duration.ofMinutes(5)) {
        readings.eachWithIndex { said, i ->
            if (i > 0) { time.advance(each) }
            work.store.estateRecords().put([RecordDraft.collected(RecordKey.guest(Origin.COLLECTED, RecordKind.LXC, 'home', 101), 'pve1', 'web-1', [:],
                    [status: 'running'] + said)], time.now())
        }
    }

    private static List<Double> shown(Usage usage, Measure measure) {
        usage.lines()[measure].means().collect { it.present ? it.asDouble.round(3) : null }
    }

    def 'each step is the mean of what PVE measured in it; a step it did not measure is none'() {
        given:
        def now = time.now()

        when:
        def usage = usages().guest(web, Span.DAY, Optional.of(rrd(now, 60, [0.1] * 5 + [null] * 5 + [0.2, 0.4, 0.2, 0.4, 0.9])))

        then:
        usage.count() == 288
        usage.times().last() == now
        usage.step() == Duration.ofMinutes(5)
        shown(usage, Measure.CPU)[-4..-1] == [null, 0.1, null, 0.42]
        usage.lines()[Measure.CPU].most() == 0.9d
        usage.lines().keySet() == [Measure.CPU] as Set
    }

    @Row('P-03')
    def 'PVE 8 keeps half a day for a month: what was collected is finer, and PVE fills what nobody collected'() {
        given:
        read([[cpu_usage: 0.1], [cpu_usage: 0.3], [cpu_usage: 0.5]], Duration.ofMinutes(10))

        when:
        def month = usages().guest(web, Span.MONTH, Optional.of(rrd(time.now(), 43200, [0.8] * 60)))

        then: 'two hours each: the last three steps reach over the 20 minutes that were collected'
        month.count() == 360
        shown(month, Measure.CPU).take(358).every { it == 0.8d }
        shown(month, Measure.CPU)[-1] == 0.4d
    }

    def 'where PVE is finer, its means count, and what was collected fills its gaps'() {
        given:
        read([[cpu_usage: 0.5]] * 4)

        when:
        def day = usages().guest(web, Span.DAY, Optional.of(rrd(time.now(), 60, [null] * 10 + [0.1] * 5)))

        then:
        shown(day, Measure.CPU)[-3..-1] == [0.5, 0.5, 0.1]
    }

    @Row('N-10')
    def 'a node that is offline shows what was collected while it was there'() {
        given:
        3.times { work.collect() }

        when:
        def usage = usages().node(node, Span.HOUR, Optional.empty())

        then:
        usage.lines().keySet().containsAll([Measure.CPU, Measure.MEMORY, Measure.MEMORY_LIMIT, Measure.DISK, Measure.SWAP, Measure.RECEIVED, Measure.SENT])
        shown(usage, Measure.CPU)[-10..-1].every { it > 0.07 && it < 0.09 }
        shown(usage, Measure.MEMORY).findAll().every { it > 1 << 30 }
    }

    def 'traffic is what was counted between two readings: #what'() {
        given:
        read(counted.collect { it instanceof Map ? it : [netin: it] })

        expect:
        usages().guest(web, Span.DAY, Optional.empty()).lines()[Measure.RECEIVED]?.means()?.takeRight(3)?.collect { it.present ? it.asDouble.round() as int : null } == rates

        where:
        what                          | counted                                         || rates
        'it grows'                    | [0, 300_000, 900_000, 900_000]                  || [1000, 2000, 0]
        'it began anew'               | [900_000, 1_200_000, 3000, 303_000]             || [1000, null, 1000]
        'it was off'                  | [0, [status: 'stopped', netin: 0], 0, 300_000]  || [null, 0, 1000]
        'it was never counted'        | [[:], [:]]                                      || null
    }

    def 'nobody looked for an hour: nothing is told of it, and nothing is made up'() {
        given:
        read([[cpu_usage: 0.1], [cpu_usage: 0.1]])
        time.advance(Duration.ofHours(1))
        read([[cpu_usage: 0.9], [cpu_usage: 0.2]])

        expect:
        shown(usages().guest(web, Span.DAY, Optional.empty()), Measure.CPU).findAll { it != null } == [0.1, 0.2]
    }

    def 'a VM shows no disk in use: PVE does not see its file systems and says zero'() {
        given:
        def vm = work.estates.known().clusters().home.view().get().guests()['qemu/200']

        expect:
        usages().guest(vm, Span.HOUR, Optional.of(rrd(time.now(), 60, [0] * 10, 'disk'))).lines().isEmpty()
    }

    /** What this thread has worked so far, in nanoseconds. */
    private static long processor() { ManagementFactory.threadMXBean.currentThreadCpuTime }

    def 'thirty days of readings each five minutes are there in time'() {
        given:
        def records = work.store.estateRecords()
        def key = RecordKey.guest(Origin.COLLECTED, RecordKind.LXC, 'home', 101)
        time.advance(Duration.ofDays(-30))
        records.put([RecordDraft.collected(key, 'pve1', 'web-1', [:], [status: 'running'])], time.now())
        8640.times {
            time.advance(Duration.ofMinutes(5))
            records.sample(key, [status: 'running', cpu_usage: 0.25, memory_used: 5 << 20, netin: it * 1000L, addresses: ['192.0.2.7']], time.now())
        }

        when:
        long begun = processor()
        def usage = usages().guest(web, Span.MONTH, Optional.empty())
        def took = Duration.ofNanos(processor() - begun)

        then: 'two hours each, from the first to the last'
        shown(usage, Measure.CPU) == [0.25d] * 360
        shown(usage, Measure.RECEIVED).takeRight(359) == [3.333d] * 359

        and: 'what it takes is what this thread worked, however busy the machine is'
        took < Duration.ofSeconds(3)
    }
}

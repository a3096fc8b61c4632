package dev.steward.runner.outage.budget

import dev.steward.dsl.plan.Phase
import dev.steward.dsl.plan.Plan
import dev.steward.dsl.plan.Retry
import dev.steward.house.Row
import dev.steward.runner.engine.KitHosts
import dev.steward.runner.outage.PhasedPlan
import dev.steward.runner.outage.PowerKit
import dev.steward.runner.power.PowerSignal
import java.time.Duration
import spock.lang.Specification

/** The time a plan needs against the time a battery gives. */
class BudgetSpec extends Specification {

    static Duration s(long seconds) { Duration.ofSeconds(seconds) }

    /** Applications 60 s, guests of pve2 60 s with pve2 60 s, guests of pve1 60 s with pve1 60 s; 300 s in all. */
    private static Plan plan(Map<String, Phase.Shrink> shrink = [:]) {
        PowerKit.plan {
            phase('Applications', shrink: shrink.apps, {
                play('docker') { task('Stop compose', module: 'dockerCompose', args: [state: 'down'], timeout: s(120)) }
            })
            phase('pve2', shrink: shrink.pve2, {
                play('ct1:ct2') { task('Shut down', module: 'guest', args: [state: 'shutdown', timeout: s(180), force: true]) }
                play('pve2') { task('Power off', module: 'node', args: [state: 'shutdown', timeout: s(300)]) }
            })
            phase('pve1', shrink: shrink.pve1, {
                play('ct3') { task('Shut down', module: 'guest', args: [state: 'shutdown', timeout: s(180), force: true]) }
                play('pve1') { task('Power off', module: 'node', args: [state: 'shutdown', timeout: s(300)]) }
            })
        }
    }

    private static final Records MINUTE = { module, task, host -> [s(40), s(50), s(60), s(60)] } as Records

    private static PlanNeed need(Plan plan = plan(), Records records = MINUTE) {
        PlanNeed.of(PhasedPlan.of(plan), KitHosts.of('docker', 'ct1', 'ct2', 'ct3', 'pve1', 'pve2'), records, s(60))
    }

    private static PowerSignal signal(Long runtime, Map how = [:]) {
        def n = PowerSignal.NOTHING
        new PowerSignal(true, how.containsKey('onBattery') ? how.onBattery : true, 1, s(300), Duration.ZERO, Optional.of(50d), Optional.ofNullable(runtime).map { s(it) }, n.load(),
                false, false, how.emergency ?: false, false, n.starving(), [:], [])
    }

    def 'of what was recorded the median, the 95th percentile and the longest count: #percent of #all'() {
        expect:
        Records.percentile(all.collect { s(it) }, percent) == s(expected)

        where:
        all                    | percent || expected
        [10]                   | 50      || 10
        [10]                   | 95      || 10
        [30, 10, 20]           | 50      || 20
        [40, 10, 20, 30]       | 50      || 20
        (1..20).toList()       | 95      || 19
        (1..100).toList()      | 95      || 95
        [5, 1]                 | 100     || 5
    }

    def 'many hosts take as long as the places they share: #each on #places'() {
        expect:
        Makespan.of(each.collect { s(it) }, places) == s(expected)

        where:
        each             | places || expected
        []               | 10     || 0
        [60, 60, 60]     | 10     || 60
        [60, 60, 60]     | 1      || 180
        [60, 60, 60]     | 2      || 120
        [100, 10, 10, 10] | 2     || 100
        [10, 10, 100]    | 2      || 110
    }

    @Row('U-02')
    def 'a plan is reckoned by what was recorded, and guessed where nothing was, with its limits as the worst'() {
        expect:
        need().all() == new Need(s(250), s(300), s(120 + 480 + 480))
        need().untimed() == 0
        need(plan(), Records.NONE).all() == new Need(s(150), s(30 + 90 + 120 + 90 + 120), s(1080))
        need(plan(), Records.NONE).untimed() == 6
        need().steps() == 6

        and: 'forks make waves, retries and delays count, a phase is bounded by its own limit'
        def waves = PowerKit.plan {
            phase('A', limit: s(200), { play('all', forks: 2) { task('x', module: 'command', timeout: s(100)) } })
            phase('B', { play('ct1') { task('y', module: 'command', timeout: s(10), retry: new Retry(2, s(5), Retry.Backoff.CONSTANT)) } })
        }
        need(waves, Records.NONE).phase(0).worst() == s(200)
        need(waves, { m, t, h -> [s(20)] } as Records).phase(0).typical() == s(60)
        need(waves, Records.NONE).phase(1).worst() == s(40)
    }

    @Row('F-23')
    def 'the plan is held against the runtime at the present load: #runtime s'() {
        expect:
        Verdict.problems(need(), Optional.of(s(runtime)), 20)*.replaceAll(':.*', '') == said

        where:
        runtime || said
        3000    || []
        1350    || []
        1349    || ['with every limit used up the plan takes 18 min, the battery gives only 17 min 59 s (22 min 29 s at the present load, less 20%)']
        375     || ['with every limit used up the plan takes 18 min, the battery gives only 5 min (6 min 15 s at the present load, less 20%)']
        374     || ['the plan likely takes 5 min, the battery gives only 4 min 59 s (6 min 14 s at the present load, less 20%)']
    }

    def 'what was never timed is said'() {
        expect:
        Verdict.problems(need(plan(), Records.NONE), Optional.empty(), 20) == []
        Verdict.notes(need(plan(), Records.NONE)) == ["6 of 6 steps were never timed, so what they take is guessed; an outage or 'steward power test shutdown' times them"]
    }

    def 'with time enough a phase may take all that is left beside what those behind it likely take'() {
        given:
        def budget = new Budget(need(), 20, Optional.empty())

        expect: '1000 s are 800 that count; 240 are for those behind'
        budget.phase(0, signal(1000)).get() == s(560)
        budget.phase(1, signal(900)).get() == s(600)
        budget.phase(2, signal(600)).get() == s(480)
        budget.word(0).empty

        and: 'what nobody knows narrows nothing, and on mains nothing is short'
        new Budget(need(), 20, Optional.empty()).with { it.phase(0, signal(null)).empty && it.phase(1, signal(10, [onBattery: false])).empty }
    }

    @Row(['F-23', 'U-02'])
    def 'where it is short phases give up in the declared order, and no more of them than must: #runtime s'() {
        given:
        def shrink = [apps: new Phase.Shrink(2, s(0)), pve2: new Phase.Shrink(1, s(50))]
        def budget = new Budget(need(plan(shrink)), 20, Optional.empty())

        expect:
        budget.phase(0, signal(runtime)).get() == s(apps)
        budget.phase(1, signal(runtime)).get() == s(pve2)

        where:
        runtime || apps | pve2
        // 300 s are needed: all fits
        375     || 60   | 180
        // 280 s: pve2 gives up first, and that will do
        350     || 110  | 160
        // 220 s: applications give up too
        275     || 0    | 50
        // 100 s: nobody fits, and machines are seen to all the same
        125     || 0    | 15
    }

    def 'phases that declare nothing are forced just in time for those behind'() {
        given:
        def budget = new Budget(need(), 20, Optional.empty())

        expect: '280 s, of which 240 are for the machines'
        budget.phase(0, signal(350)).get() == s(40)
        budget.word(0).get() == 'cut to 40 s: the battery gives 4 min 40 s for what likely takes 5 min'
    }

    def 'a phase that declared to give up nothing is never left out for want of time alone'() {
        given:
        def budget = new Budget(need(), 20, Optional.empty())

        expect:
        budget.phase(0, signal(300)).get() == s(15)
        budget.phase(1, signal(300)).get() == s(120)
        budget.phase(2, signal(10)).get() == s(15)
        budget.word(0).get() == 'cut to 15 s: the battery gives 4 min for what likely takes 5 min'
    }

    @Row(['G-23', 'F-23'])
    def 'the emergency level leaves out what only prepares, known runtime or not, and never what stops machines'() {
        given:
        def budget = new Budget(need(), 20, Optional.empty())

        expect:
        budget.phase(0, signal(runtime, [emergency: true])) == Optional.of(s(0))
        budget.phase(1, signal(runtime, [emergency: true])).orElse(null) == pve2

        where:
        runtime || pve2
        null    || null
        5000    || s(3880)
        60      || s(15)
    }

    @Row('U-02')
    def 'each step is given what is left for it at its begin, so that a laggard is forced just in time'() {
        given:
        def budget = new Budget(need(), 20, Optional.empty())
        budget.phase(0, signal(1000))
        budget.phase(1, signal(1000))

        expect: 'behind the guests of pve2 are its node (60 s) and the phase of pve1 (120 s)'
        budget.step('1.0', 'ct1', signal(1000)).get() == s(800 - 180)
        budget.step('1.0', 'ct2', signal(500)).get() == s(400 - 180)
        budget.step('1.0', 'ct2', signal(230)).get() == s(15)
        budget.step('2.0', 'pve2', signal(500)).get() == s(400 - 120)
        budget.step('9.9', 'pve2', signal(500)).empty
        budget.step('1.0', 'ct1', signal(null)).empty
    }

    def 'hosts that wait for their turn are reckoned with'() {
        given:
        def waves = PowerKit.plan {
            phase('A', { play('all', forks: 2) { task('x', module: 'guest', args: [state: 'shutdown']) } })
        }
        def budget = new Budget(need(waves), 0, Optional.empty())
        budget.phase(0, signal(600))

        expect: 'six hosts in twos: while the first works two waves and a half wait'
        budget.step('0.0', 'docker', signal(600)).get() == s(600 - 120)
        budget.step('0.0', 'ct1', signal(600)).get() == s(600 - 120)
        budget.step('0.0', 'ct2', signal(600)).get() == s(600 - 120)
        budget.step('0.0', 'ct3', signal(600)).get() == s(600 - 60)
    }

    def 'a reserve that is configured stands in the place of what machines took'() {
        expect:
        new Budget(need(), 20, Optional.of(s(500))).phase(0, signal(1000)).get() == s(300)
        new Budget(need(), 50, Optional.empty()).phase(0, signal(1000)).get() == s(260)
    }

    def 'a phase that begins once more deals anew, for the next outage too'() {
        given:
        def budget = new Budget(need(), 20, Optional.empty())
        (0..2).each { budget.phase(it, signal(1000)) }

        expect:
        budget.phase(0, signal(1000)).get() == s(560)
        new Budget(need(), 20, Optional.empty()).with { it.after(budget); it.rest() == s(300) && it.phase(1, signal(1000)).get() == s(680) }
    }

    def 'what is left to do is told'() {
        given:
        def budget = new Budget(need(), 20, Optional.empty())

        expect:
        budget.rest() == s(300)

        when:
        budget.phase(0, signal(1000))
        budget.phase(1, signal(1000))

        then:
        budget.rest() == s(240)
    }

    def 'a runtime is estimated by the ratio of loads: a UPS of 1350 W with 81 W of its own things and two nodes of 200 W'() {
        given:
        def now = new LoadEstimate(Duration.ofMinutes(25), 481 / 1350 * 100, 1350)

        expect:
        Math.round(now.watts()) == 481
        now.at(now.load()) == Duration.ofMinutes(25)

        when:
        def after = now.each(['pve2': OptionalDouble.of(200), 'pve1': OptionalDouble.of(200)])

        then:
        after*.what() == ['pve2', 'pve1']
        Math.round(after[0].load()) == 21
        after[0].runtime().toMinutes().intValue() in 40..60
        after[1].runtime() > after[0].runtime()

        and: 'after one whose power nobody knows nothing is told'
        now.each(['pve2': OptionalDouble.empty(), 'pve1': OptionalDouble.of(200)]) == []
    }
}

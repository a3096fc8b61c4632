package dev.steward.runner.engine

import static dev.steward.runner.engine.PlanKit.plan

import dev.steward.dsl.plan.Plan
import dev.steward.dsl.plan.Retry
import dev.steward.dsl.plan.Retry.Backoff
import dev.steward.house.Row
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.Result
import dev.steward.runner.event.Status
import dev.steward.runner.inventory.Host
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.time.SettableTime
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

/** The real modules on a host whose commands take their time, by a clock that is only set. */
class CommandLimitSpec extends Specification {

    SettableTime time = new SettableTime(Instant.EPOCH)
    /** What commands were allowed, and what they take: seconds and exit status, in turn. */
    List<Optional<Duration>> allowed = []
    List<List<Integer>> takes = []

    private KitRun run(Map parts = [:], Plan plan) {
        Connection host = Stub(Connection) {
            run(_, _) >> { Command command, output ->
                allowed << command.limits().total()
                def (seconds, exit) = takes.empty ? [0, 0] : takes.remove(0)
                def end = command.limits().total().filter { it <= Duration.ofSeconds(seconds) }
                time.sleep(end.orElse(Duration.ofSeconds(seconds)))
                end.present ? new Result(Result.End.TIMED_OUT, 124, new byte[0], new byte[0], false, end.get())
                        : new Result(Result.End.EXITED, exit, new byte[0], new byte[0], false, Duration.ofSeconds(seconds))
            }
        }
        KitRun.of([hosts: KitHosts.of('h1'), modules: ModuleSource.of(new Modules()), time: time, connect: { Host h -> host }] + parts, plan)
    }

    @Row('G-49')
    def '#module with timeout #own: #limit'() {
        when:
        run(plan { play('all') { task 'a', module: module, args: args, timeout: own, ignoreErrors: true } })

        then:
        allowed == [Optional.ofNullable(limit)]

        where:
        module    | args              | own                    || limit
        'command' | [argv: ['true']]  | null                   || Duration.ofSeconds(60)
        'shell'   | [script: 'true']  | null                   || Duration.ofSeconds(60)
        'shell'   | [script: 'true']  | Duration.ofMinutes(10) || Duration.ofMinutes(10)
        'shell'   | [script: 'true']  | Duration.ofSeconds(5)  || Duration.ofSeconds(5)
        'stat'    | [path: '/tmp']    | null                   || null
    }

    @Row('G-49')
    def 'a command of 59 s ends well and one of 61 s is killed at 60'() {
        given:
        takes = [[59, 0], [61, 0]]

        when:
        def run = run(plan { play('all') {
            2.times { task 'a', module: 'command', args: [argv: ['true']] }
        } })

        then:
        run.finished('0.0', 'h1').status() == Status.CHANGED
        run.finished('0.1', 'h1').status() == Status.FAILED
        run.finished('0.1', 'h1').took() == Duration.ofSeconds(60)
        run.finished('0.1', 'h1').message() == 'no end within 60 s, the limit for a command without its own; killed; ' +
                'say `timeout 10.minutes` in the task'
    }

    def 'each try and each item has the whole limit; a try that used it up is the last'() {
        given:
        takes = [[50, 1], [50, 1], [70, 1], [50, 0]]

        when:
        def run = run(plan { play('all') {
            task 'a', module: 'command', args: [argv: ['true']], loop: { [1, 2] },
                    retry: new Retry(5, Duration.ofSeconds(1), Backoff.CONSTANT)
        } })

        then:
        allowed == [Optional.of(Duration.ofSeconds(60))] * 4
        run.finished('0.0', 'h1').took() == Duration.ofSeconds(50 + 1 + 50 + 1 + 60 + 50)
    }
}

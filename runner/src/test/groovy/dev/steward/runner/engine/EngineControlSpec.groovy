package dev.steward.runner.engine

import static dev.steward.runner.engine.PlanKit.plan

import dev.steward.dsl.plan.Retry
import dev.steward.dsl.plan.Retry.Backoff
import dev.steward.runner.event.EventLog.EventLogException
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.module.Outcome
import dev.steward.runner.module.Target
import dev.steward.runner.time.SystemTime
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(30)
class EngineControlSpec extends Specification {

    CountDownLatch at = new CountDownLatch(2)
    CountDownLatch release = new CountDownLatch(1)

    /** A run whose word "wait" holds two hosts until it is released or interrupted. */
    KitRun waiting() {
        KitRun run = new KitRun(hosts: KitHosts.of('h1', 'h2', 'h3'), time: new SystemTime())
        run.acts.words['wait'] = { Target target, args ->
            at.countDown()
            while (true) {
                try {
                    release.await()
                    return Outcome.changed('ran to its end')
                } catch (InterruptedException e) {
                    if (args.module != 'packages' || target.forced()) {
                        throw e
                    }
                }
            }
        }
        run
    }

    static waitPlan(String module) {
        plan {
            play('h1:h2', name: 'first') {
                block({ task 'work', module: module, args: [does: 'wait', module: module]; task 'next' }, { task 'rescue' }, { task 'always' })
            }
            play('all', name: 'second') { task 'more' }
        }
    }

    def 'a cancel interrupts what may be interrupted, nothing begins any more, and what was left is said'() {
        given:
        KitRun run = waiting()
        def done = CompletableFuture.supplyAsync { run.run(waitPlan('act')) }
        at.await()
        long start = System.nanoTime()

        when:
        run.control.cancel('anna', false)
        done.get(2, TimeUnit.SECONDS)

        then:
        Duration.ofNanos(System.nanoTime() - start) < Duration.ofSeconds(2)
        run.summary.status() == RunStatus.CANCELLED
        run.exit == 99
        run.started.toSorted() == ['work@h1', 'work@h2']
        run.of(RunEvent.CancelRequested) == [new RunEvent.CancelRequested('anna', false)]
        run.of(RunEvent.TaskFinished)*.message() == ['stopped while at work: the run was cancelled by anna'] * 2
        run.of(RunEvent.HostLeft).toSorted { it.host() } == [
                new RunEvent.HostLeft('h1', true, 3, 'the run was cancelled by anna'),
                new RunEvent.HostLeft('h2', true, 3, 'the run was cancelled by anna'),
                new RunEvent.HostLeft('h3', false, 1, 'the run was cancelled by anna')]
        run.recap[2] == 'h3 notReached=1'
    }

    def 'work on packages runs to its end, and ends only when the cancel is forced'() {
        given:
        KitRun run = waiting()
        def done = CompletableFuture.supplyAsync { run.run(waitPlan('packages')) }
        at.await()

        when:
        run.control.cancel('anna', false)

        then:
        run.control.current().cancelledBy().get() == 'anna'
        run.control.current().steps()*.host().toSorted() == ['h1', 'h2']
        run.of(RunEvent.TaskFinished).empty

        when:
        forced ? run.control.cancel('bert', true) : release.countDown()
        done.get(2, TimeUnit.SECONDS)

        then:
        run.of(RunEvent.TaskFinished)*.status() == [status] * 2
        run.started.size() == 2
        run.exit == 99
        run.of(RunEvent.CancelRequested)*.force() == requests

        where:
        forced | status         | requests
        false  | Status.CHANGED | [false]
        true   | Status.FAILED  | [false, true]
    }

    def 'a cancel ends the wait for a further try, also of package work'() {
        given:
        KitRun run = new KitRun(hosts: KitHosts.of('h1'), time: new SystemTime())
        def retried = new CountDownLatch(1)
        run.onEvent = { if (it instanceof RunEvent.RetryScheduled) retried.countDown() }
        def done = CompletableFuture.supplyAsync { run.run(plan { play('all') {
            task 'a', 'failed', module: 'packages', retry: new Retry(3, Duration.ofHours(1), Backoff.CONSTANT)
        } }) }
        retried.await()

        when:
        run.control.cancel('anna', false)
        done.get(2, TimeUnit.SECONDS)

        then:
        run.finished('0.0', 'h1').attempts() == 1
        run.exit == 99
    }

    def 'a run that was cancelled before it began does nothing'() {
        given:
        KitRun run = new KitRun(hosts: KitHosts.of('h1'))
        run.control.cancel('anna', false)

        when:
        run.run(plan { play('all') { task 'a' } })

        then:
        run.exit == 99
        run.recap == ['h1 notReached=1']
        run.events*.class*.simpleName == ['RunStarted', 'CancelRequested', 'HostLeft', 'RunFinished']
    }

    def 'when the log cannot keep #event, no further step begins anywhere and the run ends'() {
        given:
        KitRun run = new KitRun(hosts: KitHosts.of('h1', 'h2', 'h3'))
        int seen = 0
        run.onEvent = {
            if (it.class.simpleName == event && ++seen >= nth) {
                throw new EventLogException('the disk is full', null)
            }
        }

        when:
        run.run(plan {
            play('all', forks: 1) { block({ task 'a', 'changed'; task 'b' }, { task 'r' }, { task 'z' }) }
        })

        then:
        run.summary.status() == RunStatus.FAILED
        run.exit == 1
        run.summary.message() == "the run's log could not be kept: the disk is full"
        run.acts.calls == calls
        run.of(RunEvent.RunFinished) == []

        where:
        event          | nth || calls
        'RunStarted'   | 1   || []
        'TaskStarted'  | 1   || []
        'TaskStarted'  | 2   || ['h1:changed']
        'TaskFinished' | 1   || ['h1:changed']
        'TaskFinished' | 3   || ['h1:changed', 'h2:changed', 'h3:changed']
    }

    def 'a question waits for its answer: #go by #by gives #answer'() {
        given:
        KitRun run = new KitRun(hosts: KitHosts.of('h1'), time: by == 'timeout' ? new dev.steward.runner.time.SettableTime(java.time.Instant.EPOCH) : new SystemTime())
        def asked = new CountDownLatch(1)
        run.acts.words['ask'] = { Target target, args -> Outcome.ok(target.confirm('Really?', Duration.ofSeconds(20)).name()) }
        run.onEvent = { if (it instanceof RunEvent.ConfirmAsked) asked.countDown() }

        when:
        def done = CompletableFuture.supplyAsync { run.run(plan { play('all') { task 'a', 'ask' } }) }
        asked.await()

        then:
        by == 'timeout' || run.control.current().questions()*.text() == ['Really?']
        by == 'timeout' || !run.control.answer('0.9', 'h1', true, 'x')
        by == 'timeout' || run.control.answer('0.0', 'h1', go, by)

        when:
        done.get(5, TimeUnit.SECONDS)

        then:
        run.finished('0.0', 'h1').message() == answer
        run.of(RunEvent.ConfirmAnswered) == [new RunEvent.ConfirmAnswered('0.0', 'h1', go, by)]
        run.control.current().questions() == []

        where:
        go    | by        || answer
        true  | 'anna'    || 'GO'
        false | 'anna'    || 'STOP'
        true  | 'timeout' || 'TIMEOUT'
    }

    def 'a password that YAML takes for a number is masked like any other: #name'() {
        given:
        KitRun run = new KitRun(hosts: KitHosts.yaml("all: {hosts: {h1: {$name: 77665544}}}"))
        run.acts.words['say'] = { Target target, args ->
            target.log('it is 77665544')
            Outcome.failed('sudo: 77665544: no such word')
        }

        when:
        run.run(plan { play('all') { task('a', args: [does: 'say'], ignoreErrors: true) } })

        then:
        run.of(RunEvent.Output)*.text() == ['it is ***']
        run.events.every { !it.toString().contains('77665544') }

        where:
        name << ['ansible_become_password', 'ansible_ssh_pass']
    }

    def 'every secret is masked in every event, whatever way it takes'() {
        given:
        def secret = 'S3cr3t-Value-42'
        KitRun run = new KitRun(hosts: KitHosts.yaml("all: {hosts: {h1: {ansible_password: inventory-pass}}}"),
                secrets: { path -> Optional.of(new dev.steward.runner.secret.Secret(secret)) } as dev.steward.runner.secret.Secrets)
        run.acts.words['leak'] = { Target target, args ->
            def text = "$secret inventory-pass ${args.pw.reveal()}" as String
            target.log(text)
            text.bytes.each { target.shown().accept(dev.steward.runner.connection.Output.Stream.STDERR, [it] as byte[], 1) }
            Outcome.failed(text).with('data', [[(text): text]]).with([new dev.steward.runner.event.Diff(text, text, text)])
        }
        def ref = new dev.steward.dsl.plan.SecretRef('x', PlanKit.at())

        when:
        run.run(plan { play('all', name: 'uses S3cr3t-Value-42') {
            task('a', args: [does: 'leak', pw: ref], diff: true, loop: { [secret] }, ignoreErrors: true, retry: new Retry(1, Duration.ZERO, Backoff.CONSTANT))
        } })

        then:
        run.events.findAll { !(it instanceof RunEvent.PlayStarted || it instanceof RunEvent.RunStarted) }
                .every { !it.toString().contains(secret) && !it.toString().contains('inventory-pass') }
        run.of(RunEvent.Output).any { it.text() == '*** *** ***' }
        run.finished('0.0', 'h1').diffs()[0].before() == '*** *** ***'
    }
}

package dev.steward.runner.engine

import static dev.steward.runner.engine.PlanKit.plan

import dev.steward.runner.event.RunEvent
import dev.steward.runner.time.SystemTime
import java.time.Duration
import spock.lang.Specification

class EngineLoadSpec extends Specification {

    static final HOSTS = 1000
    static final TASKS = 10

    def 'a thousand hosts cost at most 3 ms for a host and task'() {
        given:
        def hosts = KitHosts.yaml("all: {hosts: {'h[1:$HOSTS]': }}")
        def work = plan { play('all') {
            TASKS.times { n -> task("task $n", when: { host.name != 'h0' }, register: "r$n" as String) { 'changed' } }
        } }
        KitRun.of(work, hosts: hosts, time: new SystemTime())
        long start = System.nanoTime()

        when:
        KitRun run = KitRun.of(work, hosts: hosts, time: new SystemTime())
        Duration each = Duration.ofNanos((System.nanoTime() - start).intdiv(HOSTS * TASKS))
        println "engine: ${each.toNanos() / 1000} µs a host and task"

        then:
        each < Duration.ofMillis(3)
        run.of(RunEvent.TaskFinished).size() == HOSTS * TASKS
        run.summary.recap().total().ok() == HOSTS * TASKS
        run.exit == 0
    }
}

package dev.steward.runner.store.duration

import dev.steward.runner.event.EventLog
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.duration.Durations.Key
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.sql.Connection
import java.sql.SQLException
import java.time.Duration
import java.time.Instant
import org.h2.api.Trigger
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What power runs leave behind for the next one's reckoning. */
class DurationsSpec extends Specification {

    @TempDir Path dir
    def time = new SettableTime(Instant.parse('2026-03-01T12:00:00Z'))
    @AutoCleanup StoreFixture fixture

    def setup() { fixture = new StoreFixture(dir, time) }

    private void run(Map how = [:], Closure<Void> steps) {
        EventLog log = fixture.begin(playbook: 'UPS shutdown')
        log.append(new RunEvent.RunStarted('UPS shutdown', 'ups-shutdown.groovy', ['Stop'], how.check ?: false))
        steps(log)
        log.append(StoreFixture.finished(RunStatus.OK))
        time.advance(Duration.ofMinutes(1))
    }

    private static void phase(EventLog log, boolean recovering = false) { log.append(new RunEvent.PhaseEntered(0, 'Stop', recovering, 'x')) }

    private static void step(EventLog log, String module, String task, String host, long seconds, Status status = Status.CHANGED, String step = '0.0') {
        log.append(new RunEvent.TaskStarted(step, task, host, Optional.empty(), module, true))
        log.append(new RunEvent.TaskFinished(step, host, status, false, false, status == Status.CHANGED, '', [:], [], 1, Duration.ofSeconds(seconds)))
    }

    private Map<Key, List<Duration>> known() { fixture.store.durations().all() }

    def 'what a phase stopped is kept with the time it took, machines by themselves and anything else by its task'() {
        when:
        run { log ->
            phase(log)
            step(log, 'guest', 'Shut down', 'ct1', 42)
            step(log, 'dockerCompose', 'Stop compose', 'docker', 17, Status.CHANGED, '0.1')
        }
        run { log ->
            phase(log)
            step(log, 'guest', 'Shut them all down', 'ct1', 50)
        }

        then:
        known() == [(new Key('guest', 'ct1')): [Duration.ofSeconds(50), Duration.ofSeconds(42)], (new Key('dockerCompose: Stop compose', 'docker')): [Duration.ofSeconds(17)]]
        Durations.what('guest', 'any') == 'guest'
    }

    def 'what says nothing about that is not kept: #why'() {
        when:
        run(check: check) { log ->
            if (undone != null) phase(log, undone)
            step(log, 'guest', 'Shut down', 'ct1', 42, status)
        }

        then:
        known().isEmpty()

        where:
        why                     | check | undone | status
        'an ordinary run'       | false | null  | Status.CHANGED
        'a check'               | true  | false | Status.CHANGED
        'what was undone'       | false | true  | Status.CHANGED
        'what was down already' | false | false | Status.OK
        'what failed'           | false | false | Status.FAILED
    }

    def 'only the latest of each are kept'() {
        when:
        25.times { i ->
            run { log ->
                phase(log)
                step(log, 'node', 'Power off', 'pve1', 100 + i)
            }
        }

        then:
        known()[new Key('node', 'pve1')]*.toSeconds() == (124..105).toList()
    }

    /** The first row is one that somebody else was about to write, too. */
    static class Clashing implements Trigger {

        static boolean over

        @Override
        void fire(Connection connection, Object[] old, Object[] row) {
            if (!over) {
                over = true
                throw new SQLException('this row is there already', '23505', 23505)
            }
        }
    }

    /** How a database says so once, of the next row. */
    protected List<String> clash() {
        Clashing.over = false
        ["create trigger clashing before insert on run_task for each row call '${Clashing.name}'" as String]
    }

    /** What says afterwards that it did. */
    protected boolean clashed() { Clashing.over }

    protected <T> T sql(Closure<T> does) { fixture.store.connections().connection.withCloseable { it.createStatement().with(does) } }

    def 'what a run is stays known where its writing clashed with another: #why'() {
        when:
        run(check: check) { log ->
            phase(log)
            sql { statement -> clash().each { statement.execute(it) } }
            step(log, 'guest', 'Shut down', 'ct1', 42)
        }

        then:
        clashed()
        known().values().flatten() == kept

        where:
        why           | check || kept
        'a rehearsal' | true  || []
        'an outage'   | false || [Duration.ofSeconds(42)]
    }
}

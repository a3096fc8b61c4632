package dev.steward.runner.store

import dev.steward.runner.config.keep.RetentionConfig
import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.event.Cause
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.Recap
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.store.keep.KeepRules
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.runner.store.server.Identity
import dev.steward.runner.time.SystemTime
import dev.steward.runner.time.Time
import java.nio.file.Path
import java.time.Duration

/** Runs as the engine would write them, in short. */
class StoreFixture implements AutoCloseable {

    /** The server that stores are on from now on, by their folder; H2 where it says none. */
    static Closure<Optional<StoreConfig>> server = { Path folder -> Optional.empty() }

    final StateDir dir
    final Store store

    StoreFixture(Path path, Time time = new SystemTime()) {
        dir = (StateDir.open(path, 'spec', time) as StateDir.Opened.Ours).dir()
        store = Store.open(dir, server(path), Identity.Said.NOTHING, Optional.empty(), time)
    }

    /** Stores are on a real PostgreSQL from now on, or on H2 again. */
    static void onPostgres(boolean yes) {
        server = yes ? { Path folder -> Optional.of(PostgresLab.here().of(folder)) } : { Path folder -> Optional.empty() }
    }

    static NewRun newRun(Map how = [:]) {
        new NewRun(how.playbook ?: 'Weekly updates', how.file ?: 'weekly-updates.groovy',
                [new NewRun.Source('weekly-updates.groovy', how.text ?: 'playbook(\'Weekly updates\') { }')],
                '{"web-1":{}}', [autoReboot: false], how.options ?: [check: false],
                how.cause ?: new Cause(Cause.Kind.PERSON, 'anna'),
                Optional.ofNullable(how.schedule as String), Optional.empty())
    }

    EventLog begin(Map how = [:]) {
        long id = store.runs().create(newRun(how))
        lastRun = id
        def claim = store.runs().claim(id)
        store.runs().logFor(id, claim.epoch())
    }

    long lastRun

    /** A whole run of one task on some hosts; its number. */
    long whole(Map how = [:]) {
        EventLog log = begin(how)
        List<String> hosts = how.hosts ?: ['web-1']
        log.append(started())
        log.append(play(hosts))
        hosts.each {
            log.append(taskStarted(it))
            log.append(taskFinished(it, how.status ?: Status.OK, how.message ?: ''))
        }
        log.append(finished(how.ended ?: RunStatus.OK, hosts))
        lastRun
    }

    /** So many days and runs of every playbook. */
    static KeepRules keep(int days, int runs) { KeepRules.of(new RetentionConfig(days, runs, Optional.empty(), [:]), Path.of('/playbooks')) }

    static RunEvent started() { new RunEvent.RunStarted('Weekly updates', 'weekly-updates.groovy', ['Update'], false) }

    static RunEvent play(List<String> hosts) {
        new RunEvent.PlayStarted(0, 'Update', 0, 1, hosts, [new RunEvent.TaskRef('0.0', 'Upgrade packages', 'apt')])
    }

    static RunEvent taskStarted(String host, String step = '0.0', boolean changing = true) {
        new RunEvent.TaskStarted(step, 'Upgrade packages', host, Optional.empty(), 'apt', changing)
    }

    static RunEvent taskFinished(String host, Status status = Status.OK, String message = '', String step = '0.0') {
        new RunEvent.TaskFinished(step, host, status, false, false, status == Status.CHANGED, message, [packages: ['bash'], count: 1L], [], 1,
                Duration.ofMillis(1234))
    }

    static RunEvent output(String host, String text) { new RunEvent.Output('0.0', host, 'stdout', text) }

    static RunEvent finished(RunStatus status, List<String> hosts = ['web-1']) {
        def recap = hosts.inject(Recap.EMPTY) { all, host -> all.plus(host, new Recap.Counts(1, 0, 0, 0, 0, 0, 0, 0, 0)) }
        new RunEvent.RunFinished(status, status == RunStatus.OK ? 0 : 2, recap, status == RunStatus.OK ? '' : 'a host failed')
    }

    @Override
    void close() {
        store.close()
        dir.close()
    }
}

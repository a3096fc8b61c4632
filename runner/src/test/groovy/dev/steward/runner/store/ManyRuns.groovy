package dev.steward.runner.store

import dev.steward.runner.store.row.TextSum
import java.sql.Connection
import java.time.Duration
import java.time.Instant
import java.time.OffsetDateTime
import java.time.ZoneOffset
import javax.sql.DataSource
import org.jdbi.v3.core.Jdbi
import org.jdbi.v3.core.mapper.ColumnMapper

/**
 * A long history as rows, many at a time: run n has playbook n mod 20, host n mod 500; every 97th failed, every 997th is
 * lost, every 11th is a check.
 */
class ManyRuns {

    static final String NONE = TextSum.of('')
    static final int SPAN = 2_000
    private static final int BATCH = 5_000
    private final DataSource source
    private int last

    ManyRuns(DataSource source) { this.source = source }

    static Instant at(int n) { Instant.parse('2024-01-01T00:00:00Z') + Duration.ofMinutes(n) }

    Jdbi jdbi() {
        Jdbi.create(source).registerColumnMapper(Instant, { rows, column, context -> rows.getObject(column, OffsetDateTime)?.toInstant() } as ColumnMapper)
    }

    List<Long> ids(Closure<Boolean> which) { (last..1).findAll { which(it) }.collect { it as long } }

    void add(int count) {
        source.connection.withCloseable { db ->
            db.autoCommit = false
            if (last == 0) {
                db.createStatement().execute("insert into kept_text (sha256, content) values ('$NONE', '')")
            }
            int to = last + count
            while (last < to) {
                batch(db, last + 1, Math.min(to, last + BATCH))
                last = Math.min(to, last + BATCH)
                db.commit()
            }
            db.createStatement().execute('analyze')
            db.commit()
        }
    }

    private static void batch(Connection db, int from, int to) {
        def run = db.prepareStatement('insert into run (playbook, playbook_file, inventory_sha, parameters, options, cause_kind, cause_name, schedule_name, status, epoch,' +
                ' created_at, started_at, finished_at, exit_code, message, recap, last_event, hosts_ok, hosts_changed, hosts_failed, hosts_unreachable, hosts_aborted, hosts_not_reached)' +
                ' values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, 0, ?, ?, 9, 1, 0, 0, 0, 0, 0)')
        def host = db.prepareStatement('insert into run_host (run, host) values (?, ?)')
        def step = db.prepareStatement("insert into run_step (run, step, position, play, name, module) values (?, '0.0', 0, 'Update', 'Upgrade', 'apt')")
        def task = db.prepareStatement("insert into run_task (run, step, host, status, ignored, took_millis, message, event_number) values (?, '0.0', ?, 'ok', false, 900, ?, 5)")
        def event = db.prepareStatement("insert into run_event (id, last_id, happened_at, kind, host, step, payload) values (?, ?, ?, 'output', ?, '0.0', ?)")
        for (int n = from; n <= to; n++) {
            String name = "web-${n % 500}"
            boolean bad = n % 97 == 0
            def begun = at(n).atOffset(ZoneOffset.UTC)
            def values = ["Playbook ${n % 20}" as String, "p${n % 20}.groovy" as String, NONE, '{}', "{\"limit\":\"$name\",\"check\":${n % 11 == 0}}" as String,
                          n % 3 ? 'schedule' : 'person', (n % 3 ? "nightly-${n % 20}" : "person-${n % 50}") as String, n % 3 ? "nightly-${n % 20}" as String : null,
                          n % 997 == 0 ? 'lost' : bad ? 'failed' : 'ok', begun, begun, begun.plusSeconds(40 + n % 20),
                          bad ? "host $name: could not get lock" as String : '', '{"hosts":{}}']
            values.eachWithIndex { value, i -> run.setObject(i + 1, value) }
            run.addBatch()
            host.setLong(1, n)
            host.setString(2, name)
            host.addBatch()
            step.setLong(1, n)
            step.addBatch()
            task.setLong(1, n)
            task.setString(2, name)
            task.setString(3, bad ? 'could not get lock /var/lib/dpkg' : "${n % 7} packages" as String)
            task.addBatch()
            event.setLong(1, Projection.key(n, 4))
            event.setLong(2, Projection.key(n, 4))
            event.setObject(3, begun)
            event.setString(4, name)
            event.setString(5, "[[0,0,\"stdout\",\"Say \\\"$n\\\" \\\\ done\"]]" as String)
            event.addBatch()
        }
        [run, host, step, task, event]*.executeBatch()
    }

    /** How the database reads a span of runs for a filter. */
    List<String> plans(RunFilter filter) {
        def search = new RunPages.Search(filter, 25_000, 25_000 + SPAN)
        def sql = 'explain analyze select r.id from run r where ' + search.where() + ' order by r.id desc fetch first 51 rows only'
        def plan = jdbi().withHandle { it.select(sql, search.values()).mapTo(String).one() }
        [plan.replaceAll(/\s+/, ' ')]
    }
}

package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.runner.store.postgres.PostgresLab
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Three times steward serve on one real PostgreSQL, with one schedule among them. */
@Timeout(240)
class FiresOfServersRealSpec extends Specification {

    @TempDir Path dir
    def soon = new PollingConditions(timeout: 90, delay: 0.2)
    def database = PostgresLab.here()
    String name
    List<Launched> servers = []

    def cleanup() { servers*.close() }

    private Launched serve(int number, int port) {
        Launched.compiled(['serve', '--port', port as String],
                [STEWARD_HOME: dir.resolve("state-$number") as String, STEWARD_SECRET_STORE: PostgresLab.PASSWORD], dir)
    }

    private List<String> ask(String sql) { database.ask(sql, name) }

    private List<String> done() { Files.exists(dir.resolve('done')) ? Files.readAllLines(dir.resolve('done')) : [] }

    @Row('S-01')
    def 'the server that had a fire in its hands is killed before its run began: no fire is lost, none doubled, and the host was there once for each'() {
        given:
        name = database.fresh()
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('tick.groovy'),
                "playbook('Tick') { play('Tick') { hosts 'localhost'; tasks { task('Note') { shell 'echo done >> $dir/done' } } } }")
        Files.writeString(dir.resolve('steward.yml'), """\
            inventory: hosts.yml
            playbooks: .
            schedules: {ticking: {playbook: tick.groovy, cron: '0/3 * * * * ?', zone: UTC, overlap: allow}}
            store: {url: 'postgresql://steward@127.0.0.1:${database.port}/$name', password: secret('store')}
            """.stripIndent())
        servers.addAll((1..3).collect { serve(it, Launched.freePort()) })
        soon.eventually { assert servers.every { it.said().contains('Steward serves') } }
        soon.eventually { assert done().size() >= 3 }

        when: 'no run can be recorded for a moment, so that a fire is handed out and not begun'
        def hold = database.open(name)
        hold.autoCommit = false
        hold.createStatement().withCloseable { it.execute('lock table run in exclusive mode') }
        soon.eventually { assert ask("select 1 from schedule_fire where result = 'pending'") }
        def fire = ask("select fire_at::text || '|' || owner_id from schedule_fire where result = 'pending' order by fire_at")[0].split('\\|')
        def killed = servers.find { fire[1].startsWith("${it.process.pid()}@") }
        killed.process.destroyForcibly().waitFor()
        hold.rollback()
        hold.close()

        and: 'it is taken for dead, which the spec does not wait for'
        ask("update server set ended_at = current_timestamp where id = '${fire[1]}'")

        then: 'another begins what the killed one had'
        soon.eventually {
            assert ask("select result from schedule_fire where fire_at = '${fire[0]}'") == ['begun']
        }
        ask("""select count(*) from run join server on server.id = run.owner_id
            where scheduled_at = '${fire[0]}' and server.id <> '${fire[1]}'""") == ['1']
        servers.count { it.process.alive } == 2

        when: 'all end'
        servers.findAll { it.process.alive }.each { it.interrupt() }
        servers.each { it.process.waitFor() }
        def fires = ask('select fire_at::text from schedule_fire order by fire_at').collect { Instant.parse(it.replace(' ', 'T').replace('+00', 'Z')) }

        then: 'every fire since the first is there once, as a run'
        (1..<fires.size()).every { Duration.between(fires[it - 1], fires[it]) == Duration.ofSeconds(3) }
        ask('select scheduled_at from run group by scheduled_at having count(*) > 1') == []
        ask("select count(*) from schedule_fire where result not in ('begun', 'pending')") == ['0']

        and: 'each run that said that it ended well was there once'
        done().size() >= ask("select count(*) from run where status = 'ok'")[0] as int
        done().size() <= ask("select count(*) from run")[0] as int
    }
}

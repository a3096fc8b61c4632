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

/** Four times steward serve on one real PostgreSQL, with a schedule among them; three get into trouble at once, each while it has a fire in its hands. */
@Timeout(300)
class FiresThroughTroubleRealSpec extends Specification {

    static final Duration EVERY = Duration.ofSeconds(2)

    @TempDir Path dir
    def soon = new PollingConditions(timeout: 90, delay: 0.2)
    def database = PostgresLab.here()
    String name
    Map<String, Launched> servers = [:]
    Map<String, Relay> cables = [:]

    def cleanup() {
        servers.values().each { it.signal('CONT') }
        servers.values()*.close()
        cables.values()*.close()
    }

    /** A server of its own machine: a folder with all it has, and a cable to the database. The task leaves a word of its own at the host, and in its run. */
    private void serve(String who) {
        cables[who] = new Relay(database.port)
        Path own = Files.createDirectories(dir.resolve(who))
        Files.writeString(own.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(own.resolve('tick.groovy'), "playbook('Tick') { play('Tick') { hosts 'localhost'; tasks { " +
                "task('Note') { shell 'read word < /proc/sys/kernel/random/uuid; echo \$word >> $dir/done; echo \$word' } } } }")
        Files.writeString(own.resolve('steward.yml'), """\
            stateDir: state
            server: {name: site-$who}
            inventory: hosts.yml
            playbooks: .
            schedules: {ticking: {playbook: tick.groovy, cron: '0/2 * * * * ?', zone: UTC, overlap: allow}}
            log: {file: server.log}
            store: {url: 'postgresql://steward@127.0.0.1:${cables[who].port()}/$name', password: secret('store')}
            """.stripIndent())
        servers[who] = Launched.compiled(['serve', '--port', Launched.freePort() as String], [STEWARD_SECRET_STORE: PostgresLab.PASSWORD], own)
    }

    private List<String> ask(String sql) { database.ask(sql, name) }

    private List<String> done() { Files.exists(dir.resolve('done')) ? Files.readAllLines(dir.resolve('done')) : [] }

    /** The fire that a server has in its hands and whose run is not made. */
    private List<String> held(String who) {
        ask("select to_char(fire_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from schedule_fire" +
                " where result = 'pending' and owner_id like '${servers[who].process.pid()}@%' order by fire_at")
    }

    private String ofFire(String at, String what) { ask("select $what from schedule_fire where fire_at = '$at'")[0] }

    @Row(['S-01', 'S-02'])
    def 'one server is killed, one cut off, one stands still, each with a fire in its hands: no fire is lost and none is carried out twice'() {
        given:
        name = database.fresh()
        ['a', 'b', 'c', 'd'].each { serve(it) }
        soon.eventually { servers.values().each { assert it.said().contains('Steward serves') } }
        soon.eventually { assert done().size() >= 2 }

        when: 'no run can be recorded for a moment, so that fires are handed out and not begun'
        def hold = database.open(name)
        hold.autoCommit = false
        hold.createStatement().withCloseable { it.execute('lock table run in exclusive mode') }
        Map<String, String> roles = [:]
        Map<String, List<String>> left = [:]
        ['killed', 'cut off', 'still'].each { what ->
            soon.eventually { assert servers.keySet().any { !roles.containsValue(it) && held(it) } }
            String who = servers.keySet().find { !roles.containsValue(it) && held(it) }
            switch (what) {
                case 'killed': servers[who].process.destroyForcibly().waitFor(); break
                case 'cut off': cables[who].cut(); break
                default: servers[who].signal('STOP')
            }
            roles[what] = who
            left[who] = held(who)
        }
        String well = (servers.keySet() - roles.values())[0]
        def ids = ask("select id from server where kind = 'serve' and name <> 'site-$well'")
        hold.rollback()
        hold.close()

        then: 'the fourth makes something of every fire that they had, once it takes them for dead'
        soon.eventually {
            assert ask("select name from server where kind = 'serve' and ended_at is null") == ["site-$well" as String]
            assert left.values().flatten().every { ofFire(it, 'result') == 'begun' }
        }
        left.values().every { it } && left.values().flatten().every { ask("select count(*) from run where scheduled_at = '$it' and owner_id in ('${ids.join("','")}')") == ['0'] }

        when: 'the cable is mended, and the one that stood still goes on'
        cables[roles['cut off']].mend()
        servers[roles.still].signal('CONT')
        soon.eventually { [roles['cut off'], roles.still].each { assert Files.readString(dir.resolve("$it/server.log")).contains('ended it and its runs') } }
        def until = Instant.now()
        soon.eventually {
            assert Instant.parse(ask("select to_char(max(fire_at) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from schedule_fire")[0]).isAfter(until.plusSeconds(3))
            assert ask("select count(*) from schedule_fire where result = 'pending' and fire_at <= '$until'") == ['0']
            assert ask("select count(*) from run where status in ('queued', 'running') and scheduled_at <= '$until'") == ['0']
        }
        servers.values()*.interrupt()
        servers.values().each { it.process.waitFor() }

        then: 'every fire since the first is there, each as one run, or as missed with a reason'
        def fires = ask("select to_char(fire_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from schedule_fire where fire_at <= '$until' order by fire_at")
                .collect { Instant.parse(it) }
        fires.size() > 15
        (1..<fires.size()).each { assert Duration.between(fires[it - 1], fires[it]) == EVERY }
        fires.last().isAfter(until.minus(EVERY))
        ask("select fire_at from schedule_fire where fire_at <= '$until' and result <> 'begun' and not (result = 'missed' and reason <> '')") == []
        ask('select scheduled_at from run group by scheduled_at having count(*) <> 1') == []
        ask("""select fire_at from schedule_fire left join run on scheduled_at = fire_at
            where fire_at <= '$until' and result = 'begun' and (run.id is null or run.id <> schedule_fire.run or run.status = 'missed')""") == []

        and: 'the host was there once for each run that ended well, and for no run twice; only of a run that was broken off its word may be missing'
        def said = done().collectEntries { word -> [word, ask("select distinct id / 4294967296 from run_event where payload like '%$word%'")] }
        said.size() == done().size()
        said.values().every { it.size() <= 1 }
        said.values().flatten().with { it == it.unique(false) }
        ask("select id from run where status = 'ok'") - said.values().flatten() == []
        said.values().count { it.empty } <= (ask("select count(*) from run where status not in ('ok', 'missed')")[0] as int)
    }
}

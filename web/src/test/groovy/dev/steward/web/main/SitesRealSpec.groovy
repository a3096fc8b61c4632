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

/** steward serve at two sites, on one real PostgreSQL, steered by real commands. What the hosts noted themselves judges. */
@Timeout(240)
class SitesRealSpec extends Specification {

    static final Duration EVERY = Duration.ofSeconds(1)

    @TempDir Path dir
    def soon = new PollingConditions(timeout: 90, delay: 0.1)
    def database = PostgresLab.here()
    String name
    Map<String, Launched> servers = [:]
    List<Launched> all = []

    def cleanup() { all*.close() }

    /** Each has a folder with all it has; a task notes the environment of the process that ran it, and a word of its own. */
    private void sites(Map<String, String> schedules) {
        name = database.of(dir).database()
        ['a', 'b'].each { who ->
            Path own = Files.createDirectories(dir.resolve(who))
            Files.writeString(own.resolve('hosts.yml'), '''\
                all:
                  vars: {ansible_connection: local}
                  hosts: {free: {}, inside: {steward_runner: site-b}}
                '''.stripIndent())
            Files.writeString(own.resolve('note.groovy'), '''\
                playbook('Note') { play('Note') { hosts 'all'; tasks {
                    task('Note') { shell "read word < /proc/sys/kernel/random/uuid; echo \\$SITE ${host.name} \\$word >> DIR/noted; echo \\$word" }
                } } }
                '''.stripIndent().replace('DIR', dir as String))
            Files.writeString(own.resolve('long.groovy'), "playbook('Long') { play('Long') { hosts 'free'; tasks { " +
                    "task('Begin') { shell 'touch $dir/begun' }; task('Wait') { shell 'until [ -e $dir/go ]; do sleep 0.1; done' }; " +
                    "task('End') { shell 'echo \$SITE >> $dir/ended' } } } }")
            Files.writeString(own.resolve('steward.yml'), """\
                stateDir: state
                server: {name: at-$who, labels: [site-$who]}
                inventory: hosts.yml
                playbooks: .
                schedules: {${schedules.collect { called, how -> "$called: {playbook: note.groovy, cron: '* * * * * ?', zone: UTC, overlap: allow, $how}" }.join(', ')}}
                log: {file: server.log}
                store: {url: 'postgresql://steward@127.0.0.1:${database.port}/$name', password: secret('store')}
                """.stripIndent())
        }
        serve('a', 'b')
    }

    private void serve(String... who) {
        who.each { servers[it] = steward(it, 'serve', '--port', Launched.freePort() as String) }
        soon.eventually { who.each { assert servers[it].said().contains('Steward serves') || !servers[it].process.alive } }
        assert who.every { servers[it].process.alive }: who.collect { servers[it].said() }
    }

    private Launched steward(String who, String... words) {
        def one = Launched.compiled(words as List<String>, [SITE: who, STEWARD_SECRET_STORE: PostgresLab.PASSWORD], dir.resolve(who))
        all << one
        one
    }

    /** A command that ends well; what it said. */
    private String told(String who, String... words) {
        def one = steward(who, words)
        assert one.exit(60) == 0: one.said()
        one.said()
    }

    /** By name: the columns of steward servers list, of those that have not ended. */
    private Map<String, Map> listed(String who) {
        def lines = told(who, 'servers', 'list').readLines()
        lines.findAll { it.startsWith('at-') && !it.contains(' ended ') }.collectEntries { line ->
            def found = line =~ /^(\S+)( \(this one\))? +(at work|draining|silent) +(\d+) s ago +(\d+)  .* (\S+) *$/
            assert found: lines.join('\n')
            [found.group(1), [state: found.group(3), runs: found.group(5) as int, labels: found.group(6), here: found.group(2) != null]]
        }
    }

    private List<String> ask(String sql) { database.ask(sql, name) }

    private List<List<String>> noted() { Files.exists(dir.resolve('noted')) ? Files.readAllLines(dir.resolve('noted'))*.tokenize() : [] }

    private int notedBy(String who) { noted().count { it[0] == who } }

    /** Waits for some more notes of a site. */
    private void notes(String who, int more = 2) {
        int before = notedBy(who)
        soon.eventually { assert notedBy(who) >= before + more }
    }

    /** Ends the fires, and judges: each since the first is there, has one run that ended well, and the host was there once for each. */
    private void eachFireOnce() {
        def schedules = ask('select distinct schedule_name from schedule_fire')
        schedules.each { told('b', 'schedule', 'pause', it) }
        soon.eventually {
            assert ask("select 1 from schedule_fire where result = 'pending' union all select 1 from run where status in ('queued', 'running')") == []
        }
        schedules.each { each ->
            String begun = "from schedule_fire where schedule_name = '$each' and result = 'begun'"
            def fires = ask("select fire_at $begun")
            assert fires.size() > 5
            assert ask("select distinct run $begun").size() == fires.size()
            def all = ask("select to_char(fire_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from schedule_fire where schedule_name = '$each' order by fire_at").collect { Instant.parse(it) }
            (1..<all.size()).each { assert Duration.between(all[it - 1], all[it]) == EVERY }
            assert ask("select reason from schedule_fire where schedule_name = '$each' and result <> 'begun' and reason not like 'the schedule is paused by %'") == []
        }
        assert ask("""select run.id from run left join schedule_fire on schedule_fire.run = run.id
            where cause_kind = 'schedule' and run.status <> 'missed' and (run.status <> 'ok' or fire_at is null or fire_at <> scheduled_at)""") == []
        def ofRuns = noted().collectMany { ask("select distinct id / 4294967296 from run_event where payload like '%${it[2]}%'") }
        assert ofRuns.sort() == ask("select id from run where playbook = 'Note' and status = 'ok'").sort()
    }

    @Row('S-01')
    def 'a server is drained and restarted while a schedule fires: its run ends well, the other fires meanwhile, and afterwards it does again'() {
        given:
        sites(often: 'limit: free')
        def longer = steward('a', 'run', 'long.groovy')
        soon.eventually { assert Files.exists(dir.resolve('begun')) }

        when:
        String drained = told('a', 'servers', 'drain')

        then:
        drained =~ /^at-a begins nothing new\. Runs at work there: \d; restart it when steward servers list shows 0\.\n$/

        when: 'what it was beginning is begun'
        notes('b', 1)
        int before = notedBy('a')
        notes('b')
        def refused = steward('a', 'run', 'note.groovy')

        then: 'it begins no fire, and nothing by hand'
        notedBy('a') == before
        refused.exit(60) == 1
        refused.said().contains('at-a is draining and begins nothing new. Begin it on at-b. It takes runs again after: steward servers drain --undo')

        and: 'both say how they stand'
        listed('b').with {
            assert it['at-a'] == [state: 'draining', runs: 1, labels: 'site-a', here: false]
            it['at-b'].state == 'at work' && it['at-b'].here
        }
        longer.process.alive

        when: 'its run comes to its end'
        Files.createFile(dir.resolve('go'))

        then:
        longer.exit(60) == 0
        Files.readString(dir.resolve('ended')) == 'a\n'
        ask("select count(*) from run where status in ('queued', 'running') and owner_id = (select id from server where name = 'at-a' and kind = 'serve')") == ['0']

        when: 'it is started again'
        servers.a.interrupt()
        servers.a.exit(60)
        int stopped = notedBy('a')
        serve('a')

        then: 'nobody has to undo anything'
        stopped == before
        listed('b')['at-a'].state == 'at work'

        when: 'the other is drained from there'
        String other = told('a', 'servers', 'drain', 'at-b')
        notes('a')

        then:
        other.startsWith('at-b begins nothing new. Runs at work there: ')
        told('a', 'servers', 'drain', 'at-b', '--undo') == 'at-b begins runs again.\n'
        eachFireOnce()
        ask("select status from run where playbook = 'Long'") == ['ok']
    }

    @Row('S-01')
    def 'what concerns the hosts of a site, or a schedule of its label, is run by its server alone; by hand the other one refuses it, with the next step'() {
        given:
        sites(often: 'limit: inside', theirs: 'limit: free, runner: site-b')

        when:
        soon.eventually { assert ['inside', 'free'].every { host -> noted().count { it[1] == host } >= 2 } }
        def refused = steward('a', 'run', 'note.groovy', '--limit', 'inside')

        then:
        noted()*.first().unique() == ['b']
        refused.exit(60) == 1
        refused.said().contains('What concerns inside (steward_runner) runs only on servers with the label site-b, and at-a has not. Begin it on at-b.')

        when: 'by hand where it may run, and there what may run everywhere'
        told('b', 'run', 'note.groovy', '--limit', 'inside')
        told('a', 'run', 'note.groovy', '--limit', 'free')

        then:
        noted().findAll { it[0] == 'a' }*.getAt(1) == ['free']

        when: 'the one with the label begins nothing for a while'
        told('b', 'servers', 'drain')
        soon.eventually { assert ask("select 1 from schedule_fire where runner = 'site-b' and owner_id is null").size() >= 4 }
        refused = steward('a', 'schedule', 'run', 'theirs')

        then:
        refused.exit(60) == 1
        refused.said().contains("the schedule 'theirs' runs only on servers with the label site-b, and at-a has not. No server at work has; give it to one: server.labels in its steward.yml.")

        when:
        told('b', 'servers', 'drain', '--undo')

        then: 'it makes up for what the other left to it'
        soon.eventually { assert ask("select 1 from schedule_fire where runner = 'site-b' and owner_id is null") == [] }
        eachFireOnce()
        noted().findAll { it[0] == 'a' }*.getAt(1) == ['free']
    }
}

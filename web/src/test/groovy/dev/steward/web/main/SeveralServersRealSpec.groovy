package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.runner.event.RunStatus
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.runner.store.server.Identity
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Three servers, as processes, on one real PostgreSQL; a fourth looks on from here. The hosts' own logs judge. */
@Timeout(300)
class SeveralServersRealSpec extends Specification {

    @TempDir Path dir
    @Shared PostgresLab database = new PostgresLab()
    @AutoCleanup Store here
    @AutoCleanup Relay cable
    def soon = new PollingConditions(timeout: 90, delay: 0.1)
    Map<String, Integer> ports = [:]
    Map<String, Launched> servers = [:]
    List<Launched> all = []
    String name

    def setupSpec() {
        database.start()
        database.ask("create role steward login password '$PostgresLab.PASSWORD'")
    }

    def setup() {
        name = database.fresh()
        cable = new Relay(database.port)
    }

    def cleanup() {
        servers.values().each { it.signal('CONT') }
        all*.close()
    }

    def cleanupSpec() { database.close() }

    private Launched steward(String who, List<String> words) {
        def one = Launched.compiled(words, [STEWARD_SECRET_STORE: PostgresLab.PASSWORD], dir.resolve(who))
        all << one
        one
    }

    /** A server of its own machine: a folder with all it has. */
    private void serve(String who, int databasePort) {
        Path own = Files.createDirectories(dir.resolve(who))
        Files.writeString(own.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(own.resolve('steward.yml'), """\
            stateDir: state
            server: {name: site-$who, labels: [all, '$who']}
            inventory: hosts.yml
            playbooks: .
            schedules: {}
            log: {file: server.log}
            store: {url: 'postgresql://steward@127.0.0.1:$databasePort/$name', password: secret('store')}
            """.stripIndent())
        String steps = (1..120).collect { "task('Step $it') { shell 'echo $who $it >> $dir/${who}.log; sleep 0.5' }" }.join('\n')
        Files.writeString(own.resolve('count.groovy'), "playbook('Count $who') { play('Count') { hosts 'localhost'; tasks {\n$steps\n} } }")
        ports[who] = Launched.freePort()
        servers[who] = steward(who, ['serve', '--port', ports[who] as String])
    }

    /** Says why a server is no more that should be. */
    private boolean ended() {
        def gone = servers.findAll { who, one -> !one.process.alive }
        throw new AssertionError(gone.collect { who, one -> "$who: exit ${one.process.exitValue()}\n${one.said()}\n${Files.readString(dir.resolve("$who/server.log"))}" }.join('\n'))
    }

    private List<String> log(String who) { Files.exists(dir.resolve(who + '.log')) ? Files.readAllLines(dir.resolve(who + '.log')) : [] }

    private run(String who) { here.queries().page(RunFilter.ALL, Optional.empty(), 20).find { it.playbook() == "Count $who" } }

    private int health(String who) {
        try {
            def asked = new URL("http://127.0.0.1:${ports[who]}/api/v1/health").openConnection() as HttpURLConnection
            asked.readTimeout = 20_000
            asked.responseCode
        } catch (IOException silent) {
            0
        }
    }

    @Row(['S-01', 'S-02'])
    def 'one server is killed, one cut off, one stands still: their runs end lost on the others, and nobody who comes back does another step'() {
        given: 'three at work'
        serve('a', database.port)
        serve('b', cable.port())
        serve('c', database.port)
        soon.eventually { servers.values().each { assert it.said().contains('Steward serves') } }
        def state = (StateDir.open(dir.resolve('here'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        here = Store.open(state, Optional.of(database.config(name)), Identity.Said.NOTHING, Optional.empty(), new SystemTime())
        ['a', 'b', 'c'].each { steward(it, ['run', 'count.groovy']) }
        soon.eventually { ['a', 'b', 'c'].each { assert log(it).size() >= 3 } }

        expect: 'each knows all'
        servers.every { who, one -> one.process.alive } || ended()
        here.servers().living().findAll { it.serves() }*.name() == ['site-a', 'site-b', 'site-c']
        here.servers().living().find { it.name() == 'site-b' }.labels() == ['all', 'b']
        ['a', 'b', 'c'].every { run(it).status() == RunStatus.RUNNING }

        when:
        def first = here.servers().living()*.id()
        servers.a.process.destroyForcibly().waitFor()
        cable.cut()
        servers.c.signal('STOP')
        sleep(1500)
        def then = ['a', 'b', 'c'].collectEntries { [it, log(it)] }
        soon.eventually { ['a', 'b', 'c'].each { assert run(it).status() == RunStatus.LOST } }
        def ended = ['a', 'b', 'c'].collectEntries { [it, here.queries().events(run(it).id(), 0, 1000)] }

        then: 'each says where it stood, and nobody did a step meanwhile'
        ['a', 'b', 'c'].each { assert run(it).message() =~ /Steward ended during the run; (unfinished: )?.*'Step \d+' on localhost/ }
        here.servers().living().findAll { it.serves() } == []
        ['a', 'b', 'c'].collectEntries { [it, log(it)] } == then

        when: 'the cable is mended, and the one that stood still goes on'
        cable.mend()
        servers.c.signal('CONT')

        then: 'they find that they were ended, say so, and begin anew as servers that the others did not know'
        soon.eventually { ['b', 'c'].each { assert Files.readString(dir.resolve("$it/server.log")).contains('ended it and its runs, and it keeps and begins nothing any more until it has begun anew') } }
        soon.eventually { ['b', 'c'].each { assert Files.readString(dir.resolve("$it/server.log")).contains('This server begins anew, since the others ended it') && health(it) == 200 } }
        here.servers().living().findAll { it.serves() }*.name() == ['site-b', 'site-c']
        ['b', 'c'].every { servers[it].process.alive }
        here.servers().living().findAll { it.serves() }*.id().intersect(first) == []

        and: 'neither wrote an event nor did a step, and no step was done twice'
        ['a', 'b', 'c'].collectEntries { [it, here.queries().events(run(it).id(), 0, 1000)] } == ended
        ['a', 'b', 'c'].collectEntries { [it, log(it)] } == then
        then.values().every { it == it.unique(false) }

        when: 'one of them is given a run'
        Files.writeString(dir.resolve('b/hello.groovy'), "playbook('Hello') { play('Hello') { hosts 'localhost'; tasks { task('Say') { shell 'echo hello' } } } }")

        then:
        steward('b', ['run', 'hello.groovy']).exit(60) == 0
    }
}

package dev.steward.web.main

import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.runner.store.trouble.StoreException
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A server without power begins on a PostgreSQL that breaks off in the middle of it, at one message after the other. */
@Timeout(300)
class BreakingBeginningRealSpec extends Specification {

    /** So many of the messages of a beginning, one as far from the next as the other. */
    static final int MOMENTS = 12

    @TempDir Path dir
    @Shared PostgresLab database = new PostgresLab()

    def setupSpec() {
        database.start()
        database.ask("create role steward login password '$PostgresLab.PASSWORD'")
    }

    def cleanupSpec() { database.close() }

    int messages

    /** What a server says that begins through a relay; null: it began, with so many {@link #messages} in all. */
    private def begun(Relay relay, String name, Path folder) {
        Files.createDirectories(folder)
        Files.writeString(folder.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(folder.resolve('tick.groovy'), "playbook('Tick') { play('Tick') { hosts 'localhost'; tasks { task('Say') { shell 'echo tock' } } } }")
        Files.writeString(folder.resolve('steward.yml'), """\
            inventory: hosts.yml
            playbooks: .
            schedules: {ticking: {playbook: tick.groovy, cron: '0 0 4 * * ?', zone: UTC}}
            server: {port: 0}
            store: {url: 'postgresql://steward@127.0.0.1:${relay.port()}/$name', password: $PostgresLab.PASSWORD}
            """.stripIndent())
        def starting = new Starting(new ConfigLoader([:], folder, folder.resolve('none.yml')), Optional.empty(), [:], new SystemTime())
        def loaded = starting.config()
        def held = (starting.lock(loaded) as StateDir.Opened.Ours).dir()
        try {
            def server = starting.server(loaded, held, Optional.empty())
            messages = relay.messages()
            server.close()
            null
        } catch (Exception e) {
            held.close()
            e
        }
    }

    def 'at which message ever its database breaks off, a beginning server says so in one sentence with the next step, and nothing else'() {
        given: 'tables are there, as on any day but the first'
        String name = database.fresh()
        2.times { new Relay(database.port).withCloseable { relay -> assert begun(relay, name, dir.resolve('first')) == null } }
        int whole = messages
        List<String> wrong = []
        int failed = 0

        when:
        (1..MOMENTS).each { moment ->
            int at = (int) (whole * moment / (MOMENTS + 1))
            new Relay(database.port).withCloseable { relay ->
                relay.breakAt(at)
                def e = begun(relay, name, dir.resolve("at-$at"))
                failed += e == null ? 0 : 1
                if (e != null && !(e instanceof StoreException && e.message =~ /^PostgreSQL on 127\.0\.0\.1:\d+ cannot be reached \([^)]+\); start it, or look at store\.url, the network and its listen_addresses$/)) {
                    wrong << "$at of $whole: ${e.class.name}: ${e.message}\n    ${e.stackTrace.take(8).join('\n    ')}" as String
                }
            }
        }

        then: 'the last moments may come when it serves already'
        wrong == []
        failed > MOMENTS * 2 / 3

        and: 'nothing of a server goes on that did not begin'
        !Thread.allStackTraces.keySet().any { it.name == 'schedule-look' }
    }
}

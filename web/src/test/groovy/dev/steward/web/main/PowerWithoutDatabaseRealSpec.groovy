package dev.steward.web.main

import dev.steward.runner.store.postgres.Held
import dev.steward.runner.store.postgres.PostgresLab
import java.nio.file.Files
import spock.lang.Shared
import spock.lang.Timeout

/** The history lies in PostgreSQL, that goes away or stands still, and then the mains fails. */
@Timeout(240)
class PowerWithoutDatabaseRealSpec extends ServedHouse {

    @Shared PostgresLab database = new PostgresLab()
    String name

    def setupSpec() {
        database.start()
        database.ask("create role steward login password '$PostgresLab.PASSWORD'")
    }

    def setup() { name = database.fresh() }

    def cleanup() {
        back(this)
        server?.close()
        server = null
    }

    def cleanupSpec() { database.close() }

    Closure back = { }

    @Override
    String config() {
        super.config() + "store: {url: 'postgresql://steward@127.0.0.1:${database.port}/$name', password: $PostgresLab.PASSWORD}\n"
    }

    /** In seconds, from the plug to the end of the last guest and node. */
    private double carriedOut() {
        long begin = System.nanoTime()
        pullThePlug()
        soon.eventually { assert !lab.guest(101).running() && !lab.change { it.node('pve2').up() } }
        assert lab.change { it.node('pve1').up() }
        (System.nanoTime() - begin) / 1e9
    }

    def 'an outage does not wait for a database that #what, and its journal is in files'() {
        given:
        start(config())
        soon.eventually { assert kept().map { it.hosts().contains('web-1') }.orElse(false) }
        soon.eventually { assert power().state == 'online' }

        when:
        gone(this)
        double took = carriedOut()

        then: 'usually 9 s; it asks once, and not long'
        took < 30
        Files.walk(dir.resolve('.steward')).filter { Files.isRegularFile(it) && it.fileName.toString().contains('journal') }.count() > 0
        starting.troubles() == []

        where:
        what            | gone
        'is there'      | { }
        'was stopped'   | { it.database.stop('immediate'); it.back = { it.database.start() } }
        'stands still'  | { it.database.signal('STOP'); it.back = { it.database.signal('CONT') } }
    }

    def 'a server that finds no database protects power alone, and says why'() {
        given:
        start(config())
        soon.eventually { assert kept().map { it.hosts().contains('web-1') }.orElse(false) }
        server.close()
        database.stop()
        back = { database.start() }

        when:
        start(config())

        then:
        starting.troubles().size() == 1
        starting.troubles()[0].contains('cannot be reached (Connection refused)')
        !Files.exists(dir.resolve('.steward/steward.mv.db'))
        soon.eventually { assert (power().troubles as List).any { it.contains('cannot be reached') } }

        and: 'an outage is carried out'
        carriedOut() < 30
    }

    private Server look() { new Anew(starting, held, time).look(server) }

    def 'a server that finds its database in the hands of a move protects power alone, and begins with everything once that is done, by itself'() {
        given:
        start(config())
        soon.eventually { assert kept().map { it.hosts().contains('web-1') }.orElse(false) }
        server.close()
        def move = Held.of(database.config(name))

        when:
        start(config())

        then:
        starting.troubles().size() == 1
        starting.troubles()[0].contains('for itself: it brings a history there')
        soon.eventually { assert (power().troubles as List).any { it.contains('for itself') } }

        when:
        def same = look()

        then:
        same.is(server)

        when:
        move.close()
        soon.eventually {
            server = look()
            assert starting.troubles() == []
        }

        then:
        power().troubles == []
        server.runner().store().onServer()

        and: 'an outage is carried out as on any day'
        carriedOut() < 30

        cleanup:
        move?.close()
    }

    def 'a server that the others ended goes on protecting power, and begins anew only when the outage is over'() {
        given:
        start(config())
        soon.eventually { assert kept().map { it.hosts().contains('web-1') }.orElse(false) }
        def ended = { database.ask('select count(*) from server where ended_at is null', name) == ['0'] }

        when: 'they end it while it carries an outage out'
        pullThePlug()
        soon.eventually { assert power().state != 'online' }
        database.ask("update server set ended_at = now()", name)
        def during = look()

        then:
        during.is(server)
        soon.eventually { assert !lab.guest(101).running() && !lab.change { it.node('pve2').up() } }
        look().is(server)
        ended()
    }

    private void theOthersEndIt() { database.ask('update server set ended_at = now() where ended_at is null', name) }

    private List<String> living() { database.ask('select id from server where ended_at is null', name) }

    def 'a server that the others ended during an outage begins anew once that is over'() {
        given: 'a plan that does nothing for as long'
        write(PLAYBOOK.replace('ups.onBatteryFor >= 1.seconds', 'ups.onBatteryFor >= 10.minutes'))
        start(config())
        soon.eventually { assert power().state == 'online' }

        when:
        pullThePlug()
        soon.eventually { assert power().state != 'online' }
        theOthersEndIt()

        then:
        look().is(server)
        living() == []

        when:
        upsd.ups('cyberpower').set('ups.status', 'OL')
        def before = server
        soon.eventually {
            server = look()
            assert !server.is(before)
        }

        then:
        living() == [server.runner().store().server()]
        power().troubles == []
    }

    def 'where a new start itself fails, the server protects power alone, once, leaves nothing in the database, and tries again later'() {
        given:
        start(config())
        soon.eventually { assert kept().map { it.hosts().contains('web-1') }.orElse(false) }
        int asking = upsd.connections()

        when: 'all is there but what schedules need'
        database.ask('alter table schedule rename to away', name)
        theOthersEndIt()
        def anew = new Anew(starting, held, time)
        server = anew.look(server)

        then:
        starting.troubles().size() == 1
        soon.eventually { assert power().troubles == starting.troubles() }
        living() == []
        soon.eventually { assert upsd.connections() == asking }

        and: 'it is not tried all the time, since each try ends protection for a moment'
        anew.look(server).is(server)

        when: 'as after a minute'
        database.ask('alter table away rename to schedule', name)
        server = look()

        then:
        starting.troubles() == []
        living() == [server.runner().store().server()]

        and: 'an outage is carried out as on any day'
        carriedOut() < 30
    }

    def 'where the first start fails on its database half-way, the server protects power alone, and begins with everything once that is mended'() {
        given:
        start(config())
        soon.eventually { assert kept().map { it.hosts().contains('web-1') }.orElse(false) }
        server.close()
        int asking = upsd.connections()

        when: 'all is there but what schedules need'
        database.ask('alter table schedule rename to away', name)
        start(config())

        then:
        starting.troubles().size() == 1
        starting.troubles()[0].contains('"schedule" does not exist')
        soon.eventually { assert power().troubles == starting.troubles() }
        living() == []
        soon.eventually { assert upsd.connections() == asking + 1 }

        when:
        database.ask('alter table away rename to schedule', name)
        server = look()

        then:
        starting.troubles() == []
        living() == [server.runner().store().server()]
    }
}

package dev.steward.runner.store.postgres

import static dev.steward.runner.store.StoreFixture.*

import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.store.Kills
import dev.steward.runner.store.StoreFixture
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/**
 * A PostgreSQL that waits for its disk, on a machine that loses its power. What it never waited for is lost: the tables are as they
 * were before anything was written, and its journal ends where the server itself said that the disk has it.
 */
@Timeout(300)
class PowerCutPostgresRealSpec extends Specification {

    @TempDir Path dir
    // the last word in its file wins; nothing waits at a commit unless somebody asks for it
    @AutoCleanup PostgresLab lab = new PostgresLab(['fsync = on', 'checkpoint_timeout = 1h', 'max_wal_size = 4GB', 'autovacuum = off']).start()

    @Row('S-11')
    def 'no acknowledged event is missing after a cut of the power, though the server was told not to wait at commits'() {
        given:
        lab.ask("create role steward login password '$PostgresLab.PASSWORD'")
        def config = lab.config(lab.fresh())
        StoreFixture.server = { Path folder -> Optional.of(config) }
        new StoreFixture(dir).withCloseable { it.whole() }
        lab.stop()
        PostgresLab.sh("cp -a '$lab.home/data' '$lab.home/before'")
        lab.start()

        when:
        def fixture = new StoreFixture(dir)
        long ended = fixture.whole(text: 'ended', hosts: (1..20).collect { "h$it" as String })
        def log = fixture.begin(text: 'at work')
        long working = fixture.lastRun
        log.append(started())
        log.append(play(['h1']))
        long last = 0
        (1..50).each { step ->
            log.append(taskStarted('h1', "0.$step"))
            last = log.append(taskFinished('h1', dev.steward.runner.event.Status.OK, 'm' * 500, "0.$step"))
        }
        def sure = lab.ask("select file_name || ' ' || file_offset from pg_walfile_name_offset(pg_current_wal_flush_lsn())")[0].split(' ')
        lab.signal('STOP')
        PostgresLab.sh("cp -a '$lab.home/data' '$lab.home/after'")
        lab.signal('CONT')
        lab.stop('immediate')
        fixture.close()

        and: 'of the journal what came later was not written, nor anything of the tables'
        PostgresLab.sh("""rm -rf '$lab.home/data'; cd '$lab.home'; mv before data; rm -rf data/pg_wal; mv after/pg_wal data/
            cp -a after/global/pg_control data/global/; rm -f data/postmaster.pid
            rest=\$(( 16777216 - ${sure[1]} )); dd if=/dev/zero of=data/pg_wal/${sure[0]} seek=${sure[1]} count=\$rest conv=notrunc iflag=fullblock status=none bs=64K oflag=seek_bytes iflag=count_bytes""")
        lab.start()

        then:
        new StoreFixture(dir).withCloseable { again ->
            assert again.store.lost() == [working]
            assert again.store.queries().run(ended).get().status() == RunStatus.OK
            assert Kills.allEvents(again.store, ended).size() == 43
            def events = Kills.allEvents(again.store, working)
            assert events*.number() == (1L..(last + 1)).toList()
            events.last().event() instanceof RunEvent.RunFinished
        }

        cleanup:
        StoreFixture.onPostgres(false)
    }
}

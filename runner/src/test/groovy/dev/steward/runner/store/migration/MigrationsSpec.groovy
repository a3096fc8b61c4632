package dev.steward.runner.store.migration

import java.nio.file.Files
import java.nio.file.Path
import java.sql.Connection
import org.h2.jdbcx.JdbcDataSource
import spock.lang.Specification
import spock.lang.TempDir

class MigrationsSpec extends Specification {

    @TempDir Path dir
    JdbcDataSource database = new JdbcDataSource(URL: "jdbc:h2:mem:${UUID.randomUUID()};DB_CLOSE_DELAY=-1")

    private void sql(String text) {
        try (Connection connection = database.connection) {
            connection.createStatement().execute(text)
        }
    }

    /** Flyway looks at each script's checksum, and so fails where this one is spoilt: whether it was asked can be seen. */
    private void spoil() { sql('update "flyway_schema_history" set "checksum" = 1 where "version" = \'1\'') }

    def 'every script of the folder is on the list, in order'() {
        expect:
        def folder = Path.of(Migrations.getResource('V1__runs.sql').toURI()).parent
        Files.list(folder).withCloseable { it.toList()*.fileName*.toString().findAll { name -> name.endsWith('.sql') }.sort { (it =~ /\d+/)[0] as int } } == Migrations.SCRIPTS
    }

    def 'what is done is not looked at again'() {
        given:
        Migrations.apply(database)
        spoil()

        when:
        Migrations.apply(database)

        then:
        noExceptionThrown()
    }

    def 'a new database leaves no trace of errors'() {
        given:
        database = new JdbcDataSource(URL: "jdbc:h2:file:$dir/new")

        when:
        Migrations.apply(database)

        then:
        Files.list(dir).withCloseable { it.toList()*.fileName*.toString() } == ['new.mv.db']
    }

    def 'Flyway decides where #what'() {
        given:
        Migrations.apply(database)
        spoil()
        sql(change)

        when:
        Migrations.apply(database)

        then:
        def refused = thrown(org.flywaydb.core.api.FlywayException)
        refused.message.contains(words)

        where:
        what                                 | change                                                              || words
        'a newer Steward has been at work'   | NEWER                                                               || 'not resolved locally: 99'
        'a script was another one'           | "update setting set content = 'other' where name = 'schema'"        || 'checksum mismatch'
        'no word was left'                   | "delete from setting where name = 'schema'"                         || 'checksum mismatch'
        'a script is missing'                | 'delete from "flyway_schema_history" where "installed_rank" = ' + LAST       || 'checksum mismatch'
        'a script broke off'                 | 'update "flyway_schema_history" set "success" = false where "installed_rank" = ' + LAST || 'failed'
    }

    static final LAST = Migrations.SCRIPTS.size()

    static final NEWER = '''insert into "flyway_schema_history" ("installed_rank", "version", "description", "type", "script",
            "checksum", "installed_by", "execution_time", "success") values (99, '99', 'more', 'SQL', 'V99__more.sql', 7, 'x', 1, true)'''

    def 'the runs of an older Steward are counted by the file of their playbook, those that have ended, also where Steward was killed after #done of the statements'() {
        given:
        Migrations.apply(database, Migrations.SCRIPTS.takeWhile { it != 'V33__kept.sql' })
        sql("insert into kept_text values ('${'0' * 64}', '')")
        [['a.groovy', 'ok'], ['a.groovy', 'lost'], ['a.groovy', 'running'], ['b.groovy', 'missed'], ['b.groovy', 'queued']].each { file, status ->
            sql("insert into run (playbook, playbook_file, inventory_sha, parameters, options, cause_kind, cause_name, status, epoch, created_at, message, recap, last_event, hosts_ok," +
                    " hosts_changed, hosts_failed, hosts_unreachable, hosts_aborted, hosts_not_reached) values ('A', '$file', '${'0' * 64}', '{}', '{}', 'person', 'anna', '$status', 1," +
                    " current_timestamp, '', '{}', 0, 0, 0, 0, 0, 0, 0)")
        }

        and: 'H2 keeps what each of them did'
        def statements = Migrations.getResource('V33__kept.sql').text.readLines().findAll { !it.startsWith('--') }.join('\n').split(';').findAll { !it.blank }
        statements.take(done).each { sql(it) }

        when:
        Migrations.apply(database)

        then:
        rows('select playbook_file, runs, bytes from run_kept order by playbook_file') == [['a.groovy', 2L, 0L], ['b.groovy', 1L, 0L]]
        rows('select count(*) from run where kept_bytes is not null') == [[0L]]

        where:
        done << [0, 1, 2, 3]
    }

    private List<List> rows(String query) {
        try (Connection connection = database.connection) {
            def found = connection.createStatement().executeQuery(query)
            def all = []
            while (found.next()) {
                all << (1..found.metaData.columnCount).collect { found.getObject(it) }
            }
            all
        }
    }

    def 'the database of a newer Steward is refused, also when that one left word'() {
        given:
        Migrations.apply(database)
        sql(NEWER)
        sql("update setting set content = 'its own' where name = 'schema'")

        when:
        Migrations.apply(database)

        then:
        thrown(org.flywaydb.core.api.FlywayException)
    }
}

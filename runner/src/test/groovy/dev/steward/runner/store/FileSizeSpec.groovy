package dev.steward.runner.store

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** The file of a small history is closed as it is, which is quick; one that has grown is made smaller. */
class FileSizeSpec extends Specification {

    @TempDir Path dir

    private Path file() { dir.resolve('steward.mv.db') }

    private void within(String sql, Closure fill = { it.execute() }) {
        new StoreFixture(dir).withCloseable {
            it.store.connections().connection.withCloseable { connection -> connection.prepareStatement(sql).withCloseable(fill) }
        }
    }

    def 'what became empty in a file that has grown is given back as it is closed'() {
        given:
        within('insert into kept_text (sha256, content) values (?, ?)') { statement ->
            (1..8).each { i ->
                statement.setString(1, 'a' * 63 + i)
                statement.setString(2, 'y' * 3_000_000)
                statement.execute()
            }
        }
        def grown = Files.size(file())

        when: 'more than one close may be needed, each has its time'
        3.times { within('delete from kept_text') }

        then:
        grown > 16 << 20
        Files.size(file()) < 16 << 20
    }
}

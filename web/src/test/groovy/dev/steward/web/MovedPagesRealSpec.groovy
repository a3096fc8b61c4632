package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.backup.Moving
import dev.steward.runner.store.postgres.PostgresLab
import java.nio.file.Path

/** The server on a file, and the one on the PostgreSQL that a copy of this file was moved to. */
class MovedPagesRealSpec extends SamePages {

    def cleanup() { StoreFixture.onPostgres(false) }

    @Row('S-04')
    def 'every page and answer of the server on PostgreSQL is as that of the one on the file it was moved from'() {
        given:
        def (saved, last) = started()
        Path copy = dir.resolve('d/state')
        def lab = PostgresLab.here()
        def to = lab.config(lab.fresh())

        when:
        def moved = new Moving(copy, '0.1.0').move(to, time.now())
        StoreFixture.server = { Path folder -> folder.startsWith(dir.resolve('c')) ? Optional.of(to) : Optional.empty() }
        def there = server('c')
        def (before, after) = both(saved, there, last)

        then:
        there.store.onServer() && !saved.store.onServer()
        moved.manifest().rows('run') == last
        before.keySet().findAll { before[it] != after[it] } == [] as Set

        and: 'which are pages, with what was done'
        after.findAll { !it.value.startsWith('200 ') }.keySet() == [] as Set
        after['/alerts'].contains('node/pve2 of home is offline')
        after["/runs/$last" as String].contains('lost')

        cleanup:
        saved?.close()
        there?.close()
    }
}

package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.store.backup.BackupFile
import dev.steward.runner.store.backup.BackupWriter
import dev.steward.runner.store.backup.Restoring
import java.nio.file.Files
import java.nio.file.Path

/** The server that was saved, and the one that was restored from that. */
class RestoredPagesSpec extends SamePages {

    @Row('S-12')
    def 'every page and answer of the restored server is as that of the saved one'() {
        given: 'a server that went through a start since'
        def (saved, last) = started()

        when:
        Path file = dir.resolve('backup.zip')
        Files.newOutputStream(file).withCloseable { new BackupWriter(saved.store.connections(), [:], '0.1.0').write(it, time.now()) }
        Files.createDirectories(dir.resolve('c/state'))
        BackupFile.open(file).withCloseable {
            it.verify()
            new Restoring(dir.resolve('c/state')).restore(it, time.now())
        }
        def restored = server('c')
        def (before, after) = both(saved, restored, last)

        then:
        before.keySet().findAll { before[it] != after[it] } == [] as Set

        and: 'which are pages, with what was done'
        after.findAll { !it.value.startsWith('200 ') }.keySet() == [] as Set
        after['/alerts'].contains('node/pve2 of home is offline')
        after['/accounts'].contains('vera')
        after["/runs/$last" as String].contains('lost')

        cleanup:
        saved?.close()
        restored?.close()
    }
}

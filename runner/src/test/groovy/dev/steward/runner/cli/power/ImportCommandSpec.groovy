package dev.steward.runner.cli.power

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.Specification
import spock.lang.TempDir

/** {@code steward power import} as people type it. */
class ImportCommandSpec extends Specification {

    @TempDir Path dir
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    private int steward(String... words) {
        out.reset()
        err.reset()
        def time = new SettableTime()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(err, true), false)
        def desks = new StateDesks([:], dir, time, 'spec', {})
        def bench = new Bench(screen, desks, [:], dir, 'anna')
        def compiler = { new PlaybookCompiler(new Modules()) }
        new Commands(bench, desks, compiler)
                .with('power', { new ImportCommand(bench, compiler) })
                .execute(words)
    }

    private String laid(String text) {
        Path file = dir.resolve('guardian.yaml')
        Files.writeString(file, text)
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-------'))
        file
    }

    private String said() { new String(out.toByteArray(), 'UTF-8') + new String(err.toByteArray(), 'UTF-8') }

    def 'a file is taken over into a folder that check and plan accept, and what it could not say is told with its place'() {
        given:
        String file = laid(Files.readString(Path.of('src/test/resources/from-users/guardian-staged.yaml')))

        when:
        int code = steward('power', file, '-o', 'new')

        then:
        code == 0
        ['playbooks/guardian.groovy', 'inventory/guardian.yml', 'inventory/proxmox.yml', 'steward.yml', 'secrets.yml'].every {
            PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve('new').resolve(it))) == 'rw-------'
        }
        said().contains("  $file:65:9: its recovery is left out: the guests that an outage stopped, and no others, are started again")
        said().contains('steward power rehearse')
        !said().contains("s3cr") && !said().contains('0a1b2c3d')

        and: 'plan resolves its phases to the hosts of the new inventory'
        steward('plan', dir.resolve('new/playbooks/guardian.groovy').toString(), '-i', dir.resolve('new/inventory/guardian.yml').toString()) == 0
        said().contains('Phase 3: stop-databases')
        said().contains('    hosts db-server.example.com  (1 host: db-server.example.com)')
        said().contains('    3.1 [shell] db-server.example.com: pg_ctl stop -m fast -D /var/lib/postgresql/data')
        said().contains('retries 3, delay 5s, backoff exponential, timeout 90s')

        and: 'a second time nothing is replaced unasked'
        steward('power', file, '-o', 'new') == 1
        said().contains('Nothing was written, since these are there already: ')
        steward('power', file, '-o', 'new', '--force') == 0
    }

    @Row('G-01')
    def 'a file that is not there ends with 1, one with problems with 4, and then nothing is written'() {
        expect:
        steward('power', dir.resolve('none.yaml').toString()) == 1
        said().contains("config file not found: ${dir.resolve('none.yaml')}")
        steward('power', laid('ups: {}\nphases: 5\n'), '-o', 'new') == 4
        said().readLines().findAll { it.contains('guardian.yaml:') }.size() == 5
        !Files.exists(dir.resolve('new'))

        and: 'without a name the usual one is meant'
        Files.exists(Path.of('/etc/proxmox-guardian/guardian.yaml')) || steward('power') == 1 && said().contains('config file not found: /etc/proxmox-guardian/guardian.yaml')
    }
}

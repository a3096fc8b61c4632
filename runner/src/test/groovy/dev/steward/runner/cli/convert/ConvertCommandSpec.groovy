package dev.steward.runner.cli.convert

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

/** {@code steward convert} as people type it. */
class ConvertCommandSpec extends Specification {

    @TempDir Path dir
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    private int steward(String... words) {
        out.reset()
        err.reset()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(err, true), false)
        def desks = new StateDesks([:], dir, new SettableTime(), 'spec', {})
        def bench = new Bench(screen, desks, [:], dir, 'anna')
        def compiler = { new PlaybookCompiler(new Modules()) }
        new Commands(bench, desks, compiler).with('convert', { new ConvertCommand(bench, compiler, { new Modules() }) }).execute(words)
    }

    private void write(String name, String text) { Files.writeString(dir.resolve(name), text) }

    private String said() { new String(err.toByteArray(), 'UTF-8') }

    private String shown() { new String(out.toByteArray(), 'UTF-8') }

    @Row('S-14')
    def 'the exit code says how many places were not converted, and the messages which'() {
        given:
        write('p.yml', "- hosts: all\n  tasks:\n${(1..count).collect { '    - git: {repo: x}\n' }.join('')}    - command: x\n")

        expect:
        steward('convert', 'p.yml', '-o', 'p.groovy') == code
        said().readLines().count { it.startsWith("p.yml:") } == count
        Files.readString(dir.resolve('p.groovy')).count('NOT CONVERTED, p.yml:') == count
        steward('check', dir.resolve('p.groovy') as String) == 0

        where:
        count | code
        1     | 101
        3     | 103
        120   | 199
    }

    @Row('S-14')
    def 'all is converted: exit code 0, as readable as the original, and nothing that is there is replaced unasked'() {
        given:
        write('p.yml', '- hosts: all\n  tasks:\n    - command: x\n')
        Files.setPosixFilePermissions(dir.resolve('p.yml'), PosixFilePermissions.fromString('rw-r-----'))

        expect:
        steward('convert', 'p.yml', '-o', 'new/p.groovy') == 0
        said().startsWith('new/p.groovy is written, all was converted.\n')
        said().contains('Next: steward check new/p.groovy')
        PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve('new/p.groovy'))) == 'rw-r-----'

        and:
        steward('convert', 'p.yml', '-o', 'new/p.groovy') == 1
        said().contains('Nothing was written, since new/p.groovy is there already.')
        steward('convert', 'p.yml', '-o', 'new/p.groovy', '--force') == 0

        and: 'standard output holds the playbook alone'
        steward('convert', 'p.yml') == 0
        shown() == Files.readString(dir.resolve('new/p.groovy'))
        said() == ''
    }

    def 'a file that is nothing but an ending is a playbook too'() {
        given:
        write('.yml', '- hosts: all\n  tasks: [{command: x}]\n')

        expect:
        steward('convert', '.yml') == 0
        shown().contains("playbook('Playbook') {")
    }

    def 'what cannot be read is told: #name'() {
        given:
        write('broken.yml', '- hosts: [a\n')
        write('inventory.yml', 'all: {hosts: {a: }}\n')
        Files.write(dir.resolve('latin.yml'), "- hosts: all # gro\u00df".getBytes('ISO-8859-1'))
        Files.createDirectory(dir.resolve('folder.yml'))

        expect:
        steward('convert', name) == code
        said().contains(says)
        shown() == ''

        where:
        name            || code | says
        'gone.yml'      || 1    | 'gone.yml does not exist.'
        'broken.yml'    || 4    | 'broken.yml:2:1: this is no YAML'
        'latin.yml'     || 1    | 'latin.yml is no text in UTF-8. Save it as such.'
        'folder.yml'    || 1    | 'folder.yml is a folder. Name a playbook in it.'
        'inventory.yml' || 1    | "the file 'inventory.yml' holds no list."
    }
}

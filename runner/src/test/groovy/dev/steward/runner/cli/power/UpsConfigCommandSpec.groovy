package dev.steward.runner.cli.power

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.time.SystemTime
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** {@code steward ups-config}. */
class UpsConfigCommandSpec extends Specification {

    @TempDir Path folder
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    def setup() {
        Files.createDirectory(folder.resolve('playbooks'))
        Files.writeString(folder.resolve('playbooks/ends.groovy'), '''\
            playbook('Ends it') {
                onBattery ups: 'cyberpower'
                wayBack upsReturn: true
                phase('Guests') { timeout 10.minutes; play('g') { hosts 'localhost'; tasks { task('x') { shell 'true' } } } }
                phase('Nodes') { timeout 5.minutes; pointOfNoReturn(); play('n') { hosts 'localhost'; tasks { task('x') { shell 'true' } } } }
            }
            '''.stripIndent())
        configured("{host: 192.0.2.164, user: steward, password: geheim}")
    }

    private void configured(String ups) {
        Files.writeString(folder.resolve('steward.yml'), "playbooks: playbooks\npower: {plan: ends.groovy, hints: /var/spool/steward/ups, ups: {cyberpower: $ups}}\n")
    }

    private int call(String... words) {
        out.reset()
        err.reset()
        def time = new SystemTime()
        def states = new StateDesks([:], folder, time, 'ups-config', {})
        def bench = new Bench(new Screen(new PrintStream(out), new PrintStream(err), false), null, [:], folder, 'me')
        def compiler = { new PlaybookCompiler(new Modules()) }
        new Commands(bench, states, compiler).with('ups-config', { new UpsConfigCommand(bench, states, compiler) })
                .execute((['ups-config'] + (words as List)) as String[])
    }

    def 'every file is printed, with how it is put in place, and no password'() {
        expect:
        call('--nut', '2.8.0') == 0
        ['# For NUT 2.8.0', '### /etc/nut/upsmon.conf', 'MODE=netclient', 'MONITOR cyberpower@192.0.2.164:3493 0 steward PASSWORD secondary',
         'HOSTSYNC 900', '### /etc/nut/upsd.users', 'install -d -o ', '-g nut -m 2730 /var/spool/steward/ups', 'steward ups-config --file steward-notify']
                .every { (out as String).contains(it) }
        !(out as String).contains('geheim')
    }

    def 'one file is printed as it is, ready to be written: #file'() {
        expect:
        call('--file', file, '--nut', '2.8.0', '--secrets') == 0
        (out as String).contains(has)
        !(out as String).contains('###')

        where:
        file             || has
        'upsmon.conf'    || 'MONITOR cyberpower@192.0.2.164:3493 0 steward geheim secondary\n'
        'steward-notify' || "spool='/var/spool/steward/ups'\n"
        'nut.conf'       || 'MODE=netclient\n'
        'upssched.conf'  || 'AT ONBATT * EXECUTE onbatt\n'
    }

    def 'what cannot be is said with what can: #words'() {
        expect:
        call(*words) != 0
        (err as String).contains(said)

        where:
        words                     || said
        ['--nut', 'newest']       || 'write one such as 2.8.0'
        ['--file', 'ups.conf']    || 'there are nut.conf, upsmon.conf'
        ['--role', 'primary']     || 'write tell or fallback'
    }

    def 'without a UPS there is nothing to print'() {
        given:
        Files.writeString(folder.resolve('steward.yml'), 'playbooks: playbooks\n')

        expect:
        call() == 1
        (err as String).contains('No UPS is configured')
    }
}

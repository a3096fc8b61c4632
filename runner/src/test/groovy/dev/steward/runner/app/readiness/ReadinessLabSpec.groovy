package dev.steward.runner.app.readiness

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.power.PowerCommand
import dev.steward.runner.cli.power.PowerTestCommand
import dev.steward.runner.cli.power.PreflightCommand
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What power protection stands on, tried against a simulated UPS and cluster. */
class ReadinessLabSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup UpsLab upsd = UpsLab.open(new SystemTime())
    @AutoCleanup PveKit kit
    def out = new ByteArrayOutputStream()

    def setup() {
        upsd.add('cyberpower')
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(2).lxc(101, 'web-1') { it.running() }.lxc(102, 'off-1') {}, new SystemTime(),
                "playbooks: .\n            power: {plan: ups.groovy, ups: {cyberpower: {host: '${upsd.address()}'}}}")
        kit.shut()
        Files.writeString(folder.resolve('ups.groovy'), """playbook('UPS shutdown') {
    onBattery confirm: 30.seconds
    phase('Stop') {
        play('Here') { hosts 'localhost:HOSTS'; tasks { task('Wait') { command 'true' } } }
        play('Here again') { hosts 'localhost'; tasks { task('Wait') { command 'true' } } }
    }
}
""".replace(':HOSTS', ''))
    }

    private int power(String... words) {
        out.reset()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(out, true), false)
        def states = new StateDesks([:], folder, new SystemTime(), 'spec', {})
        def bench = new Bench(screen, states, [:], folder, 'anna')
        def compiler = { new PlaybookCompiler(new Modules()) }
        new Commands(bench, states, compiler).with('power', { new PowerCommand(bench) })
                .with('power', 'test', { new PowerTestCommand(bench, states, compiler) })
                .with('power', 'preflight', { new PreflightCommand(bench, states, compiler) })
                .execute((['power'] + words.toList() + ['--config', folder.resolve('steward.yml') as String]) as String[])
    }

    @Row('G-35')
    def 'test connection tries the UPS, the cluster with its guests, and each host of the plan once'() {
        expect:
        power('test', 'connection') == 0
        (out as String).readLines()*.replaceAll(/ +/, ' ')*.replaceAll(/127.0.0.1:\d+/, 'UPSD')*.replaceAll(/VE [\d.]+/, 'VE N') == [
                'ok ups cyberpower: cyberpower@UPSD says OL, charge 100 %, lasts 27 min, load 36 %',
                'ok cluster home: Proxmox VE N, 2 nodes, 2 guests, 1 of them run',
                'ok host localhost: lets us in and runs a command']
    }

    @Row('G-35')
    def 'each that does not answer is named, the others are tried all the same, and the exit code is 1'() {
        given:
        upsd.stop()
        kit.lab.close()
        Files.writeString(folder.resolve('hosts/mine.yml'), 'all: {hosts: {localhost: {ansible_host: 127.0.0.1, ansible_port: 1, ansible_connection: ssh}}}\n')

        expect:
        power('test', 'connection') == 1
        (out as String).readLines().count { it.startsWith('FAILED') } == 3
        (out as String).contains('ups cyberpower')
    }

    @Row('P-48')
    def 'preflight says pass or FAIL of quorum, replication, served storage, NUT and the relay'() {
        expect:
        power('preflight') == 0
        def lines = (out as String).readLines()*.replaceAll(/ +/, ' ')
        lines.any { it == 'pass quorum of home: quorate, all 2 nodes are online' }
        lines.any { it.startsWith('note replication of home') }
        lines.any { it.startsWith('pass ups cyberpower') }
        lines.any { it.startsWith('note mail relay') }

        when: 'a node is gone, the UPS is silent'
        kit.lab.kill('pve2')
        upsd.ups('cyberpower').error('DATA-STALE')

        then:
        power('preflight') == 1
        (out as String).contains('FAIL    quorum of home: ')
        (out as String).contains('FAIL    ups cyberpower: ')
    }
}

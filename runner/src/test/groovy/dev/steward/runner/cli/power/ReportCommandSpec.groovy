package dev.steward.runner.cli.power

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.runner.app.power.PlanSource
import dev.steward.runner.app.power.PowerService
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.outage.OutageLabSpec
import dev.steward.runner.outage.ScriptedFeed
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** An outage of four hours on a simulated cluster, by its clock, and what is written of it. */
@Timeout(180)
class ReportCommandSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    private void outage() {
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(3)
                .lxc(101, 'web-1') { it.node('pve1').running().set('onboot', 1) }
                .qemu(102, 'db-1') { it.node('pve2').running().set('onboot', 1) },
                new SettableTime(Instant.parse('2026-03-01T12:00:00Z')), 'power: {ups: {cyberpower: {host: 127.0.0.1}}}')
        def found = new PlanSource.Found(OutageLabSpec.shipped(), folder.resolve('ups.groovy'), 'h', false)
        PowerService service = kit.runner.housePower().over(new ScriptedFeed(kit.time, [10: 'OB', (10 + 4 * 3600): 'OL']),
                [found: { Optional.of(found) }, problems: { [] }] as PlanSource)
        service.start()
        def soon = new PollingConditions(timeout: 90, delay: 0.02)
        soon.eventually { assert kit.result(1).of(RunEvent.PhaseEnded).size() == 2 }
        // their BIOS has them come on with the mains
        ['pve1', 'pve2'].each { kit.lab.revive(it) }
        soon.eventually { assert kit.runner.store().queries().run(1).filter { it.status().ended() }.present }
        service.close()
        kit.shut()
    }

    private int report(String... words) {
        [out, err]*.reset()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(err, true), false)
        def states = new StateDesks([STEWARD_HOME: folder.resolve('state') as String], folder, new SystemTime(), 'spec', {})
        def bench = new Bench(screen, states, [:], folder, 'anna')
        new Commands(bench, states, { new PlaybookCompiler(new Modules()) }).with('power', { new PowerCommand(bench) })
                .with('power', 'report', { new ReportCommand(bench) })
                .execute((['power', 'report'] + words.toList() + ['--config', folder.resolve('steward.yml') as String]) as String[])
    }

    @Row('P-58')
    def 'the report of an outage is a file that holds when each node went off, the second before the first, and the quorum after the return'() {
        given:
        outage()

        when:
        int code = report('1', '--out', folder.resolve('reports/power-1.md') as String)
        String text = Files.readString(folder.resolve('reports/power-1.md'))
        def machines = text.readLines().findAll { it ==~ /\| \d\d:\d\d:\d\d \| pve\d \| .*/ && it.split(/\|/).length == 4 }

        then:
        code == 0
        (out as String).contains('The report of run 1 is in ')
        machines*.split(/ \| /)*.getAt(1) == ['pve2', 'pve1']
        machines*.find(/\d\d:\d\d:\d\d/).with { it[0] < it[1] }
        text.contains('quorum: as it should be')
        text =~ /\| Shut down pve2 \| done \|/
        text =~ /\| web-1 \| Shut down \| changed \|/
        text.contains('- what: outage, UPS ')

        and: 'without a number the latest, printed'
        report() == 0
        (out as String) == text

        and: 'a run that is none of them'
        report('7') == 1
        (err as String).contains("Run 7 is none of 'steward power history'.")
    }
}

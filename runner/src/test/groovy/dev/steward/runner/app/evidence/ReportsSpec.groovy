package dev.steward.runner.app.evidence

import dev.steward.house.Row
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.power.PlanSource
import dev.steward.runner.app.power.PowerService
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.outage.OutageLabSpec
import dev.steward.runner.outage.ScriptedFeed
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.time.ZoneOffset
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The reports of the four tests, and what an outage shows of the criteria of power. */
@Timeout(180)
class ReportsSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup AutoCloseable made

    private Criterion of(PveKit kit, String words) {
        new Evidence(kit.runner, ZoneOffset.UTC).checklist(false).criteria().find { it.text().contains(words) }
    }

    /** Four hours on battery, by the lab's clock. */
    private PveKit outage(Map<Integer, String> script = [10: 'OB', (10 + 4 * 3600): 'OL'], boolean back = true) {
        PveKit kit = new PveKit(folder, PveLab.cluster('lab').nodes(3)
                .lxc(101, 'web-1') { it.node('pve1').running().set('onboot', 1) }
                .qemu(102, 'db-1') { it.node('pve2').running().set('onboot', 1) },
                new SettableTime(Instant.parse('2026-03-01T12:00:00Z')), 'power: {ups: {cyberpower: {host: 127.0.0.1}}}')
        made = kit
        def found = new PlanSource.Found(OutageLabSpec.shipped(), folder.resolve('ups.groovy'), 'h', false)
        PowerService service = kit.runner.housePower().over(new ScriptedFeed(kit.time, script), [found: { Optional.of(found) }, problems: { [] }] as PlanSource)
        service.start()
        def soon = new PollingConditions(timeout: 90, delay: 0.02)
        soon.eventually { assert kit.result(1).of(RunEvent.PhaseEnded).size() == 2 }
        if (back) {
            ['pve1', 'pve2'].each { kit.lab.revive(it) }
        }
        soon.eventually { assert kit.runner.store().queries().run(1).filter { it.status().ended() }.present }
        service.close()
        kit
    }

    def 'an outage that switched the nodes off shows that they obey the signal, in which order, and that the cluster came together again'() {
        given:
        PveKit kit = outage()

        expect:
        with(of(kit, "at the UPS's signal").proof()) {
            evidence()[0] ==~ /run 1 \(outage, UPS .*\): pve2 off at 2026-03-01 .*, pve1 off at 2026-03-01 .*/
            standing() == Proof.Standing.SHOWN
        }
        of(kit, 'one after the other').proof() == Proof.shown(of(kit, "at the UPS's signal").proof().evidence())
        with(of(kit, 'comes together again').proof()) {
            evidence()[0].contains('quorum: as it should be')
            standing() == Proof.Standing.SHOWN
        }

        when: 'a node is lost later'
        kit.lab.kill('pve3')
        kit.time.advance(java.time.Duration.ofMinutes(5))

        then:
        of(kit, 'comes together again').proof().standing() == Proof.Standing.AGAINST
    }

    def 'a rehearsal shows nothing, and is named as what it is'() {
        given:
        PveKit kit = new PveKit(folder, PveLab.cluster('lab').nodes(2), new SettableTime(Instant.parse('2026-03-01T12:00:00Z')))
        made = kit

        expect:
        with(of(kit, 'one after the other').proof()) {
            standing() == Proof.Standing.NOT_SHOWN
            evidence() == ['no outage is recorded, and the plan was never carried out']
        }
    }

    @Row('P-50')
    def 'the reports of monitoring, power, updates and mail are files, each with what was seen'() {
        given: 'a cluster with shells, an update that ran, and a test mail'
        EvidenceHouse house = new EvidenceHouse(folder)
        made = house
        Files.createDirectories(folder.resolve('books'))
        Files.writeString(folder.resolve('books/weekly-updates.groovy'), "playbook('Weekly') { play('p') { hosts 'pve1:pve2'; tasks { task('t') { command 'true' } } } }")
        house.configure(Files.readString(folder.resolve('steward.yml')).replace("$EvidenceHouse.SHIPPED", folder.resolve('books') as String))
        house.steward { runner ->
            long run = runner.runs().submit(new RunRequest(folder.resolve('books/weekly-updates.groovy'), [], [:], RunOptions.NONE, RunRequest.Login.NONE,
                    new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
            runner.runs().await(run)
        }
        assert house.run('notices', 'test') == 0

        when:
        int code = house.run('report', 'all', '--out', 'reports')
        Map<String, String> texts = ['monitoring', 'power', 'update', 'mail'].collectEntries { [it, Files.readString(folder.resolve("reports/${it}.md"))] }

        then:
        code == 0
        house.out.toString().readLines()*.startsWith('The report of ') == [true] * 4
        texts.every { name, text -> text.startsWith("# Report: $name\n\n- written: ") && text.contains('- by: Steward ') }

        and: 'what was seen of each'
        texts.monitoring.count('Quorate:          Yes') == 2
        texts.monitoring.contains('## Prometheus: the query \'up\', and its targets')
        texts.power.contains('no outage is recorded')
        texts.update.contains('run 1, Weekly, ')
        texts.update.contains('2 hosts')
        texts.mail.contains('It lets Steward in now.')
        texts.mail =~ /- .* test: A test notice; the relay took the mail at /

        and: 'one alone is printed, and another word is refused'
        house.run('report', 'mail', '--offline') == 0
        house.out.toString().contains('nobody was asked: --offline')
        house.run('report', 'mial') == 5
        house.err.toString().contains("There is no report 'mial'; did you mean 'mail'?")
    }

    @Row('P-50')
    def 'the report of power holds the outage itself: when each machine went off, and the votes after the return'() {
        given:
        PveKit kit = outage()

        when:
        String text = new Evidence(kit.runner, ZoneOffset.UTC).report(Report.POWER, false)

        then:
        text.readLines().count { it == '### Machines, in the order they went off or came on' } == 1
        text.readLines().findAll { it.startsWith('# ') } == ['# Report: power']
        text.indexOf('| pve2 |') < text.indexOf('| pve1 |')
        text.contains('quorum: as it should be')
        text.contains('- run 1, outage, ')
    }
}

package dev.steward.runner.doctor

import dev.steward.dsl.check.Checked
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.runner.app.Runner
import dev.steward.runner.app.readiness.Checkups
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.config.LoadedConfig
import dev.steward.runner.doctor.Finding.Level
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.HaResource
import dev.steward.runner.lab.pve.state.Store
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The traps of an outage that can be seen beforehand, on a simulated cluster. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HouseCheckSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveLab lab

    private void start(int nodes, Closure<?> more = { it }) {
        LabBuilder builder = PveLab.cluster('lab').nodes(nodes)
        more(builder)
        lab = builder.start(new SystemTime())
    }

    private LoadedConfig config(Map with) {
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        Files.createDirectories(folder.resolve('playbooks'))
        Files.createDirectories(folder.resolve('hosts'))
        Files.writeString(folder.resolve('hosts/proxmox.yml'), 'plugin: proxmox\n')
        Files.writeString(folder.resolve('hosts/more.yml'), with.hosts ?: 'all: {hosts: {}}\n')
        Files.writeString(folder.resolve('steward.yml'), """\
inventory: [hosts]
proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
power: {ups: {main: {host: '${with.upsd ?: '192.0.2.5'}'}}, self: ${with.self ?: '{outside: true}'}}
""")
        new ConfigLoader([:], folder, folder.resolve('none.yml')).load(Optional.of(folder.resolve('steward.yml')))
    }

    private List<Finding> look(Map with = [:]) {
        def loaded = config(with)
        def file = Files.writeString(folder.resolve('playbooks/ups.groovy'), with.plan ?: plan())
        def checked = new PlaybookCompiler(new Modules()).check(file, [:])
        assert checked instanceof Checked.Accepted: checked.problems()
        def inventory = Runner.inventories(loaded, [:], new SystemTime()).load([], folder)
        Checkups.of(loaded, [:], new SystemTime()).withCloseable {
            it.house(checked.plan().power().get(), loaded.config().power().get(), inventory)
        }
    }

    private static String plan(Map with = [:]) {
        """playbook('UPS') {
            onBattery()
            ${with.wayBack == null ? "wayBack upsReturn: true, note: 'BIOS: on after AC loss'" : with.wayBack}
            ${with.more ?: ''}
            phase('Second') { play('node') { hosts '${with.first ?: 'pve2'}'; tasks { task('off') { node state: 'shutdown'${with.allow ? ', allowQuorumLoss: true' : ''} } } }
                ${with.recover ?: ''} }
            ${with.last ?: ''}
        }"""
    }

    private static List<String> problems(List<Finding> found) { found.findAll { it.level() == Level.PROBLEM }.collect { "${it.what()}: ${it.said()}".toString() } }

    private static List<String> notes(List<Finding> found) { found.findAll { it.level() == Level.NOTE }*.said() }

    def 'a house that is well has no problem'() {
        given:
        start(3) { it.lxc(101, 'web') { g -> g.running() }.qemu(200, 'vm') { g -> g.running() } }

        when:
        def found = look()

        then:
        problems(found) == []
        found.findAll { it.level() == Level.GOOD }*.what() == ['own machine', 'way back', 'quorum', 'guests']
    }

    @Row('F-01')
    def 'an own guest that does not start by itself, or that HA keeps, is a problem'() {
        given:
        start(3) { it.lxc(110, 'steward') { g -> g.running() }.also { c -> c.services()['ct:110'] = new HaResource('ct:110', 'started').tap { s -> s.state('started') } } }

        when:
        def found = look(self: '{guest: steward}')

        then:
        problems(found).any { it.contains('steward (lxc/110 on pve1), in which Steward runs, does not start with its node') && it.contains('pct set 110 --onboot 1') }
        problems(found).any { it.contains('HA keeps steward (lxc/110 on pve1)') && it.contains('ha-manager remove ct:110') }
        notes(found).any { it.contains('--startup order=1') }
    }

    @Row(['F-29', 'P-25'])
    def 'two nodes of which one goes first need a QDevice, or the consent of the plan'() {
        given:
        start(2) { device ? it.qdevice() : it }

        when:
        def found = look(plan: plan(allow: allow))

        then:
        problems(found).any { it.startsWith("quorum: phase 'Second': cluster home loses its quorum here while pve1 stays on") } == problem
        notes(found).any { it.contains('it is told to expect the votes that are left') } == note

        where:
        device | allow || problem | note
        false  | false || true    | false
        false  | true  || false   | true
        true   | false || false   | false
    }

    @Row('F-21')
    def 'a plan without a way back, or with one that nobody is left to go, is a problem'() {
        given:
        start(3) { it.lxc(110, 'steward') { g -> g.running().set('onboot', 1) } }

        expect:
        problems(look(plan: plan(wayBack: ''))).any { it.startsWith('way back: the plan switches machines off and does not say how they come on again') }
        problems(look(self: '{guest: steward}', plan: plan(first: 'pve1', wayBack: "wayBack wake: ['pve2']"))).any { it.contains('so nobody is left to wake pve2') }
        notes(look(plan: plan(wayBack: 'wayBack upsReturn: true'))).any { it.contains("BIOS says 'power on after AC loss'") }
    }

    def 'a node that is to be woken has an address for that'() {
        given:
        start(3) { it.also { c -> c.node('pve2').config().remove('wakeonlan') } }

        expect:
        problems(look(plan: plan(recover: "recover { play('w') { hosts 'pve2'; tasks { task('wake') { node state: 'started' } } } }"))) ==
                ['wake-up of pve2: it has no wake-on-LAN address: nobody can wake it; pvenode config set --wakeonlan MAC on pve2']
    }

    @Row('F-22')
    def 'guests that would not hear a shutdown are named: #why'() {
        given:
        start(3) { it.qemu(200, 'vm', how) }

        expect:
        problems(look()).any { it.contains('vm (qemu/200 on pve1)') && it.contains(why) }

        where:
        how                                                            || why
        ({ g -> g.running().withoutAgent() })                          || 'has the guest agent enabled, and it does not answer'
        ({ g -> g.running().set('agent', '0').set('acpi', 0) })        || 'has neither the guest agent nor ACPI'
        ({ g -> g.running().set('lock', 'snapshot') })                 || 'is locked (snapshot), and cannot be shut down'
    }

    @Row('F-31')
    def 'a storage that a guest serves needs its users stopped first'() {
        given:
        start(3) { it.lxc(101, 'nas') { g -> g.running() }.storage(new Store('media', 'nfs', 'nas:/export', 'images', true, 1, 0, [])) }

        expect:
        problems(look()).any { it.startsWith('storage media: is served by nas (lxc/101 on pve1)') && it.contains("providers: 'nas'") }
        problems(look(plan: plan(more: "stopBefore consumers: 'pve3', providers: 'nas'"))) == []
    }

    @Row('F-04')
    def 'upsd on a node that goes before others would leave Steward blind'() {
        given:
        start(3)

        expect:
        problems(look(upsd: '10.99.8.12:3493', plan: plan(last: "phase('Last') { play('n') { hosts 'pve1'; tasks { task('off') { node state: 'shutdown' } } } }")))
                .any { it.startsWith("ups main: its upsd runs on node pve2, which goes down in phase 'Second' before other nodes") }
        notes(look(upsd: 'pve2')).any { it.contains('its upsd runs on node pve2: when that goes down nobody sees the UPS any more, which is expected') }
    }
}

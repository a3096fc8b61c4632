package dev.steward.runner.cli.power

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** {@code steward check} and {@code steward plan} of power playbooks, on a cluster of two nodes. */
class PowerPlanSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveLab lab = PveLab.cluster('home').nodes(2)
            .lxc(101, 'web-1') { it.running().set('tags', 'non-critical') }
            .lxc(102, 'dns') { it.node('pve2').running() }
            .qemu(201, 'media') { it.node('pve2').running() }
            .qemu(202, 'nas') { it.running().set('tags', 'always-on') }
            .start(new SystemTime())
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    def setup() {
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        Files.writeString(folder.resolve('steward.yml'),
                "inventory: [proxmox.yml]\nproxmox: {home: {endpoints: [${lab.urls().join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}\n")
        Files.writeString(folder.resolve('proxmox.yml'), 'plugin: proxmox\n')
    }

    private int steward(String... words) {
        out.reset()
        err.reset()
        def time = new SystemTime()
        def compiler = { new PlaybookCompiler(new Modules()) }
        def states = new StateDesks([:], folder, time, 'spec', {})
        def bench = new Bench(new Screen(new PrintStream(out, true), new PrintStream(err, true), false), null, [:], folder, 'me')
        new Commands(bench, states, compiler).with('power', { new ImportCommand(bench, compiler) }).execute(words)
    }

    private List<String> lines() { out.toString('UTF-8').readLines()*.trim() }

    @Row(['G-31', 'G-32'])
    def 'a plan has numbered phases and steps, whose patterns are the guests and nodes there are, with their times'() {
        expect:
        steward('plan', Path.of('../playbooks/ups-shutdown.groovy').toAbsolutePath().toString()) == 0
        lines().containsAll([
                'Phase 2: Shut down the second node',
                'at most 10m, shrinks as number 2 to 4m when the battery runs short, on a failure it goes on',
                'Its guests, parallel',
                'hosts proxmox_pve2_lxc:proxmox_pve2_qemu  (2 hosts: dns, media)',
                '2.1 [guest] proxmox_pve2_lxc:proxmox_pve2_qemu: Shut down',
                "state: 'shutdown', timeout: 3m, force: true",
                'hosts pve2  (1 host: pve2)',
                '2.2 [node] pve2: Power off',
                'Phase 3: Shut down the first node  (point of no return)',
                'hosts proxmox_pve1_lxc:proxmox_pve1_qemu  (2 hosts: web-1, nas)',
                '3.2 [node] pve1: Power off'])
    }

    def 'the selectors of a Guardian file are the guests they mean'() {
        given:
        Path file = folder.resolve('guardian.yaml')
        Files.writeString(file, Files.readString(Path.of('src/test/resources/from-users/guardian.yaml')))
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-------'))

        expect:
        steward('power', file.toString(), '-o', 'new') == 0
        steward('plan', folder.resolve('new/playbooks/guardian.groovy').toString()) == 0
        lines().containsAll(['hosts proxmox_all_lxc:&tag_non_critical  (1 host: web-1)', 'hosts proxmox_all_qemu:!tag_always_on  (1 host: media)'])
    }

    def 'who is stopped before whom: #why'() {
        given:
        Files.writeString(folder.resolve('p.groovy'), """playbook('P') {
            onBattery()
            wayBack wake: ['$wake']
            stopBefore consumers: '$consumers', providers: '$providers'
            phase('First') { play('Guests') { hosts '$first'; tasks { task('Off') { guest state: 'shutdown' } } } }
            phase('Then') { play('Guests') { hosts '$then'; tasks { task('Off') { guest state: 'shutdown' } } } }
        }""")

        expect:
        steward('plan', folder.resolve('p.groovy').toString()) == code
        (out.toString('UTF-8') + err.toString('UTF-8')).contains(said)

        where:
        why                      | consumers         | providers | first             | then              | wake   || code | said
        'in one play, by turns'  | 'web-1'           | 'nas'     | 'proxmox_all_lxc:proxmox_all_qemu' | 'pve1' | 'pve2' || 0 | 'hosts proxmox_all_lxc:proxmox_all_qemu:&nas  (1 host: nas)'
        'the phases say so'      | 'proxmox_all_lxc' | 'nas'     | 'proxmox_all_lxc' | 'nas'             | 'pve2' || 0    | 'first proxmox_all_lxc, then what it needs: nas'
        'the phases say other'   | 'proxmox_all_lxc' | 'nas'     | 'nas'             | 'proxmox_all_lxc' | 'pve2' || 4    | "p.groovy:4:13: 'nas' is switched off in phase 'First', before 'web-1', which needs it, in phase 'Then'"
        'itself among others'    | 'proxmox_pve1_qemu' | 'nas'  | 'nas'             | 'dns'             | 'pve2' || 4    | "p.groovy:4:13: 'nas' would be stopped before itself: it is among consumers and providers"
        'nobody has that name'   | 'web-1'           | 'nsa'     | 'web-1'           | 'dns'             | 'pve2' || 0    | "p.groovy:4:13: no host or group of the inventory matches 'nsa'; did you mean 'nas'?"
        'nobody to be woken'     | 'web-1'           | 'nas'     | 'web-1'           | 'dns'             | 'pev2' || 0    | "p.groovy:3:13: no host or group of the inventory matches 'pev2'; did you mean 'pve2'?"
    }
}

package dev.steward.runner.outage

import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.ups.LabUps
import dev.steward.runner.lab.ups.LabUser
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.time.SystemTime
import dev.steward.runner.time.Time
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Everything as serve does it, some times as fast as life: upsd over TCP, the watcher, the playbook's text, the engine, the cluster. */
@Timeout(240)
abstract class WatchedKit extends Specification {

    @TempDir Path folder
    Time time = new QuickTime(new SystemTime().now(), 4)
    @AutoCleanup UpsLab upsd = UpsLab.open(time)
    LabUps ups = upsd.add('cyberpower')
    @AutoCleanup PveKit kit
    final soon = new PollingConditions(timeout: 120, delay: 0.1)

    static LabBuilder cluster(int nodes = 2, String version = '9.2.11') { PveLab.cluster('lab').nodes(nodes).version(version) }

    /** The guests of a node, and the node. */
    static String down(String node, String more = '') {
        """
            play('Guests of $node') {
                hosts 'proxmox_${node}_lxc:proxmox_${node}_qemu'
                tasks { task('Shut down') { guest state: 'shutdown', timeout: 30.seconds, force: true } }
            }
            play('Node $node') {
                hosts '$node'
                tasks { task('Power off') { node state: 'shutdown', timeout: 5.minutes$more } }
            }
        """
    }

    /** Begins to watch; the power is there. */
    void house(LabBuilder cluster, String self, String phases, String more = '') {
        upsd.user(LabUser.secondary('steward', 'geheim'))
        Files.createDirectories(folder.resolve('playbooks'))
        Files.writeString(folder.resolve('playbooks/ups.groovy'), """
            playbook('UPS shutdown') {
                onBattery ups: 'cyberpower', confirm: 1.seconds
                onPowerRestored stableFor: 3.seconds, charge: 30
                $phases
            }
            """.stripIndent())
        kit = new PveKit(folder, cluster, time, """playbooks: playbooks
            power:
              plan: ups.groovy
              hints: ${Files.createDirectories(folder.resolve('hints'))}
              poll: 1s
              pollOnBattery: 1s
              stableFor: 1s
              self: $self
              ups: {cyberpower: {host: '${upsd.address()}', user: steward, password: geheim}}
            $more""")
        assert kit.runner.power().plan().phases()
        kit.runner.housePower().begin()
        soon.eventually { assert kit.runner.power().view().state().name() == 'ONLINE' && ups.logins() == 1 }
    }

    void dark() { ups.set('ups.status', 'OB DISCHRG') }

    void light() { ups.set('ups.status', 'OL CHRG') }

    List<RunEvent> events() { kit.runner.store().queries().events(1, 0, 10_000)*.event() }

    List<String> said() { events().findAll { it instanceof RunEvent.PowerSaid }*.text() }

    List<String> phases() { events().findAll { it instanceof RunEvent.PhaseEnded }.collect { "${it.name()} ${it.state()}".toString() } }

    PveKit.PveResult ended() {
        soon.eventually { assert kit.runner.store().queries().run(1).filter { it.status().ended() }.present }
        kit.result(1)
    }

    List<String> up() { kit.lab.change { it.nodes().values().findAll { n -> n.up() }*.name() } as List }

    List<Integer> running() { kit.lab.change { it.guests().values().findAll { g -> g.running() }*.vmid() } as List }

    String journal() { folder.resolve('state/power').toFile().listFiles().findAll { it.name.endsWith('.journal') }*.text.join('\n') }
}

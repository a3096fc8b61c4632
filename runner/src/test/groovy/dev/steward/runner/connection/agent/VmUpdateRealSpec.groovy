package dev.steward.runner.connection.agent

import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.GuestRef
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.inventory.Host
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.proxmox.PveApi
import dev.steward.runner.proxmox.Vmid
import dev.steward.runner.time.SystemTime
import java.time.Duration
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Timeout

/** Packages of a VM that has no sshd, through its guest agent; the VM's inside is a real Debian root file system. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class VmUpdateRealSpec extends ModuleTry {

    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @Shared time = new SystemTime()
    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(1, ['dist'], 0, 'busybox', false)
    @Shared @AutoCleanup MachineShell inside = new MachineShell(
            before: ['nsenter', '-t', hosts.init(1) as String, '-m', '-u', '-i', '-p', '-r', '-w', '--'])
    @Shared @AutoCleanup PveLab lab = AgentLab.start(time) { it.qemu(200, 'desk') { vm -> vm.running().inside(inside).boots(Duration.ZERO) } }
    @Shared @AutoCleanup PveApi api = AgentLab.client(lab, time)

    @Row('N-44')
    def 'a VM linked by its id is upgraded through its agent, without sshd or anything of ours in it'() {
        given:
        def places = new GuestAgentSpec.Places(api: api)
        target.connection = new GuestAgent(places, time, threads).to(ConnectionSettings.of(
                new Host('desk', [], [ansible_connection: 'guestAgent', proxmox_vmid: 200]), LoginDefaults.NONE))
        assert hosts.judge(1, 'pgrep -x sshd || echo none') == 'none\n'

        when:
        def outcome = call('apt', upgrade: 'dist', updateCache: true, autoremove: true)

        then:
        changed(outcome)
        hosts.judge(1, "dpkg-query -W -f '\${Version}' lab-needs" as String) == '2.0'
        hosts.judge(1, 'dpkg --audit') == ''
        hosts.judge(1, 'ls -A /var/tmp /tmp | grep -c steward || true') == '0\n'

        when:
        target.ticket = 'again'

        then:
        ok(call('apt', upgrade: 'dist', updateCache: true))
    }
}

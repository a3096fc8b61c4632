package dev.steward.runner.proxmox.estate

import dev.steward.house.Row
import dev.steward.runner.config.ProxmoxConfig
import dev.steward.runner.config.ProxmoxLimits
import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.http.PveClient
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Which addresses a guest has, by itself or by its configuration. */
class AddressSpec extends Specification {

    static final String MAC = 'hwaddr=BC:24:11:00:00:0'

    @TempDir Path folder
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T02:30:00Z'))
    @AutoCleanup PveLab lab
    List<AutoCloseable> opened = []

    def cleanup() { opened.each { it.close() } }

    private Addresses of(Closure<?> guest, boolean machine = false) {
        def building = PveLab.cluster('lab').nodes(1)
        lab = (machine ? building.qemu(101, 'g', guest) : building.lxc(101, 'g', guest)).start(time)
        Path ca = Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        def api = PveClient.open('home', new ProxmoxConfig(lab.urls(), Optional.of(new Secret(lab.token())), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), 'pam', new ProxmoxTls(Optional.of(ca), [], true),
                new ProxmoxLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 4, Duration.ofSeconds(60))), time)
        opened << api
        def estates = new Estates([api], time)
        opened << estates
        def seen = estates.now().clusters().home
        seen.of(seen.view().get().guests().values().find { it.id().endsWith('/101') })
    }

    private static List<String> told(Addresses addresses) { addresses.all().collect { "${it.device()} ${it.ip()} ${it.origin()}" as String } }

    @Row('X-23')
    def 'a running container tells its own addresses, without those of what runs inside it'() {
        when:
        def addresses = of {
            it.running().set('net0', "name=eth0,${MAC}1,ip=192.0.2.10/24,ip6=2001:db8::10/64" as String)
                    .set('net1', "name=br-5f3a,${MAC}2,ip=172.18.0.1/16" as String).set('net2', "name=docker0,${MAC}3,ip=172.17.0.1/16" as String)
                    .set('net3', "name=veth12ab,${MAC}4,ip=169.254.3.4/16" as String).set('net4', "name=eth1,${MAC}5,ip=198.51.100.7/24" as String)
        }

        then: 'loopback and link-local ones are no addresses either'
        told(addresses) == ['eth0 192.0.2.10 INTERFACES', 'eth1 198.51.100.7 INTERFACES', 'eth0 2001:db8::10 INTERFACES']
        addresses.unknown().empty
    }

    @Row('X-23')
    def 'one that does not run has what its configuration says, in the order of the numbers'() {
        when:
        def addresses = of {
            it.set('net10', "name=eth10,${MAC}1,ip=192.0.2.30/24" as String).set('net2', "name=eth2,${MAC}2,ip=192.0.2.20/24,ip6=2001:db8::20/64" as String)
                    .set('net0', "name=eth0,${MAC}3,ip=192.0.2.10/24" as String)
        }

        then:
        told(addresses) == ['net0 192.0.2.10 CONFIG', 'net2 192.0.2.20 CONFIG', 'net10 192.0.2.30 CONFIG', 'net2 2001:db8::20 CONFIG']
    }

    @Row('X-23')
    def 'a running machine without an agent has what cloud-init was told'() {
        when:
        def addresses = of({ it.running().withoutAgent().set('net0', 'virtio=BC:24:11:00:00:01,bridge=vmbr0')
                .set('ipconfig0', 'ip=192.0.2.40/24,gw=192.0.2.1,ip6=2001:db8::40/64') }, true)

        then:
        told(addresses) == ['ipconfig0 192.0.2.40 CONFIG', 'ipconfig0 2001:db8::40 CONFIG']
    }

    @Row('X-24')
    def 'public and global addresses are addresses like any: #ip'() {
        expect:
        told(of { it.running().set('net0', "name=eth0,${MAC}1,$key=$ip/32" as String) }).contains("eth0 $ip INTERFACES" as String)

        where:
        key   | ip
        'ip'  | '203.0.113.9'
        'ip6' | '2001:db8:0:1::5'
    }

    @Row('X-24')
    def 'a guest that is off and asks by DHCP has an unknown address, with the reason'() {
        when:
        def addresses = of { it.set('net0', "name=eth0,${MAC}1,ip=dhcp,ip6=auto" as String).set('net1', "name=eth1,${MAC}2,ip=manual" as String) }

        then:
        addresses.all().empty
        addresses.unknown().get() == 'net0 takes its address by auto, net0 takes its address by dhcp and the guest does not run'
    }
}

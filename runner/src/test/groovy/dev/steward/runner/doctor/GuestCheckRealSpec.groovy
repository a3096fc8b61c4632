package dev.steward.runner.doctor

import dev.steward.house.Row
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connections
import dev.steward.runner.module.packages.DebianHost
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** doctor guest against a real Debian with a network of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GuestCheckRealSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup DebianHost host
    String name = "stw${ProcessHandle.current().pid()}"

    void setup() {
        host = new DebianHost(folder)
        shell "ip netns add $name && ip netns add ${name}g && ip -n $name link add eth0 type veth peer name eth0 netns ${name}g && " +
                "ip -n ${name}g addr add 10.213.77.1/30 dev eth0 && ip -n $name addr add 10.213.77.2/30 dev eth0 && " +
                "ip -n ${name}g link set eth0 up && ip -n $name link set eth0 up && ip -n $name route add default via 10.213.77.1"
    }

    void cleanup() { shell "ip netns del $name; ip netns del ${name}g" }

    static void shell(String line) {
        def process = ['sh', '-c', line].execute()
        def said = process.err.text
        assert process.waitFor() == 0: said
    }

    List<String> look(String word, Map<String, Object> vars = [proxmox_vmid: 101, proxmox_vmtype: 'lxc', proxmox_status: 'running']) {
        Files.writeString(folder.resolve('hosts.yml'), "all: {hosts: {web-1: {${vars.collect { k, v -> "$k: $v" }.join(', ')}}, other: {proxmox_vmid: 102}}}\n")
        def connection = new InNetwork(host, name)
        def ways = [to: { connection }, close: { }] as Connections
        new Checkup([:], null, null, { ways }, null, { }).guest(Runner.inventories(new ConfigLoader([:], folder).load(Optional.empty()), [:], new SystemTime()).load([folder.resolve('hosts.yml') as String], folder), word)
                .collect { "${it.level()} ${it.what()}: ${it.said()}".toString() }
    }

    @Row('N-69')
    def 'a guest that is well: #word'() {
        given:
        host.offer('tool', '1')
        host.publish()

        expect:
        look(word) == ['GOOD status: running', 'GOOD exec: whoami says root', 'GOOD network: its gateway 10.213.77.1 answers',
                       'GOOD package sources: those of Debian GNU/Linux 12 (bookworm) can be read']
        host.sh('ls /var/lib/apt/lists | grep -c Packages || true').trim() == '0'

        where:
        word << ['101', 'lxc/101', 'web-1']
    }

    @Row(['N-69', 'N-35'])
    def 'what is in the way is told with the next step: #what'() {
        given:
        change(this)

        expect:
        look('101', vars).any { it ==~ said }

        where:
        what                    | change                                                                                              | vars                                                              || said
        'it is off'             | { }                                                                                                 | [proxmox_vmid: 101, proxmox_vmtype: 'lxc', proxmox_status: 'stopped'] || /PROBLEM status: it is stopped: start it, then look again/
        'its gateway is silent' | { it.shell("ip -n ${it.name}g link set eth0 down") }                                                | [proxmox_vmid: 101, proxmox_status: 'running']                    || /(PROBLEM network: its gateway 10.213.77.1 does not answer: .*|PROBLEM network: it has no default route.*)/
        'it has no route'       | { it.shell("ip -n ${it.name} route del default") }                                                  | [proxmox_vmid: 101, proxmox_status: 'running']                    || /PROBLEM network: it has no default route; see 'ip route' there/
        'its mirror is away'    | { it.host.sh('echo "deb http://127.0.0.1:1/debian bookworm main" >/etc/apt/sources.list') }         | [proxmox_vmid: 101, proxmox_status: 'running']                    || /(?s)PROBLEM package sources: cannot refresh the package lists: mirror http:\/\/127.0.0.1:1: .*/
        'nobody knows it'       | { it.host.file('/etc/os-release').text = 'ID=gentoo\n' }                                            | [proxmox_vmid: 101, proxmox_status: 'running']                    || /PROBLEM package sources: no family of package tools is known for ID=gentoo.*/
    }

    def 'a guest that no host is, or several are, is told'() {
        expect:
        look('999') == ["PROBLEM guest 999: no host of the inventory is it; 'steward inventory --graph' shows all"]
        look('102', [proxmox_vmid: 102]) == ['PROBLEM guest 102: several hosts are it, say one by name: web-1, other']
    }

    static class InNetwork extends DebianHost.Connection {

        private final String network

        InNetwork(DebianHost host, String network) {
            super(host)
            this.network = network
        }

        @Override
        protected List<String> argv(Command.Body body) { ['ip', 'netns', 'exec', network] + super.argv(body) }
    }
}

package dev.steward.runner.lab.pve

import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.lab.host.HostSpec
import dev.steward.runner.lab.pve.tool.DemoShell
import dev.steward.runner.lab.pve.tool.NodeTools
import dev.steward.runner.time.SystemTime
import java.nio.charset.StandardCharsets
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import org.apache.sshd.client.SshClient
import org.apache.sshd.client.channel.ClientChannelEvent
import org.apache.sshd.common.config.keys.loader.openssh.OpenSSHKeyPairResourceParser
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** pct and qm on the shell of a lab's node enter the guests of the lab; the agent runs its commands there too. */
class PveToolsSpec extends Specification {

    @Shared @AutoCleanup DemoEstate hosts = new DemoEstate({ new SystemTime().now() }, 200, [
            new HostSpec('pve1', HostSpec.Kind.VM, Duration.ofSeconds(60), [], [], [], false),
            new HostSpec('dns-1', HostSpec.Kind.CONTAINER, Duration.ofSeconds(5), [], [], [], false),
            new HostSpec('apps-vm', HostSpec.Kind.VM, Duration.ofSeconds(20), [], [], [], false)])
    @Shared @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(2)
            .lxc(101, 'dns-1') { it.running().inside(new DemoShell(hosts.host('dns-1'))) }
            .lxc(102, 'away') { it.node('pve2').running() }
            .lxc(103, 'off') {}
            .qemu(200, 'apps-vm') { it.running().inside(new DemoShell(hosts.host('apps-vm'))) }
            .start(new SystemTime())
    @Shared @AutoCleanup('stop') SshClient client = SshClient.setUpDefaultClient()

    def setupSpec() {
        NodeTools.install(hosts.host('pve1'), lab, 'pve1')
        hosts.start()
        client.serverKeyVerifier = { session, address, key -> true }
        client.start()
    }

    /** What a command line says on the node's own SSH: status, output, errors. */
    List run(String line, String input = '') {
        client.connect('root', '127.0.0.1', hosts.port(hosts.host('pve1'))).verify(10_000).session.withCloseable { session ->
            new OpenSSHKeyPairResourceParser().loadKeyPairs(null, null, null, hosts.clientKey()).each { session.addPublicKeyIdentity(it) }
            session.auth().verify(10_000)
            session.createExecChannel(line).withCloseable { channel ->
                ByteArrayOutputStream out = new ByteArrayOutputStream()
                ByteArrayOutputStream err = new ByteArrayOutputStream()
                channel.in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))
                channel.out = out
                channel.err = err
                channel.open().verify(10_000)
                channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 30_000)
                [channel.exitStatus, out.toString('UTF-8'), err.toString('UTF-8')]
            }
        }
    }

    def 'pct exec runs inside, with streams and exit status: #line'() {
        expect:
        run(line, input) == result

        where:
        line                                                              | input    || result
        "pct exec 101 --keep-env 0 -- hostname"                           | ''       || [0, 'dns-1\n', '']
        "pct exec 101 --keep-env 0 -- sh -c 'cat; echo bad >&2; exit 7'"  | 'täglich' || [7, 'täglich', 'bad\n']
        "X=1 pct exec 101 --keep-env 0 -- sh -c 'echo [\$X]'"             | ''       || [0, '[]\n', '']
        "X=1 pct exec 101 --keep-env 1 -- sh -c 'echo [\$X]'"             | ''       || [0, '[1]\n', '']
        "pct exec 102 -- true"                                            | ''       || [2, '', "Configuration file 'nodes/pve1/lxc/102.conf' does not exist\n"]
        "pct exec 103 -- true"                                            | ''       || [255, '', "container '103' not running!\n"]
        "pct status 101"                                                  | ''       || [0, 'status: running\n', '']
    }

    def 'a megabyte comes through pct exec whole'() {
        expect:
        run('pct exec 101 --keep-env 0 -- head -c 1000000 /dev/zero | wc -c') == [0, '1000000\n', '']
    }

    def 'pct and qm list the guests of their node'() {
        expect:
        run('pct list')[1].readLines()*.trim()*.split(/\s+/)*.first() == ['VMID', '101', '103']
        run('qm list')[1].readLines()*.trim()*.split(/\s+/)*.first() == ['VMID', '200']
        run('pveversion')[1].startsWith('pve-manager/9.2.11/')
    }

    def 'qm guest exec ends well whatever the command says, and tells it in JSON'() {
        when:
        List got = run("qm guest exec 200 -- sh -c 'hostname; exit 5'")

        then:
        got[0] == 0
        Asking.JSON.readValue(got[1] as String, Map) == [exited: 1, exitcode: 5, 'out-data': 'apps-vm\n']
        run('qm guest exec 200 -- /no/such')[0] == 29
    }

    def 'the API runs the agent in the same machine'() {
        given:
        Asking ask = new Asking(lab)
        int pid = ask.post('/nodes/pve1/qemu/200/agent/exec', [command: ['sh', '-c', 'cat; hostname >&2; exit 4'], 'input-data': 'in']).data.pid
        CountDownLatch never = new CountDownLatch(1)
        Map got = [exited: 0]
        for (int i = 0; i < 200 && got.exited == 0; i++) {
            never.await(50, TimeUnit.MILLISECONDS)
            got = ask.get('/nodes/pve1/qemu/200/agent/exec-status', [pid: pid]).data
        }

        expect:
        got == [exited: 1, exitcode: 4, 'out-data': 'in', 'err-data': 'apps-vm\n']
        ask.post('/nodes/pve1/qemu/200/agent/exec', [command: 'nosuch']).status == 596
    }

    def 'a node goes into maintenance by ha-manager'() {
        expect:
        run('ha-manager crm-command node-maintenance enable pve1') == [0, '', '']
        run('ha-manager crm-command node-maintenance enable nosuch')[0] == 255
    }
}

package dev.steward.runner.module.patch.guard

import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.real.RealHosts
import dev.steward.real.RealNode
import dev.steward.runner.app.Runner
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.notify.Hook
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Steward is killed by SIGKILL while apt-get works in a real Debian container of a simulated cluster. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class PatchKillRealSpec extends Specification {

    Path dir = Files.createTempDirectory('steward-patch-kill')
    @AutoCleanup RealHosts hosts = RealHosts.up(1, ['slow'], 0, 'busybox', false)
    @AutoCleanup RealNode node = new RealNode(Files.createDirectories(dir.resolve('pve1')))
    @AutoCleanup PveLab lab = PveLab.cluster('home').nodes(1).lxc(101, 'slow') { it.running() }.start(new SystemTime())
    @AutoCleanup Hook hook = new Hook()
    @AutoCleanup Runner runner
    def soon = new PollingConditions(timeout: 90, delay: 0.1)

    def setup() {
        dir.toFile().setReadable(true, false)
        dir.toFile().setExecutable(true, false)
        node.container(101, hosts.init(1))
        Files.createDirectories(dir.resolve('inventory'))
        Files.writeString(dir.resolve('inventory/proxmox.yml'), 'plugin: proxmox\n')
        Files.writeString(dir.resolve('inventory/hosts.yml'), """\
            all:
              hosts:
                slow: {ansible_connection: pct}
                pve1: {ansible_host: 127.0.0.1, ansible_port: $node.sshd.port, ansible_user: root, ansible_ssh_private_key_file: $node.folder/id_ed25519,
                       ansible_ssh_common_args: -o UserKnownHostsFile=$node.folder/known_hosts}
            """.stripIndent())
        Files.writeString(dir.resolve('ca.pem'), lab.caPem())
        Files.writeString(dir.resolve('steward.yml'), """\
            stateDir: $dir/state
            inventory: [inventory]
            playbooks: ${Checkout.root()}/playbooks
            schedules: {}
            notices: {webhooks: {ops: {url: '${hook.url()}', template: '{"title": "\${data.title}"}', on: ['*']}}}
            proxmox: {home: {endpoints: [${lab.urls().join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            """.stripIndent())
    }

    def cleanup() { dir.toFile().deleteDir() }

    private List<String> notes() {
        lab.change { it.guests()[101].snapshots().values()*.description()*.strip()*.readLines()*.last() }
    }

    @Row('N-68')
    def 'what Steward leaves when it dies between snapshot and end is told at its next start, waited for by the next run, and never forgotten'() {
        given:
        def victim = new ProcessBuilder('java', '-cp', System.getProperty('java.class.path'), PatchVictim.name, dir as String, 'slow')
                .redirectErrorStream(true).redirectOutput(dir.resolve('victim.log').toFile()).start()
        soon.eventually { assert hosts.judge(1, 'pgrep -f "[l]ab-slow.postinst" || true') != '' }

        when:
        victim.destroyForcibly().waitFor()
        runner = PatchVictim.open(dir)
        runner.startSchedules()

        then: 'the run has ended as lost, and the guest is told with what it could go back to'
        runner.store().queries().run(1).get().with { it.status() == RunStatus.LOST && it.message().contains("unfinished: 'Patch' on slow") }
        notes() == ['steward: patch open']
        soon.eventually { assert hook.posted*.text.any { it.contains('An update of slow (lxc/101 on pve1) was never ended; its snapshot steward-patch-') } }

        when: 'the guest is updated again while the package work of the lost run still goes on in it'
        long run = PatchVictim.patch(runner, 'slow')
        runner.runs().await(run)
        def events = runner.store().queries().events(run, 0, 10_000)*.event()
        def lines = events.findAll { it instanceof RunEvent.Output }*.text().join('\n')

        then: 'it waits for its end, begins nothing twice, and tells of the snapshot that nobody ended'
        (events.find { it instanceof RunEvent.TaskFinished && it.host() == 'slow' } as RunEvent.TaskFinished).status() in [Status.OK, Status.CHANGED]
        lines.contains('an update of an earlier run still goes on')
        lines.contains('an earlier update of slow (lxc/101 on pve1) (run 1) took snapshot steward-patch-')
        hosts.judge(1, "dpkg-query -W -f '\${Version}' lab-slow") == '2.0'
        hosts.judge(1, 'dpkg --audit') == ''
        notes().contains('steward: patch open')

        cleanup:
        victim?.destroyForcibly()
    }
}

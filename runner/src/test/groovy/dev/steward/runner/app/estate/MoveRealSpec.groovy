package dev.steward.runner.app.estate

import dev.steward.real.RealHosts
import dev.steward.real.RealNode
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.GuestShell
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.function.Consumer
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/**
 * A container with a real Debian root file system and without sshd, on two real nodes: each its own sshd and pct. The cluster moves
 * it by its API, as a restart migration does it: shut down here, started there.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class MoveRealSpec extends Specification {

    static final int CT = 101

    @Shared Path dir = Files.createTempDirectory('steward-move')
    @Shared Path shared = Files.createDirectories(dir.resolve('pve'))
    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(1, ['dist'], 0, 'busybox', false)
    @Shared Map<String, RealNode> nodes = ['pve1', 'pve2'].collectEntries { name ->
        [name, new RealNode(Files.createDirectories(dir.resolve(name)), '', name, shared)]
    }
    @Shared @AutoCleanup PveLab lab = PveLab.cluster('home').nodes(2).lxc(CT, 'moving') { it.running() }.start(new SystemTime())
    @Shared @AutoCleanup('shutdownNow') def switching = Executors.newSingleThreadExecutor()
    @Shared Inside inside
    @Shared @AutoCleanup Runner runner

    def setupSpec() {
        dir.toFile().setReadable(true, false)
        dir.toFile().setExecutable(true, false)
        nodes.pve1.container(CT, hosts.init(1))
        inside = new Inside()
        lab.change { it.guests()[CT].shell(inside) }
        Files.createDirectories(dir.resolve('inventory'))
        Files.writeString(dir.resolve('inventory/proxmox.yml'), 'plugin: proxmox\n')
        Files.writeString(dir.resolve('inventory/hosts.yml'), 'all:\n  hosts:\n    moving: {ansible_connection: pct}\n' + nodes.collect { name, node ->
            """    $name: {ansible_host: 127.0.0.1, ansible_port: $node.sshd.port, ansible_user: root, ansible_ssh_private_key_file: $node.folder/id_ed25519,
                  ansible_ssh_common_args: -o UserKnownHostsFile=$node.folder/known_hosts}\n"""
        }.join(''))
        Files.writeString(dir.resolve('ca.pem'), lab.caPem())
        Path config = Files.writeString(dir.resolve('steward.yml'), """\
            stateDir: state
            inventory: [inventory]
            playbooks: playbooks
            schedules: {}
            proxmox: {home: {endpoints: [${lab.urls().join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            """.stripIndent())
        Files.createDirectories(dir.resolve('playbooks'))
        def loaded = new ConfigLoader([:], dir).load(Optional.of(config))
        def time = new SystemTime()
        runner = Runner.open(loaded, StateDir.open(loaded.config().stateDir(), 'spec', time).dir(), [:], time)
    }

    def cleanupSpec() {
        nodes.values()*.close()
        dir.toFile().deleteDir()
    }

    def 'a play goes on in a container that was moved to another node while it ran'() {
        given:
        Path word = dir.resolve('word')
        Path playbook = Files.writeString(dir.resolve('playbooks/move.groovy'), """\
            playbook('Move') {
                play('Container') {
                    hosts 'moving'
                    tasks {
                        task('Before') { shell 'echo before >> /root/steps' }
                        task('Until it has moved') { waitFor path: '$word', timeout: 120.seconds; delegateTo 'localhost' }
                        task('After') { shell 'echo after >> /root/steps' }
                        task('Upgrade') { apt upgrade: 'dist', updateCache: true }
                    }
                }
            }
            """.stripIndent())

        when:
        long run = runner.runs().submit(new RunRequest(playbook, [], [:], RunOptions.NONE, RunRequest.Login.NONE,
                new Cause(Cause.Kind.PERSON, 'spec'), Optional.empty()))
        new PollingConditions(timeout: 60, delay: 0.2).eventually { assert steps() == ['before'] }
        int before = logins('pve2')
        lab.pvesh('POST', "/nodes/pve1/lxc/$CT/migrate", [target: 'pve2', restart: 1])
        new PollingConditions(timeout: 60, delay: 0.2).eventually { assert inside.at == 'pve2' && lab.change { it.guests()[CT].running() } }
        Files.writeString(word, 'moved')
        runner.runs().await(run)

        then: 'it was on the second node that it went on'
        before == 0
        logins('pve2') >= 1
        steps() == ['before', 'after']
        hosts.judge(1, "dpkg-query -W -f '\${Version}' lab-needs") == '2.0'

        and: 'nobody failed'
        with(runner.store().queries().run(run).get()) { it.status().toString().toLowerCase() == 'ok' }
    }

    /** A run that begins after the move reaches it on its new node at once. */
    def 'the next run finds it on its new node, although the file of nobody says so'() {
        given:
        Path playbook = Files.writeString(dir.resolve('playbooks/again.groovy'),
                "playbook('Again') { play('One') { hosts 'moving'\n tasks { task('Here') { shell 'echo again >> /root/steps' } } } }")

        when:
        int first = logins('pve1')
        long run = runner.runs().submit(new RunRequest(playbook, [], [:], RunOptions.NONE, RunRequest.Login.NONE,
                new Cause(Cause.Kind.PERSON, 'spec'), Optional.empty()))
        runner.runs().await(run)

        then:
        steps() == ['before', 'after', 'again']
        logins('pve1') == first
    }

    private List<String> steps() { hosts.judge(1, 'cat /root/steps 2>/dev/null; true').readLines() }

    /** How often somebody has logged in on a node. */
    private int logins(String node) { Files.readString(nodes[node].folder.resolve('sshd.log')).count('Accepted publickey') }

    /** The container is switched as the cluster switches its guest; that takes a while, as in life. */
    private class Inside implements GuestShell {

        volatile String at = 'pve1'
        long init = hosts.init(1)

        @Override
        void power(boolean on) { switching.execute { on ? up() : down() } }

        private void down() {
            nodes[at].stopped(CT)
            // the word to reboot ends whoever says it
            hosts.judge(1, '(sleep 0.2; /sbin/reboot) > /dev/null 2>&1 < /dev/null &')
            new PollingConditions(timeout: 60, delay: 0.1).eventually { assert hosts.init(1) != init }
            init = hosts.init(1)
        }

        private void up() {
            String to = lab.guest(CT).node()
            nodes[at].migrate(CT, at, to)
            nodes[to].container(CT, init)
            at = to
        }

        @Override
        boolean run(List<String> command, byte[] input, Consumer<Ended> then) { false }
    }
}

package dev.steward.real

import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.config.LoadedConfig
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.Store
import dev.steward.runner.lab.pve.state.Volume
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

/**
 * What provision-prometheus-lxc.groovy needs: a simulated cluster on which no container 240 is, a real node with pct, and a Debian machine
 * with systemd that pct enters as soon as the cluster has a container 240. Debian's Prometheus lies in a package source of its own.
 */
class PrometheusContainer implements Closeable {

    static final Path PLAYBOOK = Checkout.root().resolve('playbooks/provision-prometheus-lxc.groovy')
    static final Path DEBS = Path.of('/var/cache/steward-hosts/prometheus-debs')
    static final String TEMPLATE = 'local:vztmpl/ubuntu-24.04-standard_24.04-2_amd64.tar.zst'
    static final int VMID = 240
    static final String METRICS = 'token-of-the-exporter'

    final Path folder
    final RealHosts hosts = RealHosts.up(1, ['nothing'], 0, 'systemd')
    final RealNode node
    final PveLab lab
    final LoadedConfig loaded
    final StateDir dir
    final Runner runner
    /** Whether somebody serves the runner, and closes it and its folder. */
    boolean served

    /**
     * A cluster, a node and a machine.
     *
     * @param folder for its files; others must be able to enter it
     * @param more lines of steward.yml
     * @param secrets lines of the secrets file
     */
    PrometheusContainer(Path folder, String more = '', String secrets = '') {
        this.folder = folder
        folder.toFile().setReadable(true, false)
        folder.toFile().setExecutable(true, false)
        offer()
        node = new RealNode(Files.createDirectories(folder.resolve('pve1')))
        node.container(VMID, hosts.init(1))
        lab = PveLab.cluster('home').nodes(2)
                .lxc(101, 'web') { it.running() }
                .qemu(200, 'docker') { it.node('pve2').running() }
                .storage(new Store('local-zfs', 'zfspool', '', 'images,rootdir', false, 200L << 30, 20L << 30, []))
                .also { it.volumes() << new Volume(TEMPLATE, 'pve1', 'vztmpl', 'tzst', 140_000_000, 0, '', 0) }
                .start(new SystemTime())
        write('secrets', "metrics: {token: $METRICS}\n$secrets")
        Files.setPosixFilePermissions(folder.resolve('secrets'), PosixFilePermissions.fromString('rw-------'))
        write('ca.pem', lab.caPem())
        Files.createDirectories(folder.resolve('inventory'))
        write('inventory/proxmox.yml', 'plugin: proxmox\n')
        write('inventory/hosts.yml', """\
            all:
              hosts:
                pve1: {ansible_host: 127.0.0.1, ansible_port: $node.sshd.port, ansible_user: root, ansible_ssh_private_key_file: $node.folder/id_ed25519,
                       ansible_ssh_common_args: -o UserKnownHostsFile=$node.folder/known_hosts}
            """.stripIndent())
        write('steward.yml', """\
            stateDir: state
            inventory: [inventory]
            playbooks: ${Checkout.root()}/playbooks
            ${more.contains('schedules:') ? '' : 'schedules: {}'}
            secrets: {file: secrets}
            proxmox: {home: {endpoints: [${lab.urls().join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            """.stripIndent() + more)
        loaded = new ConfigLoader([:], folder).load(Optional.of(folder.resolve('steward.yml')))
        def time = new SystemTime()
        dir = (StateDir.open(loaded.config().stateDir(), 'spec', time) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, dir, [:], time)
    }

    private void write(String name, String text) { Files.writeString(folder.resolve(name), text) }

    private void offer() {
        if (!Files.exists(DEBS)) {
            RealSshd.need('/usr/bin/apt-ftparchive', 'apt-utils')
            RealNut.sh("""\
                rm -rf $DEBS ${DEBS}.new && mkdir -p ${DEBS}.new/partial && cd ${DEBS}.new && cp ${root()}/var/lib/dpkg/status partial/status
                apt-get install -qq -y --download-only --no-install-recommends -o Dir::State::status=${DEBS}.new/partial/status -o Dir::Cache::archives=${DEBS}.new/ -o APT::Sandbox::User=root prometheus && ls prometheus_*.deb &&
                rm -rf partial lock && apt-ftparchive packages . >Packages && apt-ftparchive release . >Release && mv ${DEBS}.new $DEBS""".stripIndent())
        }
        RealNut.sh("mkdir -p ${root()}/srv/repo/prometheus && cp $DEBS/* ${root()}/srv/repo/prometheus/ && echo 'deb [trusted=yes] file:/srv/repo/prometheus ./' >>${root()}/etc/apt/sources.list")
    }

    /** The machine's own file system. */
    Path root() { Path.of("/proc/${hosts.init(1)}/root") }

    String address() { hosts.address(1) }

    /** Where Prometheus answers once it is there. */
    String url() { "http://${address()}:9090" }

    String judge(String script) { hosts.judge(1, "{ $script\n} 2>&1; true") }

    /** A run of the playbook, ended: what it told. */
    List<RunEvent> provision(Map<String, Object> vars = [:], boolean check = false) {
        play(PLAYBOOK, [address: "${address()}/24".toString(), bind: "${address()}:9090".toString(), interval: '2s'] + vars, check)
    }

    /** A run of any playbook, ended. */
    List<RunEvent> play(Path playbook, Map<String, Object> vars, boolean check = false) {
        long run = runner.runs().submit(new RunRequest(playbook, [], vars,
                new RunOptions(Optional.empty(), [], [], check, true, Optional.empty(), Optional.empty(), false, Optional.empty()),
                RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
        runner.runs().await(run)
        runner.store().queries().events(run, 0, 10_000)*.event()
    }

    static String status(List<RunEvent> run) { (run.last() as RunEvent.RunFinished).status().word() }

    /** The run, which went well. */
    static List<RunEvent> good(List<RunEvent> run) {
        if (status(run) != 'ok') {
            throw new AssertionError("the run ended as ${status(run)}: ${changed(run).join('\n')}" as Object)
        }
        run
    }

    /** What a run changed, as 'host: task', and what failed, with its words. */
    static List<String> changed(List<RunEvent> run) {
        finished(run).findAll { it.value.status().word() in ['changed', 'failed', 'unreachable'] }
                .collect { name, e -> "${e.host()}: $name${e.status().word() == 'changed' ? '' : ' ' + e.message() + e.data()}".toString() }
    }

    /** How the tasks ended, by their names. */
    static Map<String, RunEvent.TaskFinished> finished(List<RunEvent> run) {
        def names = run.findAll { it instanceof RunEvent.PlayStarted }*.tasks().flatten().collectEntries { [it.step(), it.name()] }
        run.findAll { it instanceof RunEvent.TaskFinished }.collectEntries { [names[it.step()] ?: it.step() as String, it] }
    }

    @Override
    void close() {
        if (!served) {
            runner?.close()
            dir?.close()
        }
        [lab, node, hosts].each { it?.close() }
    }
}

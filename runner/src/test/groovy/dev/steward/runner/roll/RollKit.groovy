package dev.steward.runner.roll

import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.lab.host.HostSpec
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.HaResource
import dev.steward.runner.lab.pve.state.Pace
import dev.steward.runner.lab.pve.state.Store
import dev.steward.runner.lab.pve.tool.NodeTools
import dev.steward.runner.outage.QuickTime
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant

/** A simulated cluster whose nodes are machines with packages, and a whole Steward that rolls over it, all some times as fast. */
class RollKit implements AutoCloseable {

    static final int TIMES = 40
    static final Path PLAYBOOK = Path.of('../playbooks/rolling-host-update.groovy').toAbsolutePath().normalize()
    static final String OLD = '6.14.8-2-pve'
    static final String NEW = '6.14.11-4-pve'
    static final List<String> PACKAGES = ['proxmox-ve 9.0.0 pve-manager', 'pve-manager 9.0.3', 'pve-qemu-kvm 10.0.2-4',
            "proxmox-kernel-6.14 6.14.8-2 proxmox-kernel-${OLD}-signed", "+proxmox-kernel-${OLD}-signed 6.14.8-2"].collect { it as String }
    static final List<String> KERNEL = ["proxmox-kernel-6.14 6.14.11-4 proxmox-kernel-${NEW}-signed", "proxmox-kernel-${NEW}-signed 6.14.11-4"].collect { it as String }
    static final List<String> MANAGER = ['pve-manager 9.0.10']

    final Path folder
    final List<String> nodes
    final Instant base = new SystemTime().now()
    final QuickTime time = new QuickTime(base, TIMES)
    DemoEstate machines
    PveLab lab
    Runner runner
    private StateDir dir

    RollKit(Path folder, int count, Map<String, List<String>> updates = [:], Closure<?> more = {}) {
        this.folder = folder
        nodes = (1..count).collect { "pve$it" as String }
        machines = new DemoEstate({ time.now() }, 1, nodes.collect {
            new HostSpec(it, HostSpec.Kind.VM, Duration.ofSeconds(20), [], PACKAGES, updates.getOrDefault(it, KERNEL + MANAGER), false)
        })
        machines.start()
        LabBuilder builder = PveLab.cluster('lab').nodes(count).pace(new Pace(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(10),
                Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(40), Duration.ofSeconds(5)))
                .storage(new Store('nas', 'nfs', '/mnt/pve/nas', 'images,rootdir', true, 500L << 30, 100L << 30, []))
        more(builder)
        lab = builder.start(time)
        nodes.each { NodeTools.install(machines.host(it), lab, it) }
        write()
        open()
    }

    /** Guests whose disks every node has. */
    static LabBuilder guests(LabBuilder builder) {
        builder.lxc(101, 'web-1') { it.node('pve1').running().set('onboot', 1).set('rootfs', 'nas:101/vm-101-disk-0.raw,size=1G').shutsDownIn(Duration.ofSeconds(3)) }
                .qemu(102, 'db-1') { it.node('pve1').running().set('onboot', 1).set('scsi0', 'nas:102/vm-102-disk-0.raw,size=1G') }
                .lxc(103, 'old') { it.node('pve1') }
                .qemu(104, 'mail-1') { it.node('pve2').running().set('onboot', 1).set('scsi0', 'nas:104/vm-104-disk-0.raw,size=1G') }
                .lxc(105, 'ha-1') { it.node('pve2').running().set('rootfs', 'nas:105/vm-105-disk-0.raw,size=1G').shutsDownIn(Duration.ofSeconds(3)) }
                .also { it.services()['ct:105'] = new HaResource('ct:105', 'started').tap { s -> s.state('started') } }
    }

    void write() {
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        Files.writeString(folder.resolve('known_hosts'), machines.knownHosts())
        Files.writeString(folder.resolve('key'), machines.clientKey())
        Files.setPosixFilePermissions(folder.resolve('key'), java.nio.file.attribute.PosixFilePermissions.fromString('rw-------'))
        Files.createDirectories(folder.resolve('hosts'))
        Files.writeString(folder.resolve('hosts/proxmox.yml'), 'plugin: proxmox\n')
        Files.writeString(folder.resolve('hosts/mine.yml'), "all: {hosts: {${nodes.collect { "$it: {ansible_host: 127.0.0.1, ansible_port: ${machines.port(machines.host(it))}, ansible_user: root, ansible_ssh_private_key_file: '${folder.resolve('key')}'}" }.join(', ')}}}\n")
        Files.writeString(folder.resolve('steward.yml'), """
            inventory: [hosts]
            ssh: {knownHosts: '${folder.resolve('known_hosts')}', connectTimeout: 10m}
            proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            """.stripIndent())
    }

    void open() {
        def loaded = new ConfigLoader([:], folder).load(Optional.of(folder.resolve('steward.yml')))
        dir = (StateDir.open(folder.resolve('state'), 'spec', time) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, dir, [:], time)
    }

    void shut() {
        runner?.close()
        dir?.close()
        runner = null
    }

    long begin(Map how = [:], Map vars = [:]) {
        runner.runs().submit(new RunRequest(PLAYBOOK, [folder.resolve('hosts').toString()], [unattended: true, settle: Duration.ofSeconds(5)] + vars,
                new RunOptions(Optional.ofNullable(how.limit), [], [], how.check ?: false, false, Optional.empty(), Optional.empty(), false, Optional.empty()),
                RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
    }

    Result roll(Map how = [:], Map vars = [:]) { await(begin(how, vars)) }

    Result await(long run) {
        runner.runs().await(run)
        new Result(row: runner.store().queries().run(run).get(), events: runner.store().queries().events(run, 0, 10_000)*.event())
    }

    String kernel(String node) { machines.host(node).machine().files().look(dev.steward.runner.lab.file.Who.HOST, '/proc/sys/kernel/osrelease').bytes().with { new String(it).trim() } }

    String where(int vmid) { lab.guest(vmid).node() }

    boolean runs(int vmid) { lab.guest(vmid).running() }

    /** What was written on the cluster so far. */
    List<String> writes() {
        lab.requests().findAll { it.method() != 'GET' && it.status() == 200 && it.path() != '/pools' }.collect { "${it.method()} ${it.path()}".toString() }
    }

    List<String> reboots() { writes().findAll { it ==~ 'POST /nodes/[^/]+/status' }.collect { it.split('/')[2] } }

    @Override
    void close() {
        shut()
        lab.close()
        machines.close()
    }

    static class Result {

        def row
        List<RunEvent> events

        String getStatus() { row.status().word() }

        List<RunEvent.TaskFinished> getFinished() { events.findAll { it instanceof RunEvent.TaskFinished } as List<RunEvent.TaskFinished> }

        List<String> getSaid() { finished.collect { "${it.host()} ${it.status().word()}: ${it.message()}".toString() } }

        List<String> getLog() { events.findAll { it instanceof RunEvent.Output }*.text() }

        String getFailure() { finished.findAll { it.status().word() == 'failed' }*.message().join('\n') }
    }
}

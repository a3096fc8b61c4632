package dev.steward.runner.power.upsmon

import dev.steward.real.RealHosts
import dev.steward.real.RealNut
import dev.steward.real.RealSshd
import dev.steward.runner.app.RunRequest
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit

/**
 * Two Debian machines with systemd, which stand for the nodes host-1 and host-2, a UPS behind Debian's upsd, and a Steward with a simulated
 * cluster. What pmxcfs shows on a node, {@code /etc/pve/.members} and {@code /etc/pve/user.cfg}, is written there from outside.
 */
class NodesOnUps implements Closeable {

    static final Path PLAYBOOK = Path.of('../playbooks/provision-nut-client.groovy').toAbsolutePath().normalize()
    static final Path DEBS = Path.of('/var/cache/steward-hosts/nut-client-debs')
    /** What nut-client needs beyond the hosts' root file system. */
    static final List<String> PACKAGES = ['nut-client', 'libupsclient6', 'libnspr4', 'libnss3']

    final Path folder
    final RealHosts hosts = RealHosts.up(2, ['nothing'], 0, 'systemd')
    final RealNut nut = new RealNut()
    final PveKit kit
    private final Thread pmxcfs
    private final Map<Integer, String> pve = [:]
    volatile boolean members = true
    private volatile boolean closed

    NodesOnUps(Path folder, String more = '') {
        this.folder = folder
        Files.writeString(folder.resolve('secrets'), 'nut: {upsmon: geheim}\n')
        Files.setPosixFilePermissions(folder.resolve('secrets'), PosixFilePermissions.fromString('rw-------'))
        Files.createDirectories(folder.resolve('playbooks'))
        [1, 2].each { offer(it) }
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(2), new SystemTime(), """playbooks: playbooks
            secrets: {file: secrets}
            ssh: {knownHosts: '${hosts.knownHosts()}'}
            ${more.replace('UPSD', nut.address())}""")
        Files.copy(hosts.inventory(), folder.resolve('hosts/real.yml'))
        show()
        pmxcfs = Thread.start('pmxcfs') { while (!closed) { show(); TimeUnit.MILLISECONDS.sleep(200) } }
    }

    /** Debian's nut-client from a package source of the host's own. */
    private void offer(int n) {
        if (!Files.exists(DEBS)) {
            RealSshd.need('/usr/bin/apt-ftparchive', 'apt-utils')
            RealNut.sh("""\
                rm -rf $DEBS ${DEBS}.new && mkdir -p ${DEBS}.new && cd ${DEBS}.new && apt-get download -qq -o APT::Sandbox::User=root ${PACKAGES.join(' ')}
                apt-ftparchive packages . >Packages && apt-ftparchive release . >Release && mv ${DEBS}.new $DEBS""".stripIndent())
        }
        RealNut.sh("mkdir -p ${root(n)}/srv/repo/nut ${root(n)}/etc/pve && cp $DEBS/* ${root(n)}/srv/repo/nut/ && echo 'deb [trusted=yes] file:/srv/repo/nut ./' >>${root(n)}/etc/apt/sources.list")
    }

    /** A host's own file system. */
    Path root(int n) { Path.of("/proc/${hosts.init(n)}/root") }

    boolean off(int n) { Files.exists(hosts.dir.resolve("hosts/host-$n/off")) }

    /** When a host went off, in seconds. */
    double end(int n) { Files.readAllLines(hosts.dir.resolve("hosts/host-$n/ends")).last() as double }

    /** What all nodes see of the cluster, as pmxcfs shows it; a node that is off is seen so where {@code members}. */
    private void show() {
        String claim = kit.lab.change { it.pools()['steward-outage']?.comment() }.with { it instanceof Optional ? it.orElse(null) : it }
        String pools = claim == null ? '' : "pool:steward-outage:${claim.replace('%', '%25').replace(':', '%3A')}::\n"
        write('user.cfg', 'user:root@pam:1:0::::::\n\n\n' + pools + '\n')
        write('.members', '{\n"nodename": "x",\n"version": 4,\n"cluster": { "name": "lab", "version": 2, "nodes": 2, "quorate": 1 },\n"nodelist": {\n' +
                [1, 2].collect { """  "host-$it": { "id": $it, "online": ${off(it) && members ? 0 : 1}, "ip": "192.0.2.$it"}""" }.join(',\n') + '\n  }\n}\n')
    }

    private void write(String name, String text) {
        [1, 2].findAll { !off(it) }.each {
            try {
                Path place = root(it).resolve('etc/pve')
                Files.writeString(place.resolve(".new"), text)
                Files.move(place.resolve('.new'), place.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING)
            } catch (IOException | NullPointerException | NoSuchElementException gone) {
                pve[it] = "gone: $gone"
            }
        }
    }

    PveKit.PveResult provision(Map<String, Object> vars = [:]) {
        long run = kit.runner.runs().submit(new RunRequest(PLAYBOOK, [folder.resolve('hosts').toString()],
                [nodes: ['host-2', 'host-1'], upses: ["cyberpower@${nut.address()}".toString()], user: 'steward'] + vars,
                RunOptions.NONE, RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
        kit.await(run)
    }

    /** What a run changed, as 'host: task', and what failed, with its words. */
    static List<String> changed(PveKit.PveResult run) {
        def names = run.of(RunEvent.PlayStarted)*.tasks().flatten().collectEntries { [it.step(), it.name()] }
        run.of(RunEvent.TaskFinished).findAll { it.status().word() in ['changed', 'failed', 'unreachable'] }
                .collect { "${it.host()}: ${names[it.step()] ?: it.step()}${it.status().word() == 'changed' ? '' : ' ' + it.message() + it.data()}".toString() }
    }

    String judge(int n, String script) { hosts.judge(n, "{ $script\n} 2>&1; true") }

    /** The upsmon of the machine that the UPS hangs at; its own shutdown leaves a mark. */
    Path primary(int hostsync = 120) {
        Path mark = nut.folder.resolve('run/down')
        nut.upsmon('primary', ['nut.conf': 'MODE=netserver\n', 'upsmon.conf': """\
            MONITOR cyberpower@${nut.address()} 1 boss chef primary
            MINSUPPLIES 1
            SHUTDOWNCMD "touch $mark"
            POWERDOWNFLAG ${nut.folder.resolve('run/killpower')}
            POLLFREQ 1
            POLLFREQALERT 1
            HOSTSYNC $hostsync
            FINALDELAY 0
            RUN_AS_USER nut
            """.stripIndent()])
        mark
    }

    String clients() { nut.upsc('-c', "cyberpower@${nut.address()}") }

    @Override
    void close() {
        closed = true
        pmxcfs?.join(5000)
        [kit, nut, hosts].each { it?.close() }
    }
}

package dev.steward.real

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/**
 * This machine as a Proxmox VE node: a real OpenSSH server whose /usr/sbin/pct is .ci/pct, which enters the
 * namespaces of containers. What the node has more than this machine, a user with a sudoers line among it, is seen by the
 * server's sessions alone. Needs root.
 */
class RealNode implements AutoCloseable {

    static final String USER = 'keeper'

    final Path folder
    final String name
    final RealSshd sshd
    private final List<Process> shells = []

    /**
     * A node.
     *
     * @param folder for its files
     * @param sudoers the line of the user keeper; empty: there is none
     * @param name the node this machine plays
     * @param shared the containers' configurations, as /etc/pve/nodes is the same on all nodes; null: the node stands alone
     */
    RealNode(Path folder, String sudoers = '', String name = 'pve1', Path shared = null) {
        this.folder = folder
        this.name = name
        RealSshd.need('/usr/bin/nsenter', 'util-linux')
        ['etc/up', 'etc/work', 'sbin/up', 'sbin/work'].each { Files.createDirectories(folder.resolve(it)) }
        if (shared) {
            Files.createSymbolicLink(folder.resolve('nodes'), shared)
        }
        Files.createDirectories(folder.resolve("nodes/$name/lxc"))
        folder.toFile().setExecutable(true, false)
        folder.toFile().setReadable(true, false)
        Files.writeString(folder.resolve('node'), name)
        Path pct = folder.resolve('sbin/up/pct')
        Files.writeString(pct, "#!/bin/sh\nSTEWARD_PCT=$folder exec ${Checkout.root()}/.ci/pct \"\$@\"\n")
        pct.toFile().setExecutable(true, false)
        Files.writeString(folder.resolve('sudoers'), sudoers + '\n')
        sshd = new NodeSshd(folder)
        // read with the rights of the user who logs in
        folder.resolve('authorized_keys').toFile().setReadable(true, false)
    }

    /** A container that shares this machine's files and processes, so that a spec sees what is done in it. */
    void glassContainer(int vmid) {
        def shell = new ProcessBuilder('unshare', '--mount', '--uts', '--ipc', 'sleep', '100000').start()
        shells << shell
        container(vmid, shell.pid())
    }

    /** A container whose init has this process id here. */
    void container(int vmid, long init) { Files.writeString(conf(name, vmid), init as String) }

    /** A container that is stopped, as far as pct is concerned. */
    void stopped(int vmid) { Files.writeString(conf(name, vmid), '') }

    /** Moves it to another node. */
    void migrate(int vmid, String from, String to) { Files.move(conf(from, vmid), conf(to, vmid)) }

    private Path conf(String node, int vmid) {
        Files.createDirectories(folder.resolve("nodes/$node/lxc")).resolve("${vmid}.conf")
    }

    @Override
    void close() {
        sshd.close()
        shells.each { it.destroyForcibly().waitFor(5, TimeUnit.SECONDS) }
    }

    private static class NodeSshd extends RealSshd {

        NodeSshd(Path folder) { super(folder) }

        @Override
        protected List<String> launch() {
            def over = { what, dir ->
                "mount -t overlay overlay -o lowerdir=$dir,upperdir=$folder/$what/up,workdir=$folder/$what/work,volatile $dir" }
            ['unshare', '--mount', 'sh', '-ec', """
                ${over('etc', '/etc')}
                ${over('sbin', '/usr/sbin')}
                useradd -d $folder -s /bin/sh $USER && usermod -p '*' $USER
                install -m 440 $folder/sudoers /etc/sudoers.d/steward
                exec ${super.launch().join(' ')}""".toString()]
        }
    }
}

package dev.steward.runner.module.packages

import dev.steward.runner.connection.Command
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.Result
import dev.steward.runner.module.ShConnection
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/**
 * A Debian host of namespaces: its own root file system (an overlay over one made by mmdebstrap), processes, host name and
 * boot id, BusyBox init as PID 1 and a local package repository. It reboots for real; its end leaves nothing behind.
 */
class DebianHost implements AutoCloseable {

    static final Path BASE = Path.of('/var/cache/steward-hosts/modules-bookworm')

    final Path folder
    private final Process loop

    DebianHost(Path folder) { this(folder, BASE, 'openssh-server,procps,iproute2,busybox-static') }

    /** A host over another base, which is made of Debian's packages that include names. */
    protected DebianHost(Path folder, Path base, String include) {
        this.folder = folder
        need('mmdebstrap', 'nsenter', 'unshare', 'dpkg-deb')
        make(base, include)
        ['upper', 'work', 'root', 'repo', 'build'].each { Files.createDirectories(folder.resolve(it)) }
        Files.writeString(folder.resolve('start'), START)
        loop = new ProcessBuilder('setsid', 'sh', folder.resolve('start').toString(), folder.toString(), base.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve('log').toFile()).start()
        long end = System.nanoTime() + 10_000_000_000L
        while (!ready()) {
            assert loop.alive && System.nanoTime() < end: folder.resolve('log').toFile().text
            new ProcessBuilder('sleep', '0.02').start().waitFor()
        }
        publish()
    }

    private static final String START = '''
        cd "$1" || exit 1
        while :; do
          cat /proc/sys/kernel/random/uuid >boot_id
          unshare --mount --uts --ipc --pid --fork --kill-child sh -c '
            mount --make-rprivate /
            mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" root || exit 1
            mount -t proc proc root/proc
            mount -t tmpfs tmpfs root/run
            mount --rbind /dev root/dev
            mkdir -p root/srv/repo root/run/sshd
            mount --bind repo root/srv/repo
            mount --bind boot_id root/proc/sys/kernel/random/boot_id
            hostname app1
            echo "::sysinit:/bin/touch /run/ready" >root/etc/inittab
            ln -sf /bin/busybox root/sbin/reboot
            exec chroot root /bin/busybox init
          ' sh "$1" "$2" </dev/null
          [ $? = 129 ] || exit 1
          sleep 1
        done
    '''

    private static void need(String... programs) {
        def packages = [mmdebstrap: 'mmdebstrap', nsenter: 'util-linux', unshare: 'util-linux', 'dpkg-deb': 'dpkg']
        programs.findAll { "which $it".execute().waitFor() != 0 }.each {
            throw new AssertionError("$it is missing; install it: apt-get install ${packages[it]}" as Object)
        }
        assert 'id -u'.execute().text.trim() == '0': 'this spec needs root: run .ci/test'
    }

    /** Made once and kept: about 15 seconds and 200 MB. */
    private static void make(Path base, String include) {
        if (Files.isDirectory(base)) {
            return
        }
        Files.createDirectories(base.parent)
        def making = "flock ${base}.lock sh -c '[ -d $base ] || { rm -rf ${base}.part; mmdebstrap --variant=apt " +
                "--include=$include bookworm ${base}.part && mv ${base}.part $base; }'"
        def process = ['sh', '-c', making].execute()
        def said = process.errorStream.text
        assert process.waitFor() == 0: said
    }

    /** PID 1 of the host as this machine sees it; 0 while it is down. */
    long init() {
        def unshare = loop.children().filter { it.info().command().orElse('').endsWith('unshare') }.findFirst()
        unshare.flatMap { it.children().findFirst() }.map { it.pid() }.orElse(0L)
    }

    protected boolean ready() {
        long pid = init()
        pid && new File("/proc/$pid/root/run/ready").exists() && new File("/proc/$pid/root/etc/debian_version").exists()
    }

    /** Runs a line as root on the host and fails where it fails. */
    String sh(String line) {
        def process = new ProcessBuilder(enter() + ['sh', '-c', line]).redirectErrorStream(true).redirectInput(new File('/dev/null')).start()
        def out = process.inputStream.text
        assert process.waitFor() == 0: "$line: $out"
        out
    }

    protected List<String> enter() {
        ['nsenter', '-t', init().toString(), '-m', '-u', '-i', '-p', '-r', '-w', 'env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/root']
    }

    /** The file of the host as this machine sees it. */
    File file(String path) { new File("/proc/${init()}/root$path") }

    /** A package in the repository; publish() makes it known. */
    void offer(Map<String, Object> options = [:], String name, String version) {
        def tree = folder.resolve("build/$name-$version-${System.nanoTime()}")
        Files.createDirectories(tree.resolve('DEBIAN'))
        def extra = options.findAll { it.key in ['Depends', 'Conflicts', 'Provides', 'Essential'] }.collect { "$it.key: $it.value\n" }.join()
        Files.writeString(tree.resolve('DEBIAN/control'),
                "Package: $name\nVersion: $version\nArchitecture: all\nMaintainer: Example <root@example.org>\n${extra}Description: $name\n")
        if (options.postinst) {
            script(tree.resolve('DEBIAN/postinst'), "#!/bin/sh\n${options.postinst}\n")
        }
        if (options.conffile) {
            Files.createDirectories(tree.resolve('etc'))
            Files.writeString(tree.resolve("etc/${name}.conf"), options.conffile as String)
            Files.writeString(tree.resolve('DEBIAN/conffiles'), "/etc/${name}.conf\n")
        }
        def deb = folder.resolve("repo/${name}_${version}_all.deb")
        def made = new ProcessBuilder('dpkg-deb', '-Znone', '--root-owner-group', '-b', tree.toString(), deb.toString()).redirectErrorStream(true).start()
        def said = made.inputStream.text
        assert made.waitFor() == 0: said
    }

    private static void script(Path path, String text) {
        Files.writeString(path, text)
        path.toFile().setExecutable(true, false)
    }

    /** Writes the repository's index and makes it the host's only source. */
    void publish() {
        def index = folder.resolve('repo').toFile().listFiles().findAll { it.name.endsWith('.deb') }.sort().collect { deb ->
            def control = ['dpkg-deb', '-f', deb.path].execute().text
            def sum = ['sha256sum', deb.path].execute().text.split(' ')[0]
            "${control}Filename: ./${deb.name}\nSize: ${deb.length()}\nSHA256: $sum\n"
        }.join('\n')
        Files.writeString(folder.resolve('repo/Packages'), index)
        sh 'rm -f /etc/apt/sources.list.d/*; echo "deb [trusted=yes] file:/srv/repo ./" >/etc/apt/sources.list; echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/fast'
    }

    /** Installs what the repository offers now. */
    void install(String... names) {
        publish()
        sh "apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y install ${names.join(' ')}"
    }

    String version(String name) { sh("dpkg-query -W -f '\${Version}' $name") }

    Connection connection() { new Connection(this) }

    /** Enters the host's namespaces for each command, as a login would. */
    static class Connection extends ShConnection {

        private final DebianHost host

        Connection(DebianHost host) { this.host = host }

        @Override
        Result run(Command command, Output output) {
            if (!host.ready()) {
                throw new ConnectionException(ConnectionException.Kind.UNREACHABLE, 'app1 is down', null)
            }
            super.run(command, output)
        }

        @Override
        protected List<String> argv(Command.Body body) { host.enter() + super.argv(body) }
    }

    /** PID 1 first: its parents then end and are reaped by theirs, while an orphan waits for the init of this machine. */
    @Override
    void close() {
        def all = loop.descendants().toList()
        ProcessHandle.of(init()).ifPresent { it.destroyForcibly() }
        if (loop.waitFor(2, TimeUnit.SECONDS)) {
            return
        }
        loop.destroyForcibly().waitFor(10, TimeUnit.SECONDS)
        all.reverse().each { it.destroyForcibly() }
        all.each { it.onExit().get(10, TimeUnit.SECONDS) }
    }
}

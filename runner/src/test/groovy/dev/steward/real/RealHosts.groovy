package dev.steward.real

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/**
 * Real Debian hosts brought up by .ci/hosts: own root file systems, own process ids, a real OpenSSH server each on a loopback
 * address of its own. Needs root, namespaces and Debian packages; where one is missing the specs fail and name it.
 */
final class RealHosts implements Closeable {

    static final int PORT = 2222
    static final String PASSWORD = 'lab-password'

    private static final Path SCRIPT = Checkout.root().resolve('.ci/hosts')

    final Path dir
    final int count

    private RealHosts(Path dir, int count) {
        this.dir = dir
        this.count = count
    }

    /**
     * As .ci/hosts up: scenarios by name, in order, repeated where there are more hosts; vms of the last ones; init is
     * busybox, systemd or openrc. Without sshd they are as containers: see RealNode.
     */
    static RealHosts up(int count, List<String> scenarios = [], int vms = 0, String init = 'busybox', boolean sshd = true) {
        Path dir = Files.createTempDirectory('steward-hosts-')
        def command = [SCRIPT as String, 'up', count as String, dir as String, '--owner', ProcessHandle.current().pid() as String,
                       '--vms', vms as String, '--init', init] + (sshd ? [] : ['--no-sshd'])
        call(scenarios ? command + ['--scenarios', scenarios.join(',')] : command, 300)
        new RealHosts(dir, count)
    }

    Path inventory() { dir.resolve('inventory.yml') }

    Path key() { dir.resolve('id_ed25519') }

    Path knownHosts() { dir.resolve('known_hosts') }

    String address(int n) { Files.readString(dir.resolve('net')).strip() + '.' + n }

    String name(int n) { "host-$n" }

    String scenario(int n) { Files.readString(dir.resolve("hosts/host-$n/scenario")).strip() }

    /** Runs a command inside a host, past sshd: the judge of what really happened there. */
    String judge(int n, String script) {
        call([SCRIPT as String, 'exec', dir as String, name(n), 'sh', '-c', script], 60)
    }

    /** The process id, here, of a host's init. */
    long init(int n) {
        long keeper = Files.readString(dir.resolve("hosts/host-$n/unshare")).strip() as long
        ProcessHandle.of(keeper).get().children().findFirst().get().pid()
    }

    /** How long a host takes from its end to its next start. */
    void bootDelay(int n, int seconds) {
        Files.writeString(dir.resolve("hosts/host-$n/boot-delay"), seconds as String)
    }

    /** The file that shows a host's own disk from outside: what differs from the shared root file system. */
    Path disk(int n) { dir.resolve("hosts/host-$n/upper") }

    @Override
    void close() {
        call([SCRIPT as String, 'down', dir as String], 60)
    }

    private static String call(List<String> command, int seconds) {
        def process = new ProcessBuilder(command).redirectErrorStream(true).start()
        process.outputStream.close()
        def output = new StringBuilder()
        def reader = Thread.start { output << process.inputStream.text }
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly()
            throw new IllegalStateException("${command.join(' ')} took longer than $seconds s: $output")
        }
        reader.join(5000)
        if (process.exitValue() != 0) {
            throw new IllegalStateException("${command.join(' ')} ended with ${process.exitValue()}: $output")
        }
        output as String
    }
}

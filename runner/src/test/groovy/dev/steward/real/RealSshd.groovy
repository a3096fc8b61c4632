package dev.steward.real

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit

/** A real OpenSSH server of this machine on a loopback port, with its own keys and configuration; root logs in by key. */
class RealSshd implements AutoCloseable {

    final Path folder
    final int port
    private Process process

    RealSshd(Path folder, String... options) {
        this.folder = folder
        this.port = new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort }
        need('/usr/sbin/sshd', 'openssh-server')
        need('/usr/bin/ssh-keygen', 'openssh-client')
        Files.createDirectories(Path.of('/run/sshd'))
        ['ed25519', 'ecdsa', 'rsa'].each { type -> keygen("host_$type", '-t', type) }
        keygen('id_ed25519', '-t', 'ed25519')
        Files.copy(folder.resolve('id_ed25519.pub'), folder.resolve('authorized_keys'))
        Files.setPosixFilePermissions(folder.resolve('authorized_keys'), PosixFilePermissions.fromString('rw-------'))
        Files.writeString(folder.resolve('sshd_config'), """\
            ListenAddress 127.0.0.1
            Port $port
            PidFile none
            HostKey ${folder.resolve('host_ed25519')}
            HostKey ${folder.resolve('host_ecdsa')}
            HostKey ${folder.resolve('host_rsa')}
            AuthorizedKeysFile ${folder.resolve('authorized_keys')}
            StrictModes no
            SetEnv HOME=$folder
            PermitRootLogin prohibit-password
            ${options.join('\n')}
            """.stripIndent())
        enrol('ed25519')
        start()
    }

    /** Fails, and says what to install, where a program of the machine is missing. */
    static void need(String program, String debianPackage) {
        if (!Files.isExecutable(Path.of(program))) {
            throw new AssertionError("$program is missing; install it: apt-get install $debianPackage" as Object)
        }
    }

    /** How the server is begun. */
    protected List<String> launch() {
        ['/usr/sbin/sshd', '-D', '-e', '-f', folder.resolve('sshd_config').toString()]
    }

    void start() {
        process = new ProcessBuilder(launch())
                .redirectErrorStream(true).redirectOutput(folder.resolve('sshd.log').toFile()).start()
        long end = System.nanoTime() + 10_000_000_000L
        while (!answers()) {
            assert process.alive && System.nanoTime() < end: Files.readString(folder.resolve('sshd.log'))
        }
    }

    /** Ends the server and every session of it. */
    void stop() {
        List<ProcessHandle> all = process.descendants().toList()
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)
        all.each { it.destroyForcibly() }
    }

    /** Takes connections and says nothing, as a machine that hangs. */
    void pause() { signal('STOP') }

    void goOn() { signal('CONT') }

    private void signal(String name) { assert new ProcessBuilder('kill', "-$name", process.pid() as String).start().waitFor() == 0 }

    /** Ends the sessions, the server stays. */
    void cut() {
        process.children().toList().each { child ->
            child.descendants().toList().findAll { command(it).contains('sshd') }.each { it.destroyForcibly() }
            child.destroyForcibly()
        }
    }

    /** The processes of the sessions, as sshd's own. */
    List<ProcessHandle> sessions() {
        process.descendants().filter { command(it).contains('sshd') }.toList()
    }

    Path keygen(String name, String... options) {
        Path file = folder.resolve(name)
        assert new ProcessBuilder(['ssh-keygen', '-q', '-N', '', '-f', file.toString(), *options].findAll { true } as List<String>)
                .redirectErrorStream(true).start().waitFor() == 0
        file
    }

    /** Makes this host key the known one. */
    void enrol(String type, String name = "[127.0.0.1]:$port") {
        Files.writeString(folder.resolve('known_hosts'), "$name ${Files.readString(folder.resolve("host_${type}.pub"))}")
    }

    void allow(Path publicKey) {
        Files.writeString(folder.resolve('authorized_keys'),
                Files.readString(folder.resolve('authorized_keys')) + Files.readString(publicKey))
    }

    private boolean answers() {
        try (Socket socket = new Socket('127.0.0.1', port)) {
            return socket.inputStream.read() > 0
        } catch (IOException ignored) {
            return false
        }
    }

    private static String command(ProcessHandle handle) {
        handle.info().command().orElse('')
    }

    @Override
    void close() { stop() }
}

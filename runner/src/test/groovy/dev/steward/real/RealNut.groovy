package dev.steward.real

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.nio.file.attribute.PosixFilePermissions
import java.time.Instant
import java.util.concurrent.TimeUnit

/**
 * Debian's NUT on loopback, in a folder of its own: upsd, a dummy-ups for each UPS, an upsmon where one is wanted. Runs as root and as the
 * user nut.
 */
class RealNut implements AutoCloseable {

    static final String BIN = '/lib/nut/'

    final Path folder = Files.createTempDirectory(Path.of('/tmp'), 'steward-nut')
    final Path conf = folder.resolve('conf')
    final int port = new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort }
    final Map<String, Process> processes = [:]
    private final List<String> upses
    private Instant changed = Instant.now()

    /** @param upsd further lines of upsd.conf */
    RealNut(List<String> upses = ['cyberpower'], String upsd = '') {
        RealSshd.need(BIN + 'upsd', 'nut-server')
        RealSshd.need(BIN + 'dummy-ups', 'nut-server')
        RealSshd.need(BIN + 'upsmon', 'nut-client')
        this.upses = upses
        [conf, folder.resolve('run'), folder.resolve('log')].each { Files.createDirectory(it) }
        write('ups.conf', 'maxretry = 1\n' + upses.collect {
            "[$it]\n driver = dummy-ups\n port = ${conf.resolve(it + '.dev')}\n pollinterval = 1\n desc = \"Rack \\\"$it\\\"\"\n"
        }.join(''))
        write('upsd.conf', "LISTEN 127.0.0.1 $port\nMAXAGE 3\nSTATEPATH ${folder.resolve('run')}\n$upsd\n")
        write('upsd.users', '''\
            [steward]
              password = geheim
              actions = SET
              instcmds = ALL
              upsmon secondary
            [boss]
              password = chef
              actions = SET FSD
              upsmon primary
            '''.stripIndent())
        upses.each { say(it, [:]) }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString('rwxr-xr-x'))
        sh("chown -R nut:nut $folder")
        upses.each { startDriver(it) }
        startUpsd()
    }

    String address() { "127.0.0.1:$port" }

    /** What a UPS says from now on, beside what each says. */
    void say(String ups, Map<String, String> variables) {
        Map all = ['ups.status': 'OL', 'battery.charge': '100', 'battery.charge.low': '10', 'battery.runtime': '1620', 'ups.load': '36'] + variables
        Path file = conf.resolve(ups + '.dev')
        Path fresh = conf.resolve(ups + '.new')
        Files.writeString(fresh, all.findAll { it.value != null }.collect { "$it.key: $it.value\n" }.join(''))
        // dummy-ups looks at the time of the file, in seconds
        changed = changed.plusSeconds(2)
        Files.setLastModifiedTime(fresh, FileTime.from(changed))
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString('rw-r--r--'))
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE, java.nio.file.StandardCopyOption.REPLACE_EXISTING)
    }

    void startDriver(String ups) { start("driver-$ups", BIN + 'dummy-ups', '-a', ups, '-D', '-u', 'nut') }

    void startUpsd() {
        start('upsd', BIN + 'upsd', '-F', '-u', 'nut')
        long end = System.nanoTime() + 15_000_000_000L
        while (!upses.every { ask(it).contains('VAR ') && !ask(it).contains('WAIT') }) {
            assert processes.upsd.alive && System.nanoTime() < end: log('upsd') + upses.collect { log("driver-$it") + ask(it) }
        }
    }

    /** Begins an upsmon with these files in a folder of its own; its name is that of the files. */
    void upsmon(String name, Map<String, String> files) {
        Path own = Files.createDirectories(folder.resolve(name))
        files.each { file, text ->
            Files.writeString(own.resolve(file), text)
            sh("chown root:nut ${own.resolve(file)} && chmod 640 ${own.resolve(file)}")
        }
        sh("chown root:nut $own && chmod 750 $own")
        // its process number lies in /run/nut whatever is said, and steward-notify writes to /var/log: each has its own
        start(name, [NUT_CONFPATH: own.toString()], 'unshare', '--mount', 'sh', '-c',
                'mkdir -p /run/nut && mount -t tmpfs tmpfs /run/nut && chown nut:nut /run/nut && mount --bind ' + folder.resolve('log') + ' /var/log && exec ' + BIN + 'upsmon -D -D')
    }

    /** {@code upsmon -c fsd} to one of ours. */
    String forceShutdown(String name) {
        ProcessHandle main = processes[name].toHandle()
        String pid = main.children().map { it.pid() }.findFirst().orElse(main.pid()) as String
        run([NUT_CONFPATH: folder.resolve(name).toString()], BIN + 'upsmon', '-P', pid, '-c', 'fsd')
    }

    void stop(String name) {
        Process process = processes.remove(name)
        List<ProcessHandle> below = process.descendants().toList()
        process.destroy()
        if (!process.waitFor(5, TimeUnit.SECONDS)) { process.destroyForcibly().waitFor(5, TimeUnit.SECONDS) }
        below.findAll { it.alive }.each { it.destroyForcibly() }
    }

    void signal(String name, String signal) { sh("kill -$signal ${processes[name].pid()}") }

    String log(String name) { Files.readString(folder.resolve("${name}.log")) }

    String upsc(String... words) { run([:], '/bin/upsc', *words) }

    /** What NUT's own client says came of a command. */
    String upscmd(String command) { run([:], '/bin/upscmd', '-w', '-u', 'steward', '-p', 'geheim', "cyberpower@${address()}", command) }

    private String ask(String ups) {
        try (Socket socket = new Socket('127.0.0.1', port)) {
            socket.soTimeout = 2000
            socket.outputStream << "GET VAR $ups ups.status\n"
            return socket.inputStream.newReader().readLine() ?: ''
        } catch (IOException e) {
            return e.message
        }
    }

    private void start(String name, Map more = [:], String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
        builder.environment().putAll(ours() + more)
        processes[name] = builder.redirectErrorStream(true).redirectOutput(folder.resolve("${name}.log").toFile()).start()
    }

    private String run(Map more, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
        builder.environment().putAll(ours() + more)
        Process process = builder.redirectErrorStream(true).start()
        String said = process.inputStream.text
        assert process.waitFor(20, TimeUnit.SECONDS)
        said
    }

    private Map ours() {
        [NUT_CONFPATH: conf.toString(), NUT_STATEPATH: folder.resolve('run').toString(), NUT_ALTPIDPATH: folder.resolve('run').toString(),
         NUT_PIDPATH: folder.resolve('run').toString()]
    }

    private void write(String name, String text) { Files.writeString(conf.resolve(name), text) }

    static void sh(String command) {
        Process process = new ProcessBuilder('sh', '-c', command).redirectErrorStream(true).start()
        String said = process.inputStream.text
        assert process.waitFor() == 0: "$command: $said"
    }

    @Override
    void close() {
        processes.keySet().toList().each { stop(it) }
        folder.toFile().deleteDir()
    }
}

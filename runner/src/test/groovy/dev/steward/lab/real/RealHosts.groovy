package dev.steward.lab.real

import dev.steward.runner.inventory.Host
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/**
 * Real Debian hosts for specs, by .ci/hosts. {@link #shared} hands the same ones to every spec of this JVM that only
 * looks; a spec that upgrades, reboots or breaks them brings up its own. They go down with the JVM in any case.
 */
class RealHosts implements AutoCloseable {

    private static final Map<Integer, RealHosts> SHARED = [:]

    final Path folder
    final List<Host> hosts

    private RealHosts(int count) {
        this.folder = Files.createTempDirectory('steward-hosts')
        script('up', count.toString(), folder.toString())
        this.hosts = folder.resolve('hosts').toFile().listFiles().sort { it.name }.collect { host(it.toPath()) }
    }

    /** Hosts of one's own; the first ten have a scenario each: nothing small reboot newdep dropdep conffile failing slow sshd mirror. */
    static RealHosts up(int count) { new RealHosts(count) }

    /** Hosts for looking only, at least so many, the same for the whole JVM. */
    static synchronized RealHosts shared(int count) {
        SHARED.find { it.key >= count }?.value ?: (SHARED[count] = new RealHosts(count))
    }

    Path getInventory() { folder.resolve('inventory.yml') }

    Path getKnownHosts() { folder.resolve('known_hosts') }

    Path getKey() { folder.resolve('id_ed25519') }

    List<String> getNames() { hosts*.name() }

    /** The host of a scenario. */
    Host of(String scenario) { hosts.find { it.vars().scenario == scenario } }

    /** A host with other connection variables. */
    Host with(Host host, Map<String, Object> vars) { new Host(host.name(), host.groups(), host.vars() + vars) }

    /** Runs a command in a host past sshd, to judge what happened there; its standard output. */
    String exec(String host, String... command) { script('exec', folder.toString(), host, *command) }

    /** The same for a line of sh. */
    String sh(String host, String line) { exec(host, 'sh', '-c', line) }

    /** How long a reboot keeps a host away, in seconds. */
    void gap(String host, String seconds) { folder.resolve("hosts/$host/gap").toFile().text = seconds }

    @Override
    void close() {
        script('down', folder.toString())
    }

    private Host host(Path dir) {
        new Host(dir.fileName.toString(), ['containers'], [
                ansible_host                : dir.resolve('address').toFile().text.trim(),
                ansible_user                : 'root',
                ansible_ssh_private_key_file: key.toString(),
                ansible_ssh_common_args     : "-o UserKnownHostsFile=$knownHosts" as String,
                scenario                    : dir.resolve('scenario').toFile().text.trim(),
        ])
    }

    private static String script(String... words) {
        Path script = ['.ci/hosts', '../.ci/hosts'].collect { Path.of(it).toAbsolutePath() }.find { Files.exists(it) }
        ProcessBuilder builder = new ProcessBuilder([script.toString(), *words] as List<String>)
        builder.environment().STEWARD_HOSTS_OWNER = ProcessHandle.current().pid().toString()
        Path errors = Files.createTempFile('hosts', '.err')
        Process process = builder.redirectError(errors.toFile()).start()
        process.outputStream.close()
        String out = process.inputStream.text
        assert process.waitFor(5, TimeUnit.MINUTES)
        String said = Files.readString(errors)
        Files.delete(errors)
        if (process.exitValue() != 0) {
            throw new AssertionError("${words.join(' ')}: exit status ${process.exitValue()}: $said$out" as Object)
        }
        out
    }
}

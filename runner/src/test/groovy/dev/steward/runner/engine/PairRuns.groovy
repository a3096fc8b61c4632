package dev.steward.runner.engine

import dev.steward.dsl.check.Checked
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.shell.Local
import dev.steward.runner.connection.shell.ShellConnection
import dev.steward.runner.inventory.Host
import dev.steward.runner.inventory.yaml.InventoryLoader
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.secret.AnsibleVault
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

/** Runs the same work with Debian's ansible-playbook and with our engine; both give recap lines and an exit code. */
class PairRuns implements Closeable {

    final Path dir
    final Path inventory
    private final threads = Executors.newCachedThreadPool()
    private final Connection local = new ShellConnection(new Local(threads), new SystemTime(), threads, {})

    PairRuns(Path dir) {
        this.dir = dir
        inventory = dir.resolve('hosts.yml')
        Files.writeString(inventory, '''
            all:
              vars: {ansible_connection: local, ansible_python_interpreter: /usr/bin/python3}
              hosts: {a: , b: , c: , d: }
              children:
                lost: {hosts: {u: {ansible_connection: ssh, ansible_host: 127.0.0.1, ansible_port: 1}}}
            '''.stripIndent())
    }

    List ansible(String yaml, List<String> arguments) {
        Path playbook = dir.resolve('play.yml')
        Files.writeString(playbook, yaml.stripIndent())
        List<String> line = ['ansible-playbook', '-i', inventory.toString(), playbook.toString()] + arguments
        Process process = new ProcessBuilder(line).directory(dir.toFile()).redirectErrorStream(true)
                .tap { environment().putAll(ANSIBLE_NOCOLOR: '1', ANSIBLE_HOST_KEY_CHECKING: 'false', ANSIBLE_RETRY_FILES_ENABLED: 'false',
                        ANSIBLE_LOCALHOST_WARNING: 'false', HOME: dir.toString(), LC_ALL: 'C.UTF-8') }.start()
        process.outputStream.close()
        String output = process.inputStream.getText('UTF-8')
        assert process.waitFor(60, TimeUnit.SECONDS)
        int recap = output.indexOf('PLAY RECAP')
        List<String> lines = recap < 0 ? [] : output.substring(recap).readLines().drop(1).findAll { it.contains(' : ') }.collect {
            def (host, counts) = it.split(' : ')
            ([host.trim()] + counts.trim().split(/\s+/).findAll { !it.endsWith('=0') }).join(' ')
        }
        [lines, process.exitValue()]
    }

    List steward(String script, RunOptions options) {
        Modules modules = new Modules()
        Path playbook = dir.resolve('play.groovy')
        Files.writeString(playbook, script.stripIndent())
        Checked checked = new PlaybookCompiler(modules).check(playbook, [:])
        assert checked instanceof Checked.Accepted: checked.problems().join('\n')
        KitRun run = new KitRun(hosts: new InventoryLoader(new AnsibleVault([])).load([inventory.toString()], Optional.empty()),
                modules: ModuleSource.of(modules), time: new SystemTime(), options: options, connect: this.&connect)
        run.run(checked.plan())
        List<String> lines = run.recap.collect { it.replaceAll(/ (aborted|notReached)=\d+/, '') }.findAll { it.contains('=') }
        [lines, run.exit]
    }

    void close() { threads.shutdownNow() }

    private Connection connect(Host host) {
        if (host.vars().ansible_connection == 'ssh') {
            throw new ConnectionException(ConnectionException.Kind.UNREACHABLE, 'connection refused', null)
        }
        local
    }
}

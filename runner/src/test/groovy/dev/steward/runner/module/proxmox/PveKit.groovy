package dev.steward.runner.module.proxmox

import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.Time
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant

/** A whole Steward and a simulated cluster that it reaches over TLS; both live by one clock. */
class PveKit implements AutoCloseable {

    final Path folder
    final Time time
    final PveLab lab
    Runner runner
    private StateDir dir

    PveKit(Path folder, LabBuilder builder, Time time = new SettableTime(Instant.parse('2026-03-01T12:00:00Z')), String more = '') {
        this.folder = folder
        this.time = time
        lab = builder.start(time)
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        Files.writeString(folder.resolve('steward.yml'), """
            inventory: [hosts]
            proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            $more
            """.stripIndent())
        Files.createDirectories(folder.resolve('hosts'))
        Files.writeString(folder.resolve('hosts/proxmox.yml'), 'plugin: proxmox\n')
        Files.writeString(folder.resolve('hosts/mine.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        open()
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

    /** Runs tasks on hosts: the body of {@code tasks { }}. */
    PveResult tasks(Map how = [:], String hosts, String body) {
        await(begin(how, hosts, body))
    }

    long begin(Map how = [:], String hosts, String body) {
        def file = Files.writeString(folder.resolve("spec-${System.nanoTime()}.groovy"),
                "playbook('Spec') { play('p') { hosts '$hosts'; tasks { $body } } }")
        runner.runs().submit(new RunRequest(file, [folder.resolve('hosts').toString()], [:],
                new RunOptions(Optional.empty(), [], [], how.check ?: false, how.diff ?: false, Optional.empty(), Optional.empty(), false, Optional.empty()),
                RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
    }

    PveResult await(long run) {
        runner.runs().await(run)
        result(run)
    }

    PveResult result(long run) {
        new PveResult(run: run, row: runner.store().queries().run(run).get(), events: runner.store().queries().events(run, 0, 10_000)*.event())
    }

    /** What was written on the cluster so far, as "POST /nodes/…", but the pool that claims an outage. */
    List<String> writes() {
        lab.requests().findAll { it.method() != 'GET' && it.path() != '/pools' }.collect { "${it.method()} ${it.path()}".toString() }
    }

    @Override
    void close() {
        shut()
        lab.close()
    }

    /** A run that has ended. */
    static class PveResult {

        long run
        def row
        List<RunEvent> events

        String getStatus() { row.status().word() }

        RunEvent.TaskFinished task(String host = null) {
            events.find { it instanceof RunEvent.TaskFinished && (host == null || it.host() == host) } as RunEvent.TaskFinished
        }

        def <T> List<T> of(Class<T> type) { events.findAll { type.isInstance(it) } as List<T> }

        String getMessage() { task().message() }
    }
}

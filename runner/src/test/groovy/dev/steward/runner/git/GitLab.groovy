package dev.steward.runner.git

import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.app.git.GitStatus
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.store.Run
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.util.concurrent.PollingConditions

/** A whole Steward whose playbooks and inventory come from a git server. */
class GitLab implements AutoCloseable {

    static final Map<String, String> GOOD = [
            'playbooks/work.groovy': book('command "true"'),
            'inventory/hosts.yml'  : 'all: {hosts: {here: {ansible_connection: local}}}\n',
    ].asImmutable()

    final Path dir
    Runner runner
    private StateDir state

    GitLab(Path dir) { this.dir = dir }

    static String book(String task) { "playbook('Work') { play('All') { hosts 'all'; tasks { task('Do it') { $task } } } }\n" }

    GitLab open(String git, String more = '') {
        def file = Files.writeString(dir.resolve('steward.yml'), "schedules: {}\n$more\ngit:\n${git.stripIndent().trim().indent(2)}")
        def loaded = new ConfigLoader([STEWARD_HOME: dir.resolve('state').toString()], dir).load(Optional.of(file))
        state = StateDir.open(loaded.config().stateDir(), 'spec', new SystemTime()).dir()
        runner = Runner.open(loaded, state, System.getenv(), new SystemTime())
        this
    }

    GitLab open(GitServer server, String more = '') {
        open("url: $server.url\ntoken: $GitServer.TOKEN\nca: ${server.certificates.caFile()}\n$more")
    }

    GitStatus sync() {
        runner.git().sync()
        runner.git().status().get()
    }

    Path getTree() { dir.resolve('state/git/current') }

    long begin(String name = 'work.groovy', Map vars = [:]) {
        def options = new RunOptions(Optional.empty(), [], [], false, false, Optional.empty(), Optional.empty(), false, Optional.empty())
        runner.runs().submit(new RunRequest(runner.playbooks().folder().resolve(name), [], vars, options, RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
    }

    Run run(String name = 'work.groovy') {
        long id = begin(name)
        runner.runs().await(id)
        runner.store().queries().run(id).get()
    }

    /** The titles of what was told, from what waits in the spool and the outbox. */
    List<String> notices() {
        dir.resolve('state').toFile().listFiles().findAll { it.directory }.collectMany { it.listFiles().toList() }.findAll { it.file && it.text.contains('"title"') }
                .collect { (it.text =~ /"title" ?: ?"([^"]*)"/)[0][1] } + runner.store().outbox().last(50)*.notice()*.title()
    }

    /** Whether it is told soon: telling is the work of another thread. */
    boolean told(String title) {
        new PollingConditions(timeout: 10).eventually { assert notices().contains(title) }
        true
    }

    void close() {
        runner?.close()
        state?.close()
    }
}

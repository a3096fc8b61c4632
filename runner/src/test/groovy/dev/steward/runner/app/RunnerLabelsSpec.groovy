package dev.steward.runner.app

import dev.steward.house.Row
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.control.Ask
import dev.steward.runner.control.Desk
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunStatus
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** A server with a label, and hosts that say which servers run what concerns them. */
class RunnerLabelsSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup Runner runner

    def setup() {
        Files.writeString(dir.resolve('hosts.yml'), '''\
            all:
              vars: {ansible_connection: local}
              hosts:
                web-1: {steward_runner: site-a}
                web-2: {steward_runner: site-b}
                web-3: {}
            '''.stripIndent())
        Files.writeString(dir.resolve('say.groovy'), "playbook('Say') { play('Say') { hosts 'all'; tasks { task('Say') { shell 'echo said' } } } }")
        Files.writeString(dir.resolve('steward.yml'), '''\
            inventory: hosts.yml
            playbooks: .
            server: {name: alpha, labels: [site-a]}
            schedules:
              all: {playbook: say.groovy, cron: '* * * * * ?', zone: UTC}
              theirs: {playbook: say.groovy, cron: '0 0 3 1 1 ?', limit: web-3, runner: site-b}
            '''.stripIndent())
        def state = (StateDir.open(dir.resolve('state'), 'serve', new SystemTime()) as StateDir.Opened.Ours).dir()
        runner = Runner.open(new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml'))), state, [:], new SystemTime())
    }

    private long run(String limit) {
        def options = new RunOptions(Optional.ofNullable(limit), [], [], false, false, Optional.empty(), Optional.empty(), false, Optional.empty())
        long run = runner.runs().submit(new RunRequest(dir.resolve('say.groovy'), [], [:], options, RunRequest.Login.NONE,
                new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
        runner.runs().await(run)
        run
    }

    def 'a server that drains refuses a run by hand, and says how that ends'() {
        given:
        def said = []
        def tell = { verb, server -> runner.desk().handle(new Ask.OfServer(verb, [server: server], 'anna'), { said << it } as Desk.Replies) }

        when:
        tell('drain', '')
        run('web-3')

        then:
        def refused = thrown(RunRefused)
        refused.problems() == ['alpha is draining and begins nothing new. It takes runs again after: steward servers drain --undo']
        said[0].data().asText() == 'alpha begins nothing new. Runs at work there: 0; it can be restarted.'

        when:
        tell('undo', 'alpha')

        then:
        runner.store().queries().run(run('web-3')).get().status() == RunStatus.OK
        said[2].data().asText() == 'alpha begins runs again.'

        when:
        said.clear()
        tell('drain', 'nobody')

        then:
        said[0].problems() == ['There is no server nobody at work; steward servers list shows them.']
    }

    @Row('S-01')
    def 'hosts of this label and of none are reached, one of another label refuses the run and says what to do'() {
        expect:
        runner.store().queries().run(run('web-1,web-3')).get().status() == RunStatus.OK

        when:
        run(limit)

        then:
        def refused = thrown(RunRefused)
        refused.problems() == ['What concerns web-2 (steward_runner) runs only on servers with the label site-b, and alpha has not.'
            + ' No server at work has; give it to one: server.labels in its steward.yml.']

        where:
        limit << [null, 'web-2']
    }

    def 'a fire that concerns such a host waits for a server with the label, and a schedule of another label is not begun by hand'() {
        when:
        runner.startSchedules()

        then:
        new PollingConditions(timeout: 20, delay: 0.1).eventually {
            assert runner.store().schedules().waiting().any { it.labels() == ['site-a', 'site-b'] && it.fire().schedule() == 'all' }
        }
        runner.schedules().all().find { it.name() == 'theirs' }.clockChange().contains('only servers with the label site-b run it')

        when:
        runner.schedules().runNow('theirs', 'anna')

        then:
        def refused = thrown(RunRefused)
        refused.message.startsWith("the schedule 'theirs' runs only on servers with the label site-b, and alpha has not.")
    }
}

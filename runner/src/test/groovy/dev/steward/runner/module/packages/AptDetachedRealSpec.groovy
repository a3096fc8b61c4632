package dev.steward.runner.module.packages

import dev.steward.runner.connection.Command
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.Result
import dev.steward.runner.module.Outcome
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import spock.lang.Timeout

/** Package work goes on without its connection and without Steward. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AptDetachedRealSpec extends AptTry {

    def 'other package work is waited for, but not for ever'() {
        given:
        host.offer('slow', '1', postinst: 'sleep 4')
        host.offer('tool', '1')
        host.publish()
        host.sh('apt-get -q update')
        def other = CompletableFuture.runAsync { host.sh('apt-get -q -y install slow') }
        until { host.sh("ps ax").contains('slow.postinst') }

        when:
        target.ticket = 'impatient'
        def impatient = call('apt', name: 'tool', lockTimeout: Duration.ofSeconds(1))
        target.ticket = 'patient'
        def patient = call('apt', name: 'tool', lockTimeout: Duration.ofSeconds(60))

        then:
        failed(impatient)
        impatient.message() ==~ /the package database is in use by process \d+ \(apt-get\), and was so for 1 s .*/
        changed(patient)
        other.get() == null
    }

    def 'a lost connection is taken up again and the work is done once'() {
        given:
        host.offer('tool', '1')
        host.install('tool')
        host.offer('tool', '2', postinst: 'echo once >>/root/times; sleep 6; echo the end')
        host.publish()
        target.connection = new Cut(host)

        when:
        def outcome = upgrade()

        then:
        changed(outcome)
        packages(outcome) == ['upgraded tool 1 -> 2']
        host.file('/root/times').text == 'once\n'
        target.connection.cuts == 3
        target.logged.count { it.contains('link lost') } == 3
        target.shownText().count('Setting up tool') == 1
        target.shownText().contains('the end')
    }

    def 'past its time limit the work is told as still running and goes on'() {
        given:
        host.offer('slow', '1', postinst: 'sleep 3')
        host.publish()
        target.remaining = Optional.of(Duration.ofSeconds(2))

        when:
        def outcome = upgrade(name: 'slow')

        then:
        failed(outcome)
        outcome.message().contains('still running')
        outcome.message().contains("/var/lib/steward/jobs/${target.ticket}/log")

        when:
        target.remaining = Optional.empty()
        def again = upgrade(name: 'slow')

        then:
        packages(again) == ['installed slow  -> 1']
    }

    def 'the death of Steward does not touch the work, and the same ticket attaches to it'() {
        given:
        host.offer('tool', '1', postinst: 'echo once >>/root/times; sleep 4')
        host.publish()
        def client = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-cp', System.getProperty('java.class.path'),
                AptClient.name, host.init().toString(), target.ticket, 'tool').redirectErrorStream(true)
                .redirectOutput(folder.resolve('client.log').toFile()).start()

        when:
        until { host.file('/root/times').exists() || !client.alive }
        client.destroyForcibly().waitFor()
        def outcome = call('apt', name: 'tool', updateCache: true)

        then:
        folder.resolve('client.log').toFile().text == ''
        changed(outcome)
        packages(outcome) == ['installed tool  -> 1']
        host.file('/root/times').text == 'once\n'
    }

    def 'what detached work did after Steward was killed is told once by the next task, which finds nothing to do'() {
        given:
        host.offer('tool', '1')
        host.install('tool')
        host.offer('tool', '2', postinst: 'echo once >>/root/times; sleep 2')
        host.publish()
        def client = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-cp', System.getProperty('java.class.path'),
                AptClient.name, host.init().toString(), target.ticket, 'tool=2').redirectErrorStream(true)
                .redirectOutput(folder.resolve('client.log').toFile()).start()

        when:
        until { host.file('/root/times').exists() || !client.alive }
        client.destroyForcibly().waitFor()
        def killed = target.ticket
        target.ticket = 'next'
        def next = upgrade()

        then:
        next.message() == 'nothing to do'
        next.data().earlier == [[job: killed, status: '0', packages: [[name: 'tool', from: '1', to: '2', action: 'upgraded']]]]
        target.logged.contains("earlier package work, not told before ($killed), ended with status 0: tool 1 -> 2".toString())

        when:
        target.ticket = 'third'
        def third = upgrade()

        then:
        third.data().earlier == []
    }

    def 'a cancel leaves the work running, a forced one kills it and puts the database right'() {
        given:
        host.offer('tool', '1', postinst: '[ -e /root/second ] && exit 0; touch /root/second; sleep 60')
        host.publish()
        target.forced = forced
        def answer = new CompletableFuture<Object>()
        def thread = Thread.start {
            try {
                answer.complete(this.call('apt', name: 'tool', updateCache: true))
            } catch (InterruptedException e) {
                answer.complete(e)
            }
        }
        until { host.file('/root/second').exists() }

        when:
        thread.interrupt()
        def outcome = answer.get(30, TimeUnit.SECONDS)

        then:
        host.sh('ps ax').contains('tool.postinst') == !forced
        forced == (outcome instanceof Outcome)
        !forced || failed(outcome)
        !forced || outcome.message().contains("'dpkg --configure -a' has put the package database right")
        !forced || host.sh('dpkg --audit') == ''

        where:
        forced << [true, false]
    }

    def 'old work is forgotten after a week'() {
        given:
        host.sh('mkdir -p /var/lib/steward/jobs/old /var/lib/steward/jobs/new && echo 0 >/var/lib/steward/jobs/old/status && touch -d "-8 days" /var/lib/steward/jobs/old')

        when:
        upgrade()

        then:
        until { !host.file('/var/lib/steward/jobs/old').exists() }
        host.file('/var/lib/steward/jobs/new').exists()
    }

    /** Loses the link some hundred milliseconds after it began to show something, thrice. */
    static class Cut extends DebianHost.Connection {

        int cuts

        Cut(DebianHost host) { super(host) }

        @Override
        Result run(Command command, Output output) {
            boolean cut = command.body() instanceof Command.Script && command.body().text().contains('steward-job') && cuts < 3
            def result = super.run(cut ? command.within(Command.Limits.of(Duration.ofMillis(900))) : command, output)
            if (cut && result.end() == Result.End.TIMED_OUT) {
                cuts++
                throw new ConnectionException(ConnectionException.Kind.LOST, 'connection reset by peer', null)
            }
            result
        }
    }
}

package dev.steward.web.cli

import com.icegreen.greenmail.util.GreenMail
import com.icegreen.greenmail.util.ServerSetup
import dev.steward.house.Row
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/** Mails of the packaged command, whose process may end before, during and after the sending. */
class NoticesRealSpec extends Specification {

    @AutoCleanup Terminal steward = new Terminal()
    @AutoCleanup('stop') GreenMail server
    int port = new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort }
    PollingConditions soon = new PollingConditions(timeout: 60, delay: 0.2)

    def setup() {
        steward.write('steward.yml', """\
            inventory: inv.yml
            playbooks: .
            schedules: {}
            notices:
              mail: {host: 127.0.0.1, port: $port, tls: none, from: steward@example.org, to: ops@example.org}
            """.stripIndent())
    }

    private void mailServer() {
        server = new GreenMail(new ServerSetup(port, '127.0.0.1', 'smtp'))
        server.start()
    }

    private List<String> subjects() { server.receivedMessages*.subject }

    @Row('P-36')
    def 'a failed run is mailed by the command itself, and where nobody listens by the next one, once'() {
        when: 'no mail server'
        def start = Instant.now()
        def alone = steward.run('run', 'fail.groovy')

        then: 'the command says so and is not held up'
        alone.code() == 2
        alone.err().contains('Not told yet: Fails, run 1: failed (2 failed) (mail: ')
        alone.err().contains('It waits in the outbox for the next steward command or server; see: steward notices list')
        Duration.between(start, Instant.now()).toSeconds() < 40
        steward.run('notices', 'list').out() =~ /failed +Fails, run 1: failed \(2 failed\)\n +mail: waiting after 1 try, next \d{4}-.*: .*/

        when: 'a server of mail and one of Steward'
        mailServer()
        def serve = steward.start(['serve', '--port', '0'])
        soon.eventually { assert subjects() == ['[Steward] Fails, run 1: failed (2 failed)'] }
        def after = steward.run('run', 'fail.groovy')
        soon.eventually { assert subjects().size() == 2 }

        then:
        after.code() == 2
        after.err() == ''
        subjects()[1] == '[Steward] Fails, run 2: failed (2 failed)'
        steward.run('notices', 'list').out().readLines().count { it.contains('mail: sent') } == 2

        cleanup:
        serve?.destroy()
        serve?.waitFor()
    }

    @Row('P-36')
    def 'a Steward that is killed loses no mail: the next one sends that of the run that failed and of the run it took down'() {
        given: 'a server whose mail does not get through, with one run failed and one under way'
        def serve = steward.start(['serve', '--port', '0'])
        soon.eventually { assert steward.out(serve).contains('Steward serves') }
        steward.run('run', 'fail.groovy')
        def slow = steward.start(['run', 'slow.groovy', '-e', 'seconds=600'])
        soon.eventually { assert steward.out(slow).contains('PLAY [p]') }

        when:
        serve.descendants().each { it.destroyForcibly() }
        serve.destroyForcibly().waitFor()
        steward.end(slow)
        mailServer()
        def next = steward.start(['serve', '--port', '0'])
        soon.eventually { assert subjects().size() == 2 }

        then:
        subjects().sort()[0] == '[Steward] Fails, run 1: failed (2 failed)'
        subjects().sort()[1] ==~ /\[Steward] Slow, run 2: lost \(1 (aborted|not reached)\)/
        server.receivedMessages.every { it.getHeader('Message-ID')[0] ==~ /<run-[12]\.[0-9a-f-]{36}@example\.org>/ }

        cleanup:
        next?.destroy()
        next?.waitFor()
    }

    def 'a test notice shows whether notices arrive'() {
        expect: 'nobody listens'
        with(steward.run('notices', 'test')) {
            code() == 1
            err().contains('mail: waiting: ')
        }

        when:
        mailServer()

        then:
        steward.run('notices', 'test').out() == 'mail: sent\n'
        '[Steward] A test notice' in subjects()

        when: 'no channel'
        steward.write('steward.yml', 'schedules: {}\n')

        then:
        with(steward.run('notices', 'test')) {
            code() == 1
            err().contains('No channel is configured')
        }
    }
}

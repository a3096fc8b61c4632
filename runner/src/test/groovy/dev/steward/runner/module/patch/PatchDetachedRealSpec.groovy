package dev.steward.runner.module.patch

import dev.steward.house.Row
import dev.steward.runner.module.Outcome
import dev.steward.runner.module.packages.AptTry
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import spock.lang.Timeout

/** An update goes on without its connection and without Steward, and what it held is released whatever happens. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PatchDetachedRealSpec extends AptTry {

    Outcome patch(Map<String, Object> more = [:], String ticket, String action = 'apply') {
        target.ticket = ticket
        call([action: action] + more, 'patch')
    }

    private void slow(String postinst) {
        ['nginx', 'slow'].each { host.offer(it, '1') }
        host.install('nginx', 'slow')
        host.offer('nginx', '2')
        host.offer('slow', '2', postinst: postinst)
        host.publish()
    }

    private Process client(String ticket) {
        new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-cp', System.getProperty('java.class.path'),
                PatchClient.name, host.init().toString(), ticket, 'nginx').redirectErrorStream(true)
                .redirectOutput(folder.resolve('client.log').toFile()).start()
    }

    @Row('N-30')
    def 'an update past its limit is told, goes on, and the next run waits for it and tells what it did'() {
        given:
        slow('touch /root/begun; while [ ! -e /root/go ]; do sleep 0.2; done')

        when:
        def first = patch('first', timeout: Duration.ofSeconds(10))

        then:
        failed(first)
        first.message().contains('still running when its time was up')
        first.message().contains('/var/lib/steward/jobs/first/log')
        host.file('/root/begun').exists()

        when:
        def going = Thread.start {
            until { target.logged.any { it.contains('an update of an earlier run still goes on (first)') } }
            host.sh('touch /root/go')
        }
        def next = patch('next')

        then:
        changed(next)
        next.message() == 'nothing to do; 2 packages changed by an update of an earlier run'
        next.data().earlier*.job == ['first']
        next.data().earlier[0].packages.collect { "$it.action $it.name $it.to".toString() }.toSet() == ['upgraded nginx 2', 'upgraded slow 2'].toSet()
        going.join() == null
        patch('third').data().earlier == []
    }

    @Row('N-26')
    def 'holds go when the update ends though Steward was killed meanwhile, and what it did is told once'() {
        given:
        slow('apt-mark showhold >/root/holds; sleep 3')
        def client = client('killed')

        when:
        until { host.file('/root/holds').exists() && host.file('/root/holds').text || !client.alive }
        client.destroyForcibly().waitFor()

        then:
        host.file('/root/holds').readLines() == ['nginx']
        until { host.sh('apt-mark showhold') == '' && !host.file('/var/lib/steward/holds').list() }

        when:
        until { host.file('/var/lib/steward/jobs/killed/status').exists() }
        def check = patch([:], 'check', 'check')

        then:
        check.data().earlier*.job == ['killed']
        check.data().packages*.name == ['nginx']
        patch([:], 'again', 'check').data().earlier == []
    }

    @Row('N-26')
    def 'holds of an update that was killed itself are released by the next check; those of the operator are not'() {
        given:
        host.offer('mine', '1')
        host.install('mine')
        host.sh('apt-mark hold mine')
        slow('apt-mark showhold >/root/holds; sleep 100')
        def client = client('killed')
        until { host.file('/root/holds').exists() && host.file('/root/holds').text || !client.alive }
        client.destroyForcibly().waitFor()

        when:
        host.sh('read pid _ </var/lib/steward/jobs/killed/running/pid; kill -KILL -$pid; sleep 0.5')

        then:
        host.sh('apt-mark showhold').readLines() == ['mine', 'nginx']

        when:
        patch([:], 'check', 'check')

        then:
        host.sh('apt-mark showhold').readLines() == ['mine']
        !host.file('/var/lib/steward/holds').list()
        target.logged.any { it.contains('left on hold were released (killed)') }
    }

    def 'a cancel leaves an update running; a forced one kills it, puts the database right and releases what was held'() {
        given:
        slow('[ -e /root/second ] && exit 0; touch /root/second; sleep 60')
        target.forced = forced
        def answer = new CompletableFuture<Object>()
        def thread = Thread.start {
            try {
                answer.complete(this.patch('forced', exclude: 'nginx'))
            } catch (InterruptedException e) {
                answer.complete(e)
            }
        }
        until { host.file('/root/second').exists() }

        when:
        thread.interrupt()
        def outcome = answer.get(30, TimeUnit.SECONDS)

        then:
        host.sh('ps ax').contains('slow.postinst') == !forced
        forced == (outcome instanceof Outcome)
        !forced || failed(outcome)
        !forced || outcome.message() == 'the update was killed by a forced cancel; the package database was put right'
        !forced || host.sh('dpkg --audit; apt-mark showhold') == ''
        !forced || host.version('slow') == '2'

        where:
        forced << [true, false]
    }

    @Row('N-31')
    def 'other package work is waited for, but not for ever'() {
        given:
        slow(':')
        host.offer('other', '1', postinst: 'sleep 5')
        host.publish()
        host.sh('apt-get -q update')
        def other = CompletableFuture.runAsync { host.sh('apt-get -q -y install other') }
        until { host.sh('ps ax').contains('other.postinst') }

        when:
        def impatient = patch('impatient', lockTimeout: Duration.ofSeconds(1))
        def patient = patch('patient', lockTimeout: Duration.ofSeconds(60))

        then:
        failed(impatient)
        impatient.message() ==~ /the package database is in use by process \d+ \(apt-get\), and was so for 1 s .*/
        changed(patient)
        other.get() == null
    }
}

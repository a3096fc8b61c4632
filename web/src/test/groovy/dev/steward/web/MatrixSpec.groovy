package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class MatrixSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    private def running(List<String> hosts) {
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(web.stored.play(hosts))
        hosts.each { log.append(web.stored.taskStarted(it)) }
        log
    }

    @Row('U-20')
    def 'a task that is silent for much longer than usual on its host is named with both times'() {
        given: 'three green rounds in which it took 1.2 s, and a fourth that failed'
        3.times { web.stored.whole(hosts: ['ct-1', 'ct-2']) }
        web.stored.whole(hosts: ['ct-1'], status: Status.FAILED, ended: RunStatus.FAILED)
        def log = running(['ct-1', 'ct-2'])
        String page = "/runs/$web.stored.lastRun"

        expect: 'the usual time while it runs'
        web.get(page).body().contains('ct-1, Upgrade packages: running, usually 1.2 s')
        !web.get(page).body().contains('is silent')

        when: 'one of them speaks late, the other never'
        web.time.advance(Duration.ofMinutes(6))
        long spoken = log.append(web.stored.output('ct-2', 'still at it'))
        new PollingConditions(timeout: 10).eventually { assert web.store.queries().run(web.stored.lastRun).get().lastEvent() == spoken }
        web.time.advance(Duration.ofSeconds(10))

        then:
        String body = web.get(page).body()
        body.replace('&#39;', "'").contains("'Upgrade packages' on ct-1 is silent for 6 min 10 s, it usually takes 1.2 s")
        !body.contains('on ct-2 is silent')
    }

    def 'messages that differ in host and numbers alone are one failure'() {
        given:
        def log = running(['ct-1', 'ct-2', 'ct-3'])
        log.append(web.stored.taskFinished('ct-1', Status.FAILED, 'lock of ct-1 is held by 4711'))
        log.append(web.stored.taskFinished('ct-2', Status.FAILED, 'lock of ct-2 is held by 12'))
        log.append(web.stored.taskFinished('ct-3', Status.FAILED, 'no space left'))

        when:
        String body = web.get("/runs/$web.stored.lastRun").body()

        then:
        (body =~ /class="group /).size() == 2
        body.contains('<b>2 hosts</b>')
        body.contains('<b>1 host</b>')
    }

    def 'two hundred hosts and forty tasks are shown within five seconds'() {
        given:
        List<String> hosts = (1..200).collect { "host-$it" as String }
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(new dev.steward.runner.event.RunEvent.PlayStarted(0, 'Update', 0, 1, hosts,
                (0..39).collect { new dev.steward.runner.event.RunEvent.TaskRef("0.$it" as String, "Task $it" as String, 'shell') }))
        hosts.each { host -> 40.times { log.append(web.stored.taskStarted(host, "0.$it" as String, false)) } }
        log.append(web.stored.taskFinished('host-1'))
        web.get("/runs/$web.stored.lastRun")

        when:
        long begun = System.nanoTime()
        def answer = web.get("/runs/$web.stored.lastRun")

        then:
        answer.statusCode() == 200
        (answer.body() =~ /data-cell=/).size() == 8000
        System.nanoTime() - begun < 5_000_000_000L
    }
}

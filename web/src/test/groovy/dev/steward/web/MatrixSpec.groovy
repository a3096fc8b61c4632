package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
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

    @Row('U-20')
    def 'a running run tells its progress and what is left from the medians of each task on each host'() {
        given: 'rounds that took a minute for two hosts, one after the other, and one that was a check'
        3.times { round(['ct-1': 20, 'ct-2': 40]) }
        def log = running(['ct-1'])
        String page = "/runs/$web.stored.lastRun"

        when: 'half of the first host is over'
        web.time.advance(Duration.ofSeconds(10))

        then: 'of 60 s of work 10 are done'
        def facts = WebFixture.json(web.get('/api/v1' + page))
        facts.percent == 16
        facts.left == 50.0
        [page, '/runs', '/'].every { web.get(it).body().contains('about 50 s left') }
        web.get('/').body().contains('<progress max="100" value="16"')

        when:
        log.append(web.stored.taskFinished('ct-1'))

        then:
        WebFixture.json(web.get('/api/v1' + page)).with { [it.percent, it.left] } == [33, 40.0]

        when: 'the host that is left stands still'
        log.append(web.stored.play(['ct-1', 'ct-2']))
        log.append(web.stored.taskStarted('ct-2'))
        web.time.advance(Duration.ofMinutes(6))

        then: 'it is marked on every page where the run is seen, in the matrix and for programs'
        String mark = "'Upgrade packages' on ct-2 is silent for 6 min 00 s, it usually takes 40 s"
        [page, '/runs', '/'].every { web.get(it).body().replace('&#39;', "'").contains(mark) }
        web.get(page).body().contains('class="cell w-running stalled"')
        WebFixture.json(web.get('/api/v1' + page)).stalled == [[step: '0.0', task: 'Upgrade packages', host: 'ct-2', silent: 360.0, usual: 40.0]]
    }

    @Row('U-20')
    def 'a host that is new is measured by what the task takes elsewhere, and without a history nothing is said'() {
        given:
        running(['ct-9'])
        web.time.advance(Duration.ofMinutes(6))

        expect: 'no guess'
        def first = WebFixture.json(web.get("/api/v1/runs/$web.stored.lastRun"))
        [first.percent, first.left, first.stalled] == [null, null, []]
        !web.get("/runs/$web.stored.lastRun").body().contains('<progress')

        when:
        3.times { round(['ct-1': 30, 'ct-2': 40, 'ct-3': 50]) }
        running(['ct-9'])
        web.time.advance(Duration.ofMinutes(6))

        then:
        WebFixture.json(web.get("/api/v1/runs/$web.stored.lastRun")).stalled*.usual == [40.0]
    }

    /** A green round in which the hosts took so many seconds, one after the other. */
    private void round(Map<String, Integer> seconds) {
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(web.stored.play(seconds.keySet() as List))
        seconds.each { host, took ->
            log.append(web.stored.taskStarted(host))
            web.time.advance(Duration.ofSeconds(took))
            log.append(new RunEvent.TaskFinished('0.0', host, Status.OK, false, false, false, '', [:], [], 1, Duration.ofSeconds(took)))
        }
        log.append(web.stored.finished(RunStatus.OK, seconds.keySet() as List))
    }

    @Row(['U-12', 'W-01'])
    def 'failures that differ in nothing but what differs on every host are one: #what'() {
        given:
        def log = running(['ct-1', 'ct-2.example.org', 'ct-3'])
        log.append(web.stored.taskFinished('ct-1', Status.FAILED, one))
        log.append(web.stored.taskFinished('ct-2.example.org', Status.FAILED, other))
        log.append(web.stored.taskFinished('ct-3', Status.FAILED, 'no space left'))

        when:
        String body = web.get("/runs/$web.stored.lastRun").body()

        then:
        (body =~ /class="group /).size() == groups
        body.contains('<b>2 hosts</b>') == (groups == 2)

        where:
        what              | one                                   | other                                    || groups
        'numbers'         | 'the lock is held by 4711'            | 'the lock is held by 12'                 || 2
        'the host'        | 'ct-1 refused'                        | 'CT-2.example.org refused'               || 2
        'its short name'  | 'ct-1: dpkg was interrupted'          | 'ct-2: dpkg was interrupted'             || 2
        'temporary paths' | 'cannot read /tmp/steward.aXq91/run'  | 'cannot read /tmp/steward.Zr2Kw/run'     || 2
        'made names'      | 'unit tmp.aXqWsB failed'              | 'unit tmp.ZrKwPo failed'                 || 2
        'identifiers'     | 'job 1f0e5c3a-9d1b-4c55-8f3a-0123456789ab' | 'job 99aa5c3a-9d1b-4c55-8f3a-abcdef012345' || 2
        'hexadecimal'     | 'commit 9f8e7d6c5b4a'                 | 'commit 0a1b2c3d4e5f'                    || 2
        'nothing else'    | 'lock of apt'                         | 'lock of dpkg'                           || 3
        'no part of words'| 'ct-1x refused'                       | 'ct-2x.example.org refused at x'         || 3
    }

    @Row(['U-12', 'W-01'])
    def 'of five hundred hosts and fifty tasks a page holds a window, the worst hosts first'() {
        given:
        new BigRun(web).begin()
        String page = "/runs/$web.stored.lastRun"

        when:
        String body = web.get(page).body()

        then: 'the page is bounded, and what is wrong is on top in the order of its numbers'
        (body =~ /data-cell=/).size() == 1600
        body.length() < 700_000
        (body =~ /<th scope="row" class="host r-failed"><a href="[^"]+" title="([^"]+)"/).collect { it[1] } == (1..12).collect { "host-${it * 40}" as String }
        body.contains('Hosts 1 to 40 of 500, tasks 1 to 40 of 50')
        (body =~ /class="group /).size() == 1
        body.contains('and 4 more')

        when: 'a person without scripts goes on, and a script asks for a window of its own'
        String second = web.get((body =~ /href="([^"]+)"[^>]*>More hosts/)[0][1].replace('&amp;', '&') as String).body()
        String window = web.get("/parts$page/matrix?first=480&left=44&rows=10&columns=20").body()

        then:
        second.contains('Hosts 41 to 80 of 500')
        (window =~ /data-cell=/).size() == 60
        window.contains('data-first="480"')

        when: 'a failure alone'
        String key = (body =~ /group=([0-9a-f]+)/)[0][1]
        String alike = web.get("$page?group=$key").body()

        then:
        (alike =~ /<th scope="row"/).size() == 12
        alike.contains('12 hosts that failed alike')
    }
}

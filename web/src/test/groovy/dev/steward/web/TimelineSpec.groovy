package dev.steward.web

import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** When what of a run went on, drawn without scripts. */
class TimelineSpec extends Specification {

    private static final String STOP = 'UPID:pve1:000004AA:0006EF7C:6B0105C1:vzshutdown:101:root@pam!t2:'

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir, Instant.parse('2026-11-19T12:00:00Z')) }

    private void lasts(int seconds) { web.time.advance(Duration.ofSeconds(seconds)) }

    private static RunEvent done(String step, String host, Status status, int seconds) {
        new RunEvent.TaskFinished(step, host, status, false, false, false, '', [:], [], 1, Duration.ofSeconds(seconds))
    }

    private static RunEvent begun(String step, String name, String host) {
        new RunEvent.TaskStarted(step, name, host, Optional.empty(), 'shell', true)
    }

    private static RunEvent play(int number, String name, List<String> hosts) {
        new RunEvent.PlayStarted(number, name, 0, 1, hosts, [new RunEvent.TaskRef("${number}.0" as String, "$name now" as String, 'shell')])
    }

    private List<Map> bars(String body, String host) {
        String drawing = (body =~ /(?s)log\?host=${host}">.*?<\/svg>/)[0]
        (drawing =~ /<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)" height="(\d+)" class="g-(\w*)"><title>([^<]*)</).collect {
            [x: it[1] as double, y: it[2] as int, width: it[3] as double, status: it[5], words: it[6]]
        }
    }

    def 'each host has its tasks where they began and as long as they took, the worst host first, with what they began on the cluster'() {
        given: 'a minute of updates, then 40 s in which one host is stopped by the cluster'
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(play(0, 'Update', ['db-1', 'web-1']))
        ['db-1', 'web-1'].each { log.append(begun('0.0', 'Update now', it)) }
        lasts(30)
        log.append(done('0.0', 'db-1', Status.CHANGED, 30))
        lasts(30)
        log.append(done('0.0', 'web-1', Status.FAILED, 60))
        log.append(play(1, 'Stop', ['db-1', 'idle-1']))
        log.append(begun('1.0', 'Stop now', 'db-1'))
        lasts(10)
        log.append(new RunEvent.UpidStarted('1.0', 'db-1', 'home', STOP, 'shutdown CT 101 db-1', Optional.empty()))
        lasts(20)
        log.append(new RunEvent.UpidEnded('1.0', 'db-1', 'home', STOP, 'ok', 'OK', Duration.ofSeconds(20)))
        lasts(10)
        log.append(done('1.0', 'db-1', Status.CHANGED, 40))
        log.append(web.stored.finished(RunStatus.FAILED, ['db-1', 'web-1']))
        long run = web.stored.lastRun

        when:
        String body = web.get("/runs/$run/timeline").body()

        then: 'on a scale of 1000 for 100 s'
        bars(body, 'web-1') == [[x: 0.0, y: 0, width: 600.0, status: 'failed', words: 'Update now: failed, 1 min 00 s']]
        bars(body, 'db-1') == [
                [x: 0.0, y: 3, width: 300.0, status: 'changed', words: 'Update now: changed, 30 s'],
                [x: 600.0, y: 3, width: 400.0, status: 'changed', words: 'Stop now: changed, 40 s'],
                [x: 700.0, y: 18, width: 200.0, status: 'ok', words: 'shutdown CT 101 db-1: ok, 20 s']]
        bars(body, 'idle-1') == []
        (body =~ /log\?host=([\w-]+)">/).collect { it[1] } == ['web-1', 'db-1', 'idle-1']
        (body =~ /<span class="sep">([^<]*)</).collect { it[1] } == ['Update, 1 min 00 s', 'Stop, 40 s']
        (body =~ /(?s)ganttaxis.*?<\/div>/)[0].findAll(/<span>([^<]*)</) { it[1] } == ['0', '25 s', '50 s', '1 min 15 s', '1 min 40 s']

        and: 'what took longest leads to its task'
        (body =~ /<a href="(\/runs\/$run\/tasks\/[^"]+)">/).collect { it[1] } == ["/runs/$run/tasks/0.0/web-1", "/runs/$run/tasks/1.0/db-1", "/runs/$run/tasks/0.0/db-1"]*.toString()
        web.get("/runs/$run/tasks/1.0/db-1").statusCode() == 200
    }

    def 'what still runs goes on to now'() {
        given:
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(play(0, 'Update', ['web-1']))
        log.append(begun('0.0', 'Update now', 'web-1'))
        lasts(20)

        expect:
        bars(web.get("/runs/$web.stored.lastRun/timeline").body(), 'web-1') == [[x: 0.0, y: 3, width: 1000.0, status: 'running', words: 'Update now: running, 20 s']]
    }

    def 'many hosts are shown fifty at a time, and none is lost between the pages'() {
        given:
        def log = web.stored.begin()
        def hosts = (1..120).collect { "host-${it as String}" as String }
        log.append(web.stored.started())
        log.append(play(0, 'Update', hosts))
        hosts.each { log.append(begun('0.0', 'Update now', it)) }
        lasts(5)
        hosts.each { log.append(done('0.0', it, it == 'host-77' ? Status.FAILED : Status.OK, 5)) }
        long run = web.stored.lastRun

        when:
        def seen = []
        String next = "/runs/$run/timeline"
        while (next) {
            String body = web.get(next).body()
            seen << (body =~ /log\?host=([\w-]+)">/).collect { it[1] }
            next = (body =~ /rel="next" href="([^"]+)"/).with { it.find() ? it.group(1) : null }
        }

        then:
        seen*.size() == [50, 50, 20]
        seen[0][0] == 'host-77'
        seen.flatten().toSet() == hosts.toSet()
        web.get("/runs/$run/timeline?from=-1").statusCode() == 400
        web.get('/runs/999/timeline').statusCode() == 404
    }

    def 'a run that never began says so'() {
        given:
        web.store.runs().missed(web.stored.newRun(schedule: 'weekly'), 'was down')

        expect:
        web.get('/runs/1/timeline').body().contains('No host was reached by a play of this run.')
    }
}

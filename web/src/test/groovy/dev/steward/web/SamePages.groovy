package dev.steward.web

import dev.steward.runner.account.Role
import dev.steward.runner.store.alert.Alerts
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.time.temporal.ChronoUnit
import spock.lang.Specification
import spock.lang.TempDir

/** Two servers beside each other at one moment, with a past: each page and answer of theirs. */
abstract class SamePages extends Specification {

    static final List<String> PAGES = ['/', '/runs', '/runs?status=failed', '/schedules', '/audit', '/accounts', '/alerts', '/approvals', '/patches', '/inventory', '/estate',
                                       '/power', '/playbooks', '/playbooks/weekly-updates.groovy']
    static final List<String> ANSWERS = ['runs', 'alerts?all=true', 'silences', 'schedules', 'approvals', 'accounts']

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.now().truncatedTo(ChronoUnit.SECONDS))

    WebFixture server(String name) { new WebFixture(dir.resolve(name), time, null) }

    /** Runs of six weeks, people, alerts and what they said of them. */
    long past(WebFixture web) {
        Instant now = time.now()
        long last = new Estate(web).build(now)
        time.set(now)
        def people = new People(web)
        people.add('ada', Role.ADMIN)
        people.add('vera', Role.VIEWER)
        def ada = people.cookie('ada')
        people.post('/you/tokens', ada, 'name=nightly-backup&scope=operate&expires=90d')
        people.post('/runs/saved', ada, 'name=What+failed&query=' + URLEncoder.encode('?status=failed', 'UTF-8'))
        ['node/pve1', 'node/pve2'].each {
            web.store.alerts().raise(new Alerts.Draft("node:home/$it", 'node', 'home', it, 'error', "$it of home is offline", ''), now)
        }
        web.store.alerts().clear(1, 'back', now)
        def json = [Authorization: 'Bearer ' + WebFixture.TOKEN, 'Content-Type': 'application/json']
        assert web.post('/api/v1/silences', '{"kind": "node", "subject": "node/pve*", "for": "2h", "reason": "a move"}', json).statusCode() == 201
        last
    }

    String said(WebFixture web, String path, Map headers) {
        def answer = web.get(path, headers)
        answer.statusCode() + ' ' + answer.body().replace(web.url, 'URL').replaceAll(/(?<=csrf" value="|nonce=")[^"]+/, '').replaceAll(/(b|c)\/(state|playbooks)/, '$2')
    }

    Map<String, String> all(WebFixture web, List<String> paths, Map headers) { paths.collectEntries { [it, said(web, it, headers)] } }

    /** The first server after a start, so that what was at work is lost on both; and the number of its last run. Its file of before is in d. */
    List started() {
        def first = server('a')
        long last = past(first)
        first.close()
        Files.createDirectories(dir.resolve('b'))
        Files.move(dir.resolve('a/state'), dir.resolve('b/state'))
        Files.createDirectories(dir.resolve('d/state'))
        Files.copy(dir.resolve('b/state/steward.mv.db'), dir.resolve('d/state/steward.mv.db'))
        [server('b'), last]
    }

    /** Every page and answer of the one and of the other. */
    List<Map<String, String>> both(WebFixture one, WebFixture other, long last) {
        def cookies = [one, other].collect { [Cookie: new People(it).cookie('ada')] }
        def token = [Authorization: 'Bearer ' + WebFixture.TOKEN]
        def paths = PAGES + (1..last).collectMany { ["/runs/$it", "/runs/$it/about", "/runs/$it/log"]*.toString() }
        def answers = (ANSWERS + (1..last).collectMany { ["runs/$it", "runs/$it/events"]*.toString() }).collect { '/api/v1/' + it }
        [[one, cookies[0]], [other, cookies[1]]].collect { web, cookie -> all(web, paths, cookie) + all(web, answers, token) }
    }
}

package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.account.Role
import dev.steward.runner.store.alert.Alerts
import dev.steward.runner.store.backup.BackupFile
import dev.steward.runner.store.backup.BackupWriter
import dev.steward.runner.store.backup.Restoring
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.time.temporal.ChronoUnit
import spock.lang.Specification
import spock.lang.TempDir

/** Two servers beside each other at one moment: the one that was saved, and the one that was restored from that. */
class RestoredPagesSpec extends Specification {

    static final List<String> PAGES = ['/', '/runs', '/runs?status=failed', '/schedules', '/audit', '/accounts', '/alerts', '/approvals', '/patches', '/inventory', '/estate',
                                       '/power', '/playbooks', '/playbooks/weekly-updates.groovy']
    static final List<String> ANSWERS = ['runs', 'alerts?all=true', 'silences', 'schedules', 'approvals', 'accounts']

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.now().truncatedTo(ChronoUnit.SECONDS))

    private WebFixture server(String name) { new WebFixture(dir.resolve(name), time, null) }

    /** Runs of six weeks, people, alerts and what they said of them. */
    private long past(WebFixture web) {
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

    private String said(WebFixture web, String path, Map headers) {
        def answer = web.get(path, headers)
        answer.statusCode() + ' ' + answer.body().replace(web.url, 'URL').replaceAll(/(?<=csrf" value="|nonce=")[^"]+/, '').replaceAll(/(b|c)\/(state|playbooks)/, '$2')
    }

    private Map<String, String> all(WebFixture web, List<String> paths, Map headers) { paths.collectEntries { [it, said(web, it, headers)] } }

    @Row('S-12')
    def 'every page and answer of the restored server is as that of the saved one'() {
        given: 'a server that went through a start since, so that what was at work is lost on both'
        def first = server('a')
        long last = past(first)
        first.close()
        Files.createDirectories(dir.resolve('b'))
        Files.move(dir.resolve('a/state'), dir.resolve('b/state'))
        def saved = server('b')

        when:
        Path file = dir.resolve('backup.zip')
        Files.newOutputStream(file).withCloseable { new BackupWriter(saved.store.connections(), [:], '0.1.0').write(it, time.now()) }
        Files.createDirectories(dir.resolve('c/state'))
        BackupFile.open(file).withCloseable {
            it.verify()
            new Restoring(dir.resolve('c/state')).restore(it, time.now())
        }
        def restored = server('c')
        def cookies = [saved, restored].collect { [Cookie: new People(it).cookie('ada')] }
        def token = [Authorization: 'Bearer ' + WebFixture.TOKEN]
        def paths = PAGES + (1..last).collectMany { ["/runs/$it", "/runs/$it/about", "/runs/$it/log"]*.toString() }
        def answers = (ANSWERS + (1..last).collectMany { ["runs/$it", "runs/$it/events"]*.toString() }).collect { '/api/v1/' + it }
        def before = all(saved, paths, cookies[0]) + all(saved, answers, token)
        def after = all(restored, paths, cookies[1]) + all(restored, answers, token)

        then:
        before.keySet().findAll { before[it] != after[it] } == [] as Set

        and: 'which are pages, with what was done'
        after.findAll { !it.value.startsWith('200 ') }.keySet() == [] as Set
        after['/alerts'].contains('node/pve2 of home is offline')
        after['/accounts'].contains('vera')
        after["/runs/$last" as String].contains('lost')

        cleanup:
        saved?.close()
        restored?.close()
    }
}

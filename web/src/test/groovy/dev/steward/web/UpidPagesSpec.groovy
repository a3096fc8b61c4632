package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.proxmox.Upid
import dev.steward.runner.proxmox.task.TaskEnd
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** UPIDs as child rows on the pages and in the API. */
class UpidPagesSpec extends Specification {

    private static final String BACKUP = 'UPID:pve1:000004AA:0006EF7C:6B0105C1:vzdump:101:root@pam!t2:'
    private static final String START = 'UPID:pve2:000004AB:0006EF7D:6B0105C2:vzstart:102:root@pam!t2:'
    private static final String LINK = 'https://pve1.example.com:8006/#v1:0:=lxc%2F101:4:::::::'

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    private def begun() {
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(web.stored.play(['web-1']))
        log.append(web.stored.taskStarted('web-1'))
        log.append(new RunEvent.UpidStarted('0.0', 'web-1', 'home', BACKUP, 'back up CT 101 web-1', Optional.of(LINK)))
        log.append(new RunEvent.Output('0.0', 'web-1', BACKUP, 'INFO: starting new backup job\nINFO:  35% (5.6 GiB of 16.0 GiB) in 12s'))
        log.append(new RunEvent.UpidStarted('0.0', 'web-1', 'home', START, 'start CT 102 dns', Optional.empty()))
        log.append(new RunEvent.Output('0.0', 'web-1', START, "startup for container '102' failed"))
        log.append(new RunEvent.UpidEnded('0.0', 'web-1', 'home', START, 'failed', "startup for container '102' failed", Duration.ofSeconds(3)))
        log
    }

    @Row('U-19')
    def 'a run shows what runs on the cluster first, how far it is, and PVE page of it; a cell shows the live tail'() {
        given:
        begun()
        long run = web.stored.lastRun
        String cookie = web.signIn()

        when:
        String page = web.get("/parts/runs/$run", [Cookie: cookie]).body()
        String cell = web.get("/runs/$run/tasks/0.0/web-1", [Cookie: cookie]).body()

        then:
        page.indexOf('back up CT 101 web-1') < page.indexOf('start CT 102 dns')
        page.contains('vzdump 101 on pve1') && page.contains('value="35"') && page.contains(LINK)
        page.contains("startup for container &#39;102&#39; failed") || page.contains("startup for container '102' failed")
        page.count("/runs/$run/upids/cancel") == 1
        cell.contains('INFO:  35% (5.6 GiB of 16.0 GiB) in 12s')
        !web.get("/runs/$run").body().contains('upids/cancel')
    }

    def 'the log and the live page say what begins and how it ends'() {
        given:
        begun()

        when:
        String log = web.get("/runs/$web.stored.lastRun/log.txt").body()

        then:
        log.contains('back up CT 101 web-1 begins: vzdump 101 on pve1')
        log.contains("vzstart 102 on pve2 failed in 3.0 s: startup for container '102' failed")
    }

    def 'the API lists them, also after their run has ended without them'() {
        given:
        def log = begun()
        long run = web.stored.lastRun
        log.append(web.stored.finished(RunStatus.CANCELLED, ['web-1']))

        when:
        def before = WebFixture.json(web.get("/api/v1/runs/$run/upids")).upids
        web.store.upids().endedAlone('home', new TaskEnd(Upid.parse(BACKUP), TaskEnd.Result.OK, 0, 'OK', ['INFO: Finished', 'TASK OK']))
        def after = WebFixture.json(web.get("/api/v1/runs/$run/upids")).upids

        then:
        before.collect { [it.type, it.guest, it.status, it.exitStatus] } == [['vzdump', 101, 'running', null], ['vzstart', 102, 'failed', "startup for container '102' failed"]]
        after[0].status == 'ok'
        web.get("/runs/$run/tasks/0.0/web-1").body().contains('back up CT 101 web-1')
    }

    def 'a UPID is ended by its button and by the API, and a reason why not is told'() {
        given:
        begun()
        long run = web.stored.lastRun
        String cookie = web.signIn()

        expect:
        web.post("/runs/$run/upids/cancel", "csrf=${web.csrf(cookie)}&upid=" + URLEncoder.encode(BACKUP, 'UTF-8'), [Cookie: cookie]).with {
            it.statusCode() == 303 && it.headers().firstValue('Location').get().endsWith("/runs/$run")
        }
        web.post("/api/v1/runs/$run/upids/cancel", """{"upid": "$BACKUP", "force": true}""", ['Content-Type': 'application/json', Authorization: "Bearer $WebFixture.TOKEN"]).statusCode() == 202
        web.runs.asked == [['cancelUpid', run, BACKUP, 'admin', false], ['cancelUpid', run, BACKUP, 'admin', true]]

        when:
        web.runs.refuse = ['It has ended already.']
        def refused = web.post("/api/v1/runs/$run/upids/cancel", """{"upid": "$BACKUP"}""", ['Content-Type': 'application/json', Authorization: "Bearer $WebFixture.TOKEN"])

        then:
        refused.statusCode() == 422
        refused.body().contains('It has ended already.')
    }
}

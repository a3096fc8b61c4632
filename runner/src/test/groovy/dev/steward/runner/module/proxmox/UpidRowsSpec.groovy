package dev.steward.runner.module.proxmox

import dev.steward.house.Row
import dev.steward.runner.app.RunRefused
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunEvent.Output
import dev.steward.runner.event.RunEvent.UpidEnded
import dev.steward.runner.event.RunEvent.UpidStarted
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.PvePath
import dev.steward.runner.proxmox.task.TaskEnd
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** What PVE does for a run, as child rows of its tasks. */
class UpidRowsSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit
    def soon = new PollingConditions(timeout: 20, delay: 0.1)

    private static builder() {
        PveLab.cluster('lab').nodes(2).lxc(101, 'web-1') { it.running().shutsDownIn(Duration.ofSeconds(6)) }
                .lxc(102, 'dns') { it.node('pve2') }
                .qemu(201, 'deaf') { it.running().ignoresShutdown() }
    }

    private List rows(long run) { kit.runner.store().upids().of(run) }

    def 'a UPID is a child row of its task: begun, its log, ended'() {
        given:
        kit = new PveKit(folder, builder())

        when:
        def run = kit.tasks('dns', "task('t') { guest state: 'started' }")
        def begun = run.of(UpidStarted).first()
        def end = run.of(UpidEnded).first()

        then:
        begun.with { [it.host(), it.cluster(), it.action()] } == ['dns', 'home', 'start CT 102 dns']
        begun.upid() =~ /^UPID:pve2:.*:vzstart:102:root@pam!steward:$/
        begun.page().get() ==~ 'https://127\\.0\\.0\\.1:\\d+/#v1:0:=lxc%2F102:4:::::::'
        run.of(Output).findAll { it.stream() == begun.upid() }*.text().last() == 'TASK OK'
        end.with { [it.upid(), it.result(), it.exitStatus()] } == [begun.upid(), 'ok', 'OK']
        run.events.indexOf(begun) < run.events.findIndexOf { it instanceof Output } && run.events.indexOf(end) < run.events.indexOf(run.task())
        rows(run.run).with { [it*.upid()*.text(), it*.end()*.get()*.result(), it*.action(), it*.origin()*.get()*.host()] } == [[begun.upid()], ['ok'], ['start CT 102 dns'], ['dns']]
    }

    def 'a UPID that fails keeps the words of PVE; a task that hides its words hides these too'() {
        given:
        kit = new PveKit(folder, builder())

        when:
        kit.lab.fail('vzstart', 102, 'startup for container \'102\' failed')
        def run = kit.tasks('dns', "task('t') { guest state: 'started'; $more }")

        then:
        rows(run.run)[0].end().get().with { [it.result(), it.exitStatus()] } == ['failed', words]
        rows(run.run)[0].action() == action
        run.of(Output).any { it.text().contains('failed') } == shown

        where:
        more      || words                                   | action             | shown
        ''        || "startup for container '102' failed"    | 'start CT 102 dns' | true
        'noLog()' || 'hidden by noLog'                       | 'hidden by noLog'  | false
    }

    @Row('U-19')
    def 'a cancelled run ends a UPID that only waits, and the guest goes on running'() {
        given:
        kit = new PveKit(folder, builder(), new SystemTime())
        long id = kit.begin('deaf', "task('t') { guest state: 'shutdown', timeout: 600.seconds }")

        when:
        soon.eventually { assert rows(id).size() == 1 }
        kit.runner.runs().cancel(id, 'anna', false)
        def run = kit.await(id)

        then:
        run.status == 'cancelled'
        rows(id)[0].end().get().result() == 'cancelled'
        kit.lab.guest(201).running()
        kit.writes()*.split('/')*.first()*.trim() == ['POST', 'DELETE']
    }

    def 'a UPID whose end would leave something half done goes on when the run is cancelled, and its end is written down'() {
        given:
        kit = new PveKit(folder, PveLab.cluster('lab').lxc(102, 'dns') { }
                .pace(new dev.steward.runner.lab.pve.state.Pace(*[20, 50, 10, 5000, 10_000, 90_000, 5000].collect { Duration.ofMillis(it) })), new SystemTime())
        long id = kit.begin('dns', "task('t') { guest state: 'started' }")

        when:
        soon.eventually { assert rows(id).size() == 1 }
        kit.runner.runs().cancel(id, 'anna', false)
        def run = kit.await(id)

        then:
        run.status == 'cancelled'
        run.of(Output)*.text().any { it.contains('goes on: to end it now could leave it half done') }
        rows(id)[0].end().empty
        soon.eventually { assert rows(id)[0].end().get().result() == 'ok' }
        rows(id)[0].end().get().tail().contains('TASK OK')
        kit.lab.guest(102).running()
    }

    @Row('U-19')
    def 'a UPID that a dead process waited for is followed by the next one to its end'() {
        given: 'what a process leaves behind that is killed while it waits'
        kit = new PveKit(folder, builder(), new SystemTime())
        def api = kit.runner.estates().api('home')
        def upid = api.post(PvePath.of('nodes', 'pve1', 'lxc', 101, 'status', 'shutdown'), [timeout: 60]).upid().get()
        kit.shut()
        def left = new StoreFixture(folder.resolve('state'), kit.time)
        def log = left.begin()
        log.append(StoreFixture.started())
        log.append(StoreFixture.play(['web-1']))
        log.append(StoreFixture.taskStarted('web-1'))
        log.append(new UpidStarted('0.0', 'web-1', 'home', upid.text(), 'shutdown CT 101 web-1', Optional.empty()))
        left.close()

        when:
        kit.open()

        then:
        kit.result(left.lastRun).status == 'lost'
        rows(left.lastRun)[0].end().empty
        soon.eventually { assert rows(left.lastRun)[0].end().get().result() == 'ok' }
        kit.runner.store().upids().open().isEmpty()
        !kit.lab.guest(101).running()
    }

    def 'a process killed after it saw a UPID end and before it wrote down what PVE says of it: the next one asks for the words, #what'() {
        given:
        kit = new PveKit(folder, builder(), new SystemTime())
        kit.lab.fail('vzshutdown', 101, 'container hung')
        def api = kit.runner.estates().api('home')
        def upid = api.post(PvePath.of('nodes', 'pve1', 'lxc', 101, 'status', 'shutdown'), [timeout: 60]).upid().get()
        soon.eventually { assert api.get(PvePath.of('nodes', 'pve1', 'tasks', upid.text(), 'status'), [:]).data().path('status').asText() == 'stopped' }
        kit.shut()
        def left = new StoreFixture(folder.resolve('state'), kit.time)
        def log = left.begin()
        log.append(StoreFixture.started())
        log.append(StoreFixture.play(['web-1']))
        log.append(StoreFixture.taskStarted('web-1'))
        log.append(new UpidStarted('0.0', 'web-1', 'home', upid.text(), action, Optional.empty()))
        left.store.upids().ended('home', new TaskEnd(upid, TaskEnd.Result.FAILED, 0, 'container hung', []))
        left.close()

        when:
        kit.open()

        then:
        soon.eventually { assert rows(left.lastRun)[0].end().get().exitStatus() == words }
        rows(left.lastRun)[0].end().get().result() == 'failed'
        kit.runner.store().upids().open().empty

        where:
        what                          | action                  || words
        'once'                        | 'shutdown CT 101 web-1' || 'container hung'
        'but not where noLog hid them' | 'hidden by noLog'      || ''
    }

    def 'a person ends one UPID; what that would leave half done only by force'() {
        given:
        kit = new PveKit(folder, builder(), new SystemTime())
        long id = kit.begin('deaf', "task('t') { guest state: 'shutdown', timeout: 600.seconds }")
        soon.eventually { assert rows(id).size() == 1 }

        when:
        kit.runner.runs().cancelUpid(id, 'UPID:pve1:00000001:00000002:00000003:vzstart:1:a@b:', 'anna', false)

        then:
        RunRefused e = thrown()
        e.problems()[0].contains('began no UPID')

        when:
        kit.runner.runs().cancelUpid(id, rows(id)[0].upid().text(), 'anna', false)
        def run = kit.await(id)

        then:
        run.status == 'failed'
        rows(id)[0].end().get().result() == 'cancelled'

        when:
        kit.runner.runs().cancelUpid(id, rows(id)[0].upid().text(), 'anna', false)

        then:
        e = thrown()
        e.problems()[0].contains('has ended already')
    }

    def 'events of before still load, and those of a UPID are events like others'() {
        given:
        def json = new dev.steward.runner.event.EventJson()
        def begun = new UpidStarted('0.0', 'web-1', 'home', 'UPID:x', 'start', Optional.of('https://pve1:8006/'))

        expect:
        json.read('upidStarted', json.write(begun)) == begun
        json.read('output', '{"step":"0.0","host":"a","stream":"log","text":"x"}') == new Output('0.0', 'a', 'log', 'x')
    }
}

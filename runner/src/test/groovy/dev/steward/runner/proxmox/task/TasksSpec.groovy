package dev.steward.runner.proxmox.task

import static dev.steward.runner.proxmox.http.ScriptedPve.*

import dev.steward.house.Row
import dev.steward.runner.proxmox.PveException
import dev.steward.runner.proxmox.PveException.Kind
import dev.steward.runner.proxmox.Upid
import dev.steward.runner.proxmox.http.ClientSpec
import dev.steward.runner.proxmox.http.ScriptedPve
import dev.steward.runner.proxmox.task.TaskEnd.Result
import java.time.Duration
import java.time.Instant

class TasksSpec extends ClientSpec {

    private static final Upid UPID = Upid.parse('UPID:pve1:000004AA:0006EF7C:6B0105C1:vzstart:101:root@pam!t2:')

    private final List<String> kept = []
    private final List<Instant> polls = []
    private final List<String> lines = []
    private final List<String> troubles = []
    private final UpidStore store = [
            started: { String cluster, Upid upid -> kept << "started $cluster $upid.type polls ${polls.size()}".toString() },
            ended: { String cluster, TaskEnd end -> kept << "ended $cluster ${end.result()}".toString() }] as UpidStore
    private final TaskWatcher watcher = new TaskWatcher() {
        void line(long number, String text) { lines << "$number $text".toString() }

        void trouble(String message) { troubles << message }
    }

    /** Answers status after status; the log grows with them. */
    private ScriptedPve pve(List<Map> statuses, Closure<List<String>> log = { ['TASK OK'] }) {
        server { request ->
            if (request.path().endsWith('/log')) {
                def all = log(polls.size())
                int start = (request.query() =~ /start=(\d+)/)[0][1] as int
                int limit = (request.query() =~ /limit=(\d+)/)[0][1] as int
                def page = all.withIndex(1).drop(start).take(limit).collect { text, n -> [n: n, t: text] }
                return ok(page, [total: all.size()])
            }
            if (request.method == 'DELETE') {
                statuses.clear()
                statuses << [status: 'stopped', exitstatus: 'interrupted by signal']
                return ok(null)
            }
            polls << time.now()
            def status = statuses.size() > 1 ? statuses.remove(0) : statuses[0]
            status.error ? error(status.error as int, status.reason as String, (status.errors ?: [:]) as Map) : ok(status)
        }
    }

    private TaskEnd follow(ScriptedPve pve, TaskBudget budget = TaskBudget.of(Duration.ofSeconds(120))) {
        new Tasks(store, time).follow(client(pve), UPID, budget, watcher)
    }

    private static final Map RUNNING = [status: 'running']

    @Row('X-19')
    def 'a UPID ends with "#exit" as #result'() {
        when:
        def end = follow(pve([RUNNING, [status: 'stopped', exitstatus: exit]]))

        then:
        end.result() == result
        end.ok() == ok
        end.over()
        end.warnings() == warnings
        end.failure('start') == failure
        kept == ['started home vzstart polls 0', "ended home $result"]

        where:
        exit                                     || result          | ok    | warnings | failure
        'OK'                                     || Result.OK       | true  | 0        | ''
        'WARNINGS: 3'                            || Result.WARNINGS | true  | 3        | ''
        'WARNINGS: x'                            || Result.FAILED   | false | 0        | 'proxmox task for start failed: WARNINGS: x'
        'VM quit/powerdown failed - got timeout' || Result.FAILED   | false | 0        | 'proxmox task for start failed: VM quit/powerdown failed - got timeout'
        'received interrupt'                     || Result.CANCELLED | false | 0       | 'proxmox task for start failed: received interrupt'
        'Connection reset by peer '              || Result.FAILED   | false | 0        | 'proxmox task for start failed: Connection reset by peer'
    }

    def 'what a failed UPID says can be acted on'() {
        expect:
        follow(pve([[status: 'stopped', exitstatus: exit]])).kind() == Optional.ofNullable(kind)

        where:
        exit                                                            || kind
        'VM is locked (snapshot)'                                       || Kind.BUSY
        'Failed to obtain guest migration lock - replication running?'  || Kind.BUSY
        'VM 200 already running'                                        || Kind.STATE
        'job errors'                                                    || null
        'OK'                                                            || null
    }

    def 'it is asked at least a second apart, more seldom later'() {
        when:
        def end = follow(pve([RUNNING] * 40 + [[status: 'stopped', exitstatus: 'OK']]), TaskBudget.of(Duration.ofMinutes(10)))
        def pauses = [polls.tail(), polls].transpose().collect { later, earlier -> Duration.between(earlier, later).toSeconds() }

        then:
        end.ok()
        pauses.min() == 1
        pauses.max() == 5
        pauses == pauses.sort(false)
    }

    def 'the log is shown while it grows, each line once'() {
        when:
        follow(pve([RUNNING, RUNNING, RUNNING, [status: 'stopped', exitstatus: 'OK']]) { poll ->
            poll == 1 ? ['no content'] : poll < 4 ? (2..poll).collect { "line $it".toString() } : ['line 2', 'line 3', 'TASK OK']
        })

        then:
        lines == ['1 line 2', '2 line 3', '3 TASK OK']
    }

    def 'a long log comes whole; its end is kept'() {
        when:
        def end = follow(pve([[status: 'stopped', exitstatus: 'OK']]) { (1..1203)*.toString() })

        then:
        lines.size() == 1203
        lines.last() == '1203 1203'
        end.tail() == (1154..1203)*.toString()
    }

    def 'an end without a word is read again after a second: #what'() {
        when:
        def end = follow(pve([[status: 'stopped', exitstatus: 'unexpected status'], second]))

        then:
        end.result() == result
        polls.size() == 2
        Duration.between(polls[0], polls[1]) == Duration.ofSeconds(1)

        where:
        what                     | second                                                 || result
        'its last line was late' | [status: 'stopped', exitstatus: 'OK']                  || Result.OK
        'its worker was killed'  | [status: 'stopped', exitstatus: 'unexpected status']   || Result.UNKNOWN
        'nothing is said'        | [status: 'stopped']                                    || Result.UNKNOWN
    }

    def 'a node that is gone for a while is asked until it is back'() {
        when:
        def end = follow(pve([RUNNING] + [[error: 595, reason: 'No route to host']] * 3 + [[status: 'stopped', exitstatus: 'OK']]))

        then:
        end.ok()
        troubles.size() == 3
        troubles[0].contains('No route to host')
    }

    def 'a node that stays gone leaves the UPID open, to be followed again'() {
        when:
        def end = follow(pve([RUNNING, [error: 595, reason: 'No route to host']]))

        then:
        end.result() == Result.LOST
        !end.over()
        end.exitStatus().contains('No route to host')
        kept == ['started home vzstart polls 0']
        Duration.between(polls[0], polls.last()) >= Duration.ofSeconds(120)
    }

    def 'a UPID that PVE knows no more is over, and nobody knows how'() {
        when:
        def end = follow(pve([[error: 400, reason: 'Parameter verification failed.', errors: [upid: 'no such task']]]))

        then:
        end.result() == Result.UNKNOWN
        end.over()
    }

    def 'who may not look is told so at once'() {
        when:
        follow(pve([[error: 403, reason: 'Permission check failed (/nodes/pve1, Sys.Audit)']]))

        then:
        def e = thrown(PveException)
        e.kind() == Kind.FORBIDDEN
        kept == ['started home vzstart polls 0']
    }

    def 'when its time is up, it #what'() {
        given:
        def pve = pve([RUNNING])

        when:
        def end = follow(pve, budget)

        then:
        end.result() == result
        pve.requests.count { it.method == 'DELETE' } == deletes
        kept.size() == (end.over() ? 2 : 1)

        where:
        what                            | budget                                        || result           | deletes
        'goes on alone'                 | TaskBudget.of(Duration.ofSeconds(30))         || Result.RUNNING   | 0
        'is cancelled and awaited'      | TaskBudget.orCancel(Duration.ofSeconds(30))   || Result.CANCELLED | 1
    }

    def 'it can be cancelled from beside'() {
        given:
        def pve = pve([RUNNING])
        def tasks = new Tasks(store, time)

        when:
        tasks.cancel(client(pve), UPID)

        then:
        pve.requests*.toString() == ["DELETE ${UPID.path().encoded()}"]
        follow(pve).result() == Result.CANCELLED
    }

    @Row('X-19')
    def 'an interrupt returns at once; the UPID goes on and stays in the store'() {
        given:
        def pve = pve([RUNNING])

        when:
        Thread.currentThread().interrupt()
        follow(pve)

        then:
        thrown(InterruptedException)
        kept == ['started home vzstart polls 0']
        pve.requests.count { it.method == 'DELETE' } == 0
    }

    def 'what was kept before a restart is followed to its end after it'() {
        given:
        def pve = pve([[status: 'stopped', exitstatus: 'OK']])

        when: 'a new process has nothing but the text'
        def end = new Tasks(store, time).follow(client(pve), Upid.parse(UPID.text()), TaskBudget.of(Duration.ofSeconds(5)), watcher)

        then:
        end.ok()
        kept.last() == 'ended home OK'
    }
}

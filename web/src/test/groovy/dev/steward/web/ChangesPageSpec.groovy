package dev.steward.web

import static dev.steward.runner.store.StoreFixture.*

import dev.steward.runner.event.Diff
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The page of what a run changed. */
class ChangesPageSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    private RunEvent changed(String host, String name, int count) {
        new RunEvent.TaskFinished('0.0', host, Status.CHANGED, false, false, true, '', [:],
                (1..count).collect { new Diff("$name-$it", 'old', "new $it") }, 1, Duration.ofMillis(3))
    }

    private String page(List<RunEvent> events) {
        def log = web.stored.begin()
        ([started(), play(['web-1', 'db-1'])] + events + [finished(RunStatus.OK, ['web-1', 'db-1'])]).each { log.append(it) }
        def answer = web.get("/runs/${web.stored.lastRun}/diff", [Cookie: web.signIn()])
        assert answer.statusCode() == 200
        answer.body()
    }

    def 'changes that lie megabytes of output apart are all there, those alike in one place'() {
        when:
        def body = page([changed('web-1', 'first', 1), *(1..400).collect { output('web-1', ('x' * 99 + '\n') * 100) }, changed('db-1', 'first', 1), changed('db-1', 'last', 1)])

        then:
        body.count('first-1') == 1
        body.contains('last-1')
        body.contains('db-1')
        !body.contains('There is more')
    }

    def 'of many changes it shows two hundred, and says that there is more'() {
        when:
        def body = page([changed('web-1', 'some', 150), changed('db-1', 'other', 150)])

        then:
        body.contains('other-50')
        !body.contains('other-51')
        body.contains('There is more')
    }
}

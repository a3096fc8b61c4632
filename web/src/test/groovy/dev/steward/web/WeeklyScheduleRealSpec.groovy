package dev.steward.web

import com.microsoft.playwright.Page
import dev.steward.house.Row
import dev.steward.real.RealHosts
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The shipped weekly round on real hosts, begun by its schedule, and a host run from the page: one server for all. */
@Stepwise
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class WeeklyScheduleRealSpec extends Specification {

    static final List<String> SCENARIOS = ['small', 'reboot', 'slow', 'reboot', 'reboot']

    @Shared @TempDir Path dir
    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(SCENARIOS.size(), SCENARIOS, 2)
    @Shared @AutoCleanup Packaged steward
    @Shared Map<Integer, String> boots
    @Shared long run

    PollingConditions soon = new PollingConditions(timeout: 90, delay: 0.2)

    def setupSpec() {
        boots = (1..SCENARIOS.size()).collectEntries { [it, boot(it)] }
        hosts.bootDelay(4, 3)
        steward = new Packaged(dir)
        steward.serve("""
            playbooks: ${Packaged.PLAYBOOKS}
            inventory: ${hosts.inventory()}
            schedules:
              weekly-updates:
                playbook: weekly-updates.groovy
                cron: '0/5 * * * * ?'
                vars: {autoReboot: true, rebootDelay: 1s}
            """.stripIndent())
    }

    private String boot(int n) { hosts.judge(n, 'cat /proc/sys/kernel/random/boot_id').strip() }

    private List<Map> rows(String status) { steward.get("/api/v1/runs?schedule=weekly-updates&status=$status").runs }

    /** The open question about a host, once it is asked. */
    private Map question(long run, String host) {
        soon.eventually { assert steward.get("/api/v1/runs/$run").questions*.host == [host] }
        steward.get("/api/v1/runs/$run").questions[0]
    }

    private void answer(long run, Map question, boolean go) {
        steward.post("/api/v1/runs/$run/answer", [step: question.step, host: question.host, go: go])
    }

    @Row('P-35')
    def 'the schedule begins the weekly round, and what comes while it runs is a row that says so'() {
        when:
        soon.eventually {
            assert rows('running').size() == 1
            assert rows('missed').size() > 0
        }
        def row = rows('running')[0]
        run = row.id

        then:
        row.cause == [kind: 'schedule', name: 'weekly-updates']
        row.playbook == 'Weekly updates'
        Instant.parse(row.scheduledAt as String).epochSecond % 5 == 0
        rows('missed').every { it.message == "run $run of an earlier fire was still going" as String }
    }

    @Row(['P-40', 'N-38'])
    def 'a job that was switched off does not run and says so'() {
        when:
        def said = steward.call('schedule', 'pause', 'weekly-updates')

        then:
        said.text == 'Schedule weekly-updates is paused: it does not run.'
        steward.call('schedule', 'list').text =~ /weekly-updates .* paused by \S+: it does not run/

        and: 'its fires are rows that say it too'
        soon.eventually { assert rows('missed')[0].message.startsWith('the schedule is paused by ') }
    }

    @Row(['P-34', 'P-31', 'P-54'])
    def 'containers first, then the virtual machines one by one, each asked about for a minute'() {
        when: 'the first virtual machine is about to be rebooted'
        def first = question(run, 'host-4')

        then: 'the containers are done, the other machine has not been touched'
        def left = Duration.between(Instant.now(), Instant.parse(first.until as String))
        left > Duration.ofSeconds(40) && left <= Duration.ofSeconds(60)
        boot(2) != boots[2]
        boot(4) == boots[4]
        hosts.judge(5, "dpkg-query -W -f '\${Version}' lab-reboot") == '1.0'

        when:
        answer(run, first, true)
        def second = question(run, 'host-5')

        then: 'the former machine is back, without its flag, before the next is touched'
        boot(4) != boots[4]
        def events = steward.events(run)
        number(events, 'taskFinished', 'host-4', 'The reboot is no longer required') < number(events, 'taskStarted', 'host-5', 'Upgrade packages')
        events.findAll { it.kind == 'taskFinished' && it.event.host in ['host-1', 'host-2', 'host-3'] }*.number.max() <
                events.findAll { it.kind == 'taskStarted' && it.event.host in ['host-4', 'host-5'] }*.number.min()

        when:
        answer(run, second, true)
        soon.eventually { assert steward.get("/api/v1/runs/$run").status != 'running' }

        then:
        boot(5) != boots[5]
        ['lab-small': 1, 'lab-reboot': 2, 'lab-slow': 3].every { name, n -> hosts.judge(n, "dpkg-query -W -f '\${Version}' $name") == '2.0' }
    }

    private static long number(List<Map> events, String kind, String host, String task) {
        def step = events.find { it.kind == 'taskStarted' && it.event.host == host && it.event.name == task }.event.step
        events.find { it.kind == kind && it.event.host == host && it.event.step == step }.number as long
    }

    @Row(['P-60', 'P-39'])
    def 'one run tells all of it afterwards: every event, the log, the time it took'() {
        when:
        def facts = steward.get("/api/v1/runs/$run")
        def events = steward.events(run)

        then:
        facts.status == 'ok'
        facts.exit == 0
        facts.took > 15
        Duration.between(Instant.parse(facts.started as String), Instant.parse(facts.finished as String)).seconds == (facts.took as double).intValue()
        facts.recap.keySet() == (1..5).collect { "host-$it" as String }.toSet()
        facts.recap.values().every { it.failed == 0 && it.changed > 0 }

        and:
        events*.number == (1..facts.lastEvent).toList()
        events[0].kind == 'runStarted'
        events[-1].kind == 'runFinished'
        ['Setting up lab-small (2.0)', 'lab-slow: step 14'].every { steward.text("/api/v1/runs/$run/log").contains(it) }

        and: 'how long each machine was away'
        def away = events.findAll { it.kind == 'taskFinished' && it.event.message =~ /rebooted; back after/ }
                .collectEntries { [it.event.host, (it.event.message =~ /back after (\d+) s/)[0][1] as int] }
        away.keySet() == ['host-2', 'host-4', 'host-5'] as Set
        away['host-4'] in 3..60

        and: 'it is the only one: none began beside it, or while the schedule was off'
        steward.get('/api/v1/runs?status=!missed').runs*.id == [run]
    }

    def 'from the page: sign in, limit it to one host, run it, watch it live, see what the API tells'() {
        given: 'another upgrade on host-1'
        hosts.judge(1, 'echo "deb [trusted=yes] file:/srv/repo/dist ./" > /etc/apt/sources.list')
        def browser = new Browser()
        Page page = browser.page(origin: steward.url)

        when:
        page.navigate("$steward.url/playbooks/update-lxc-containers.groovy")
        page.click('text=Sign in to run')
        page.fill('[name=token]', steward.token)
        page.click('main button')
        page.fill('#limit', 'host-1')
        page.waitForSelector('#reach:has-text("1 host")')
        page.click('#runform button')
        page.waitForURL('**/runs/*')
        long mine = (page.url() =~ /\d+$/)[0] as long

        then: 'the log comes by itself, down to the end'
        page.waitForSelector('#log .x:has-text("Setting up lab-added (2.0)")', new Page.WaitForSelectorOptions().setTimeout(30_000))
        page.waitForSelector('#log .x:has-text("Run ok, exit 0")', new Page.WaitForSelectorOptions().setTimeout(30_000))
        page.waitForSelector('#head[data-status=ok]')
        hosts.judge(1, "dpkg-query -W -f '\${Version}' lab-needs") == '2.0'

        when:
        def facts = steward.get("/api/v1/runs/$mine")

        then: 'page and API agree'
        facts.status == page.getAttribute('#head', 'data-status')
        page.locator('#head h1').innerText() == "#$mine $facts.playbook"
        page.locator('#head').innerText().contains('limit host-1')
        facts.options.limit == 'host-1'
        facts.cause == [kind: 'person', name: 'admin']
        facts.recap.keySet() == ['host-1'] as Set
        facts.recap['host-1'].changed == 1
        page.locator('.matrix tbody th').allInnerTexts() == facts.inventory
        page.locator('.matrix a.w-changed').count() == facts.recap['host-1'].changed
        browser.complaints == []

        cleanup:
        browser?.close()
    }

    @Row('P-31')
    def 'an operator who says stop on the page keeps the machine up, and the run goes on and ends well'() {
        given: 'a machine that asks for a reboot'
        hosts.judge(5, 'touch /run/reboot-required')
        String before = boot(5)
        def browser = new Browser()
        Page page = browser.page(origin: steward.url)

        when:
        long mine = steward.post('/api/v1/runs', [playbook: 'update-docker-vms.groovy', limit: 'host-5', vars: [autoReboot: true]]).id
        question(mine, 'host-5')
        page.navigate("$steward.url/sign-in?next=/runs/$mine")
        page.fill('[name=token]', steward.token)
        page.click('main button')
        page.waitForSelector('.ask:has-text("host-5 is about to be rebooted")')
        page.click('.ask button[value=stop]')
        page.waitForSelector('#head[data-status=ok]')

        then:
        boot(5) == before
        def facts = steward.get("/api/v1/runs/$mine")
        facts.exit == 0
        steward.events(mine).any { it.kind == 'taskFinished' && it.event.message == 'Reboot of host-5 cancelled; it is still required' }
        facts.cause == [kind: 'api', name: 'admin']
        steward.events(mine).find { it.kind == 'confirmAnswered' }.event.subMap(['host', 'go', 'by']) == [host: 'host-5', go: false, by: 'admin']
        !steward.events(mine).any { it.kind == 'taskStarted' && it.event.module == 'reboot' }

        cleanup:
        browser?.close()
    }
}

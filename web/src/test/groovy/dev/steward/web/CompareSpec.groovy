package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.event.Diff
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.store.NewRun
import java.nio.file.Path
import java.time.Duration
import java.util.regex.Pattern
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class CompareSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    /** A run whose tasks end as told: [[step, task, host, status, message, seconds, diff]]. */
    private long run(Map how = [:], List<List> cells) {
        def plain = web.stored.newRun(how)
        long id = web.store.runs().create(new NewRun(plain.playbook(), plain.file(), plain.sources(), how.inventory ?: plain.inventory(),
                how.vars ?: plain.parameters(), plain.options(), plain.cause(), Optional.empty(), Optional.empty()))
        def log = web.store.runs().logFor(id, web.store.runs().claim(id).epoch())
        log.append(web.stored.started())
        log.append(new RunEvent.PlayStarted(0, 'Update', 0, 1, cells*.get(2).unique(), cells.collect { [it[0], it[1]] }.unique().collect { new RunEvent.TaskRef(it[0], it[1], 'apt') }))
        cells.findAll { it[3] }.collect { it + [null] * (7 - it.size()) }.each { step, task, host, status, message, seconds, diff ->
            log.append(new RunEvent.TaskFinished(step, host, status, false, false, status == Status.CHANGED, message, [:], diff ? [diff] : [], 1, Duration.ofSeconds(seconds ?: 1)))
        }
        log.append(web.stored.finished(how.ended ?: RunStatus.OK, cells*.get(2).unique()))
        id
    }

    private static List<List<String>> rows(String body) {
        (body =~ /(?s)<tr data-row><td class="k">(.*?)<\/td><td class="t">(.*?)<\/td><td class="h">(.*?)<\/td>\s*<td class="s">(.*?)<\/td>\s*<td class="s">(.*?)<\/td><\/tr>/).collect { row ->
            row[1..5].collect { (it as String).replaceAll(/(?s)<svg.*?<\/svg>/, '').replaceAll(/<[^>]+>/, ' ').replaceAll(/\s+/, ' ').strip() }
        }
    }

    @Row(['W-05', 'U-14'])
    def 'beside the last green run: what ended, said, changed or took differently, by task and host, the worst first'() {
        given: 'a task is written before the others since, so that every number of a task moved'
        def hosts = (1..10).collect { "ct-$it" as String }
        def config = { String text -> new Diff('/etc/apt.conf', '', text) }
        run([text: 'first'], hosts.collect { ['0.0', 'Upgrade', it, Status.OK, '0 packages', 10] } + hosts.collect { ['0.1', 'Configure', it, Status.CHANGED, '', 1, config('a\n')] })
        long green = run([text: 'playbook one'], hosts.collect { ['0.0', 'Upgrade', it, Status.OK, '0 packages', 10] } +
                hosts.collect { ['0.1', 'Configure', it, Status.CHANGED, '', 1, config('a\n')] } + [['0.2', 'Old', 'ct-1', Status.OK, '']])
        run([ended: RunStatus.FAILED], [['0.0', 'Upgrade', 'ct-1', Status.FAILED, 'other']])
        long now = run([text: 'playbook two', ended: RunStatus.FAILED, vars: [autoReboot: true], inventory: '{"web-1":{"ansible_host":"192.0.2.7"},"ct-11":{}}'],
                [['0.0', 'Facts', 'ct-1', Status.OK, '']] +
                hosts.collect { int n = (it - 'ct-') as int; ['0.1', 'Upgrade', it, n <= 9 ? Status.FAILED : Status.OK, n <= 9 ? "lock held on $it by ${n * 77}" as String : '0 packages', n == 10 ? 45 : 10] } +
                hosts.collect { it == 'ct-1' ? ['0.2', 'Configure', it, null] : ['0.2', 'Configure', it, Status.CHANGED, '', 1, config(it == 'ct-3' ? 'b\n' : 'a\n')] } + [['0.1', 'Upgrade', 'ct-11', Status.OK, '']])

        when:
        String body = web.get("/runs/$now/compare").body()

        then:
        rows(body) == [
                ['ended differently', 'Upgrade', '9 hosts ct-1 ct-2 ct-3 ct-4 ct-5 ct-6 ct-7 ct-8 and 1 more', 'ok 0 packages', 'failed lock held on ct-1 by 77'],
                ['ended differently', 'Configure', '1 host ct-1', 'changed', 'not reached'],
                ['changed something else', 'Configure', '1 host ct-3', 'changed', 'changed'],
                ['took another time', 'Upgrade', '1 host ct-10', 'ok 10 s', 'ok 45 s']]
        body.contains("<a href=\"/runs/$green\">")
        body.contains('the last that went well')
        body.contains("<a href=\"/runs/$now/tasks/0.1/ct-2\">ct-2</a>")
        body.contains("<a href=\"/runs/$green/tasks/0.1/ct-1\">")
        body.contains('<dt>Hosts only now</dt><dd>ct-11</dd>')
        body.contains('<dt>Tasks only now</dt><dd>Facts</dd>')
        body.contains('<dt>Tasks only then</dt><dd>Old</dd>')

        and: 'script, values and inventory'
        body.contains('- playbook one')
        body.contains('+ playbook two')
        body.replaceAll(/\s+/, '') =~ Pattern.quote('<th scope="row">autoReboot</th><td><code>false</code></td><td><code>true</code></td>'.replaceAll(/\s+/, ''))
        body.contains('web-1: ansible_host')
        body.contains('ct-11')

        and: 'the same as facts'
        with(web.json(web.get("/api/v1/runs/$now/compare"))) {
            other == green
            groups*.kind == ['status', 'status', 'diff', 'time']
            groups[0].hosts.size() == 9
            only.hostsNow == ['ct-11']
        }
    }

    @Row(['W-05', 'U-14'])
    def 'beside any other, by an address that says both; nothing that differs is said as well'() {
        given:
        def cells = [['0.0', 'Upgrade', 'ct-1', Status.OK, '', 1]]
        long one = run(cells)
        long two = run(cells)
        long three = run(cells)

        when:
        String body = web.get("/runs/$one/compare?with=$three").body()

        then:
        rows(body) == []
        body.contains('None: 1 of 1 tasks on hosts went as they did then.')
        body.contains('The same script, values and inventory.')
        body.contains("href=\"/runs/$one/compare?with=$three\"")
        body.contains("href=\"/runs/$one/compare?with=$two\"")
    }

    @Row('W-05')
    def 'where nothing went well before, where it is itself, and where there is no such run: #query'() {
        given:
        long one = run([ended: RunStatus.FAILED], [['0.0', 'Upgrade', 'ct-1', Status.FAILED, 'no']])

        expect:
        web.get("/runs/$one/compare$query").statusCode() == status
        web.get("/runs/$one/compare$query").body().contains(said)
        web.get("/api/v1/runs/$one/compare$query").statusCode() == status

        where:
        query        || status | said
        ''           || 200    | 'No run of Weekly updates went well before this one.'
        '?with=1'    || 400    | 'A run does not differ from itself'
        '?with=4711' || 404    | 'There is no run 4711'
        '?with=x'    || 400    | 'must be a number'
    }

    def 'of a run of 500 hosts and 50 tasks the comparison is bounded'() {
        given:
        def big = new BigRun(web)
        big.begin()
        long one = web.stored.lastRun
        big.begin()

        when:
        def answer = web.get("/runs/$web.stored.lastRun/compare?with=$one")

        then:
        answer.statusCode() == 200
        answer.body().length() < 200_000
        answer.body().contains('None: 25000 of 25000')
    }
}

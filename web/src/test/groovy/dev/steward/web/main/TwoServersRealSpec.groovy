package dev.steward.web.main

import com.microsoft.playwright.Page
import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.runner.event.EventJson
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.web.Browser
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Two steward serve, as processes with a state directory each, on one real PostgreSQL: what one does is seen and steered on the other. */
@Timeout(300)
class TwoServersRealSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup PostgresLab database = new PostgresLab()
    @AutoCleanup Browser browser = new Browser()
    @AutoCleanup RealHosts hosts
    List<Launched> servers = []
    List<Integer> ports = [Launched.freePort(), Launched.freePort()]
    String token
    def soon = new PollingConditions(timeout: 60, delay: 0.1)

    def setup() {
        database.start()
        database.ask("create role steward login password '$PostgresLab.PASSWORD'")
        String name = database.fresh()
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        ['the-first', 'the-second'].each { called ->
            Files.writeString(dir.resolve("${called}.yml"), """\
                inventory: hosts.yml
                playbooks: .
                schedules: {}
                server: {name: $called}
                store: {url: 'postgresql://steward@127.0.0.1:${database.port}/$name', password: secret('store')}
                """.stripIndent())
        }
        Files.writeString(dir.resolve('steps.groovy'), """\
            playbook('Steps') { play('Steps') { hosts 'localhost'; tasks {
                task('One')   { shell 'echo the first step' }
                task('Wait')  { shell 'until [ -e $dir/go ]; do sleep 0.1; done; echo it goes on' }
                task('Ask')   { confirm 'Is it well?', timeout: 10.minutes }
                task('Work')  { shell 'echo working; sleep 100; echo never' }
            } } }
            """.stripIndent())
        ports.eachWithIndex { port, n -> servers << serve(n) }
        token = servers.collect { it.said() =~ /shown this once: (\S+)/ }.find { it.find() }.group(1)
    }

    def cleanup() { servers*.close() }

    private Launched serve(int n) {
        def made = Launched.compiled(['serve', '--config', n ? 'the-second.yml' : 'the-first.yml', '--port', ports[n] as String],
                [STEWARD_HOME: dir.resolve("state$n") as String, STEWARD_SECRET_STORE: PostgresLab.PASSWORD], dir)
        soon.eventually { assert made.said().contains('Steward serves') }
        made
    }

    private HttpResponse<String> post(int server, String path, String body) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:${ports[server]}/api/v1$path"))
                .header('Authorization', "Bearer $token").header('Content-Type', 'application/json')
                .POST(HttpRequest.BodyPublishers.ofString(body)).build()
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString())
    }

    private Map run(int server, long id) { Launched.json(ports[server], "/api/v1/runs/$id") as Map }

    private Page signedIn(int server, String path) {
        String url = "http://127.0.0.1:${ports[server]}"
        Page page = browser.page(origin: url)
        page.navigate(url + '/sign-in?next=' + path)
        page.fill('input[name=token]', token)
        page.click('form:has(input[name=token]) button')
        page.waitForURL(url + path)
        page
    }

    def 'a page of one server follows a run of the other, answers its question and cancels it'() {
        given:
        def begun = post(0, '/runs', '{"playbook": "steps.groovy"}')
        assert begun.statusCode() == 201: begun.body()
        long id = new EventJson().map(begun.body()).id as long

        when: 'the page of the other server is opened, and not loaded again'
        Page page = signedIn(1, "/runs/$id")
        page.evaluate('window.sameAsBefore = true')

        then:
        page.waitForSelector('text=the first step')

        when:
        Files.createFile(dir.resolve('go'))

        then: 'what the run does, and what it asks, is there by itself'
        page.waitForSelector('text=it goes on')
        page.waitForSelector('text=Is it well?')
        page.evaluate('window.sameAsBefore') == true

        when: 'somebody answers there'
        page.click('button[value=go]')

        then:
        page.waitForSelector('text=working')

        when: 'and it is cancelled there while the server that has it stands still'
        servers[0].signal('STOP')
        def silent = post(1, "/runs/$id/cancel", '{}')

        then: 'that is said, with its name'
        silent.statusCode() == 503
        silent.body().contains("Run $id is at work on server the-first, which has not answered within 8 s")

        when: 'it goes on'
        servers[0].signal('CONT')

        then: 'what was asked for is done'
        soon.eventually { assert run(1, id).status == 'cancelled' }
        page.waitForSelector('text=cancelled')
        post(1, "/runs/$id/cancel", '{}').statusCode() == 409
        !Files.exists(dir.resolve('never'))
        browser.complaints.empty
    }

    private List<String> stepsOf(int host) { hosts.judge(host, 'cat /root/steps 2>/dev/null; true').readLines() }

    private List<Map> events(int server, long id) { Launched.json(ports[server], "/api/v1/runs/$id/events?limit=500").events as List<Map> }

    /** What is said of steps that a resumed run may do a second time, by host. */
    private List<String> warned(long id, String host) {
        events(1, id).findAll { it.kind == 'warned' && it.event.host == host && it.event.text.contains('may be done a second time') }*.event*.text as List<String>
    }

    @Row(['S-02', 'U-16'])
    def 'a run of a server that is killed ends lost on the other, is resumed there, and does no step on a host twice without saying so'() {
        given:
        hosts = RealHosts.up(2, ['nothing', 'nothing'])
        Files.writeString(dir.resolve('hosts.yml'), Files.readString(hosts.inventory()))
        String tasks = (1..12).collect { "task('Step $it') { shell 'echo $it >> /root/steps; sleep 0.7' }" }.join('\n')
        Files.writeString(dir.resolve('count.groovy'), "playbook('Count') { play('Count') { hosts 'all'; tasks {\n$tasks\n} } }")
        def begun = post(0, '/runs', '{"playbook": "count.groovy"}')
        assert begun.statusCode() == 201: begun.body()
        long first = new EventJson().map(begun.body()).id as long
        soon.eventually { assert stepsOf(1).size() >= 4 && stepsOf(2).size() >= 4 }

        when: 'the server that has it is killed midway'
        servers[0].process.destroyForcibly().waitFor()
        def asked = post(1, "/runs/$first/resume", '{}')

        then: 'nobody takes it from one that may be alive'
        asked.statusCode() == 422
        asked.body().contains("Run $first has not ended")

        when:
        soon.eventually { assert run(1, first).status == 'lost' }
        def then = [stepsOf(1), stepsOf(2)]

        then: 'it says where it stood'
        run(1, first).message =~ /Steward ended during the run; (unfinished: )?.*'Step \d+' on host-\d/
        then.every { it.size() in 4..<12 && it == (1..it.size())*.toString() }

        when: 'somebody resumes it on the other, and says nothing of the step that was under way'
        def stopped = post(1, "/runs/$first/resume", '{}')
        assert stopped.statusCode() == 201: stopped.body()
        long second = new EventJson().map(stopped.body()).id as long
        soon.eventually { assert run(1, second).status == 'failed' }

        then: 'the hosts where one was go no further'
        events(1, second).any { it.kind == 'hostLeft' || it.event.toString().contains('nobody knows whether it was done') }
        [stepsOf(1), stepsOf(2)].withIndex().any { steps, n -> steps == then[n] }

        when: 'and says that it is to be done again'
        def again = post(1, "/runs/$second/resume", '{"unfinished": "again"}')
        assert again.statusCode() == 201: again.body()
        long third = new EventJson().map(again.body()).id as long
        soon.eventually { assert run(1, third).status == 'ok' }

        then: 'by the own logs of the hosts all steps were done, and none twice of which that was not said'
        def twice = [1, 2].collectMany { n -> stepsOf(n).countBy { it }.findAll { it.value > 1 }.collect { step, times -> [n, step, times] } }
        [1, 2].every { n -> stepsOf(n).unique() == (1..12)*.toString() }
        twice.every { n, step, times -> times == 2 && warned(third, "host-$n").any { it.startsWith("'Step $step' was under way when run ") } }
        twice.size() == [1, 2].sum { warned(third, "host-$it").size() }
        !twice.empty

        and: 'each names the run before it and the one after it'
        [run(1, second).resumes, run(1, first).resumedBy, run(1, third).resumes, run(1, second).resumedBy] == [first, second, second, third]

        when:
        Page page = signedIn(1, "/runs/$third")

        then:
        page.innerText('main').contains("resumes #$second")
        page.innerText('main') =~ /Step 12/
        browser.complaints.empty
    }
}

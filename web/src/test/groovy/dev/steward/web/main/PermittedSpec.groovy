package dev.steward.web.main

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.runner.account.PlaybookLimit
import dev.steward.runner.account.Role
import dev.steward.runner.app.RunRefused
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.app.account.AccountDesk.By
import dev.steward.runner.app.account.TokenDesk
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.control.Ask
import dev.steward.runner.control.Reply
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import dev.steward.web.People
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** An operator who may run some playbooks, in a whole server: by every way, those run and no other. */
class PermittedSpec extends Specification {

    static final Map FORM = ['Content-Type': 'application/x-www-form-urlencoded']

    @Shared @TempDir Path dir
    @Shared Runner runner
    @Shared @AutoCleanup Server server
    @Shared String cookie
    @Shared String csrf
    @Shared String token
    private final HttpClient client = HttpClient.newHttpClient()

    def setupSpec() {
        ['update-web', 'reboot-all'].each {
            Files.writeString(dir.resolve(it + '.groovy'), "playbook('$it') { play('Do') { hosts 'all'; tasks { task('Wait') { shell 'true' } } } }\n")
        }
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {here: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('steward.yml'), '''\
            inventory: hosts.yml
            playbooks: .
            schedules:
              updates: {playbook: update-web.groovy, cron: '0 0 4 1 1 ?'}
              reboots: {playbook: reboot-all.groovy, cron: '0 0 4 1 1 ?'}
            '''.stripIndent())
        def loaded = new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml')))
        def state = (StateDir.open(dir.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, state, [:], new SystemTime())
        server = Server.start(loaded, state, runner, 0)
        runner.store().accounts().add('otto', Role.OPERATOR, People.HASH)
        runner.store().accounts().playbooks('otto', PlaybookLimit.of('update-*'))
        token = TokenDesk.of(runner.store(), new SystemTime()).make(new TokenDesk.Wish('script', 'operate', '', '', 'update-*', Optional.empty(), ''), new By('spec', 'cli')).text()
        cookie = send('POST', '/sign-in', "name=otto&password=${URLEncoder.encode(People.PASSWORD, 'UTF-8')}", FORM).headers().firstValue('Set-Cookie').get().split(';')[0]
        csrf = (send('GET', '/runs', null, [Cookie: cookie]).body() =~ /name="csrf" value="([^"]+)"/)[0][1]
    }

    private HttpResponse<String> send(String verb, String path, String body, Map headers) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:${server.port()}$path")).method(verb, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
        headers.each { name, value -> request.header(name, value) }
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString())
    }

    private HttpResponse<String> form(String path, String body = '') { send('POST', path, "csrf=$csrf&$body", FORM + [Cookie: cookie]) }

    private HttpResponse<String> api(String path, String body = '{}') { send('POST', path, body, [Authorization: "Bearer $token", 'Content-Type': 'application/json']) }

    private List<String> began(String who) {
        runner.store().queries().page(RunFilter.ALL, Optional.empty(), 500).findAll { it.cause().name() == who }*.playbook().unique().sort()
    }

    /** A run of somebody else, which has ended. */
    private long theirs(String playbook) {
        long run = runner.runs().submit(new RunRequest(dir.resolve(playbook), [], [:], RunOptions.NONE, RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'root'), Optional.empty()))
        runner.runs().await(run)
        run
    }

    private String command(Ask ask) {
        List<String> said = []
        try {
            runner.desk().handle(ask) { if (it instanceof Reply.Refused) said.addAll(it.problems()) }
        } catch (RunRefused e) {
            said.addAll(e.problems())
        }
        said.join('\n')
    }

    private static Ask.Begin begin(Path playbook) {
        new Ask.Begin(playbook as String, [], [:], new Ask.Options(null, [], [], false, false, null, null, false, null, null, null, [], null), 'otto')
    }

    def 'by #way only what is permitted is begun, again or steered'() {
        when:
        def good = act.call(this, 'update-web', 'updates')
        def bad = act.call(this, 'reboot-all', 'reboots')

        then:
        good.statusCode() < 400
        bad.statusCode() == 403
        bad.body().contains('may run update-* and no other playbook')
        began('otto').every { it.contains('update-web') }
        began('script').every { it.contains('update-web') }

        where:
        way                     | act
        'the form of the page'  | { it, book, schedule -> it.form("/playbooks/${book}.groovy/run") }
        'repeating on the page' | { it, book, schedule -> it.form("/runs/${it.theirs(book + '.groovy')}/again") }
        'run now on the page'   | { it, book, schedule -> it.form("/schedules/$schedule/run") }
        'the API'               | { it, book, schedule -> it.api('/api/v1/runs', "{\"playbook\": \"${book}.groovy\"}") }
        'retrying by the API'   | { it, book, schedule -> it.api("/api/v1/runs/${it.theirs(book + '.groovy')}/retry") }
        'run now by the API'    | { it, book, schedule -> it.api("/api/v1/schedules/$schedule/run") }
    }

    def 'at the command line of a person of that name it is the same'() {
        expect:
        command(begin(dir.resolve('update-web.groovy'))) == ''
        command(begin(dir.resolve('reboot-all.groovy'))).contains('otto may run update-* and no other playbook')
        command(new Ask.Again(theirs('reboot-all.groovy'), false, null, 'otto')).contains('otto may run update-*')
        command(new Ask.Resume(theirs('reboot-all.groovy'), ['': 'stop'], null, null, 'otto')).contains('otto may run update-*')
        command(new Ask.Steer('reboots', 'run', 'otto')).contains('otto may run update-*')
        command(new Ask.Cancel(theirs('reboot-all.groovy'), false, 'otto')).contains('otto may run update-*')
    }

    def 'a file elsewhere that has the name of a permitted one is another playbook'() {
        given:
        Path elsewhere = Files.createDirectories(dir.resolveSibling('elsewhere')).resolve('update-web.groovy')
        Files.writeString(elsewhere, Files.readString(dir.resolve('reboot-all.groovy')))

        expect:
        command(begin(elsewhere)).contains('otto may run update-* and no other playbook')
        command(begin(dir.resolve('../elsewhere/update-web.groovy'))).contains('otto may run update-*')
    }

    def 'who has no limit runs all; a token of a limited person is limited too'() {
        given:
        String own = TokenDesk.of(runner.store(), new SystemTime()).make(new TokenDesk.Wish('ottos', 'operate', '', '', '', Optional.empty(), 'otto'), new By('spec', 'cli')).text()

        expect:
        theirs('reboot-all.groovy') > 0
        send('POST', '/api/v1/runs', '{"playbook": "reboot-all.groovy"}', [Authorization: "Bearer $own", 'Content-Type': 'application/json']).statusCode() == 403
        send('POST', '/api/v1/runs', '{"playbook": "update-web.groovy"}', [Authorization: "Bearer $own", 'Content-Type': 'application/json']).statusCode() == 201
    }

    def 'a pattern names what it says: #pattern and #playbook'() {
        expect:
        PlaybookLimit.of(pattern).allows(playbook) == allowed

        where:
        pattern           | playbook              || allowed
        ''                | 'anything.groovy'     || true
        'update-*'        | 'update-web.groovy'   || true
        'update-*'        | 'my-update-web.groovy'|| false
        'update-web'      | 'update-web.groovy'   || true
        'update-web'      | 'update-web2.groovy'  || false
        'a.b'             | 'axb.groovy'          || false
        'backup, update*' | 'update'              || true
        '*'               | 'anything.groovy'     || true
    }
}

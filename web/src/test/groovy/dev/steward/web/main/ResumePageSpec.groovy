package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.runner.account.Role
import dev.steward.runner.app.Runner
import dev.steward.runner.app.account.AccountDesk.By
import dev.steward.runner.app.account.TokenDesk
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.event.EventJson
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
import spock.util.concurrent.PollingConditions

/** A run that failed is gone on with from its page and by the API, in a whole server. */
class ResumePageSpec extends Specification {

    static final Map FORM = ['Content-Type': 'application/x-www-form-urlencoded']

    @Shared @TempDir Path dir
    @Shared Runner runner
    @Shared @AutoCleanup Server server
    @Shared String token
    String cookie
    String csrf

    def setupSpec() {
        playbook('stop')
        hosts()
        Files.writeString(dir.resolve('steward.yml'), 'inventory: hosts.yml\nplaybooks: .\nschedules: {}\n')
        def loaded = new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml')))
        def state = (StateDir.open(dir.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, state, [:], new SystemTime())
        server = Server.start(loaded, state, runner, 0)
        runner.store().accounts().add('otto', Role.OPERATOR, People.HASH)
        runner.store().accounts().add('vera', Role.VIEWER, People.HASH)
        token = TokenDesk.of(runner.store(), new SystemTime()).make(new TokenDesk.Wish('script', 'operate', '', '', '', Optional.empty(), ''), new By('spec', 'cli')).text()
    }

    def setup() {
        ['stop', 'count', 'used'].each { Files.deleteIfExists(dir.resolve(it)) }
        playbook('stop')
        hosts()
        signIn('otto')
    }

    private void hosts() {
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {one: {ansible_connection: local}, two: {ansible_connection: local}}}\n')
    }

    /** Fails on host two while a file of that name is missing. */
    private void playbook(String file) {
        Files.writeString(dir.resolve('site.groovy'), """
            playbook('Site') { play('Do') { hosts 'all'; tasks {
                task('Count') { shell "echo \${host.name} >> $dir/count; echo 7"; register 'count' }
                task('Gate') { shell "test \${host.name} = one || test -e $dir/$file" }
                task('Use') { shell "echo \${host.name}-\${count.stdout} >> $dir/used" }
            } } }
            """)
    }

    private void signIn(String name) {
        cookie = send('POST', '/sign-in', "name=$name&password=${URLEncoder.encode(People.PASSWORD, 'UTF-8')}", FORM).headers().firstValue('Set-Cookie').get().split(';')[0]
        csrf = (get('/runs') =~ /name="csrf" value="([^"]+)"/)[0][1]
    }

    private HttpResponse<String> send(String verb, String path, String body, Map headers) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:${server.port()}$path")).method(verb, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
        headers.each { name, value -> request.header(name, value) }
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString())
    }

    private String get(String path) { send('GET', path, null, [Cookie: cookie]).body() }

    private HttpResponse<String> form(String path, String body = '') { send('POST', path, "csrf=$csrf&$body", FORM + [Cookie: cookie]) }

    private HttpResponse<String> api(String path, String body = '{}') { send('POST', path, body, [Authorization: "Bearer $token", 'Content-Type': 'application/json']) }

    private static Map json(String text) { new EventJson().map(text) }

    private Map run(long id) { json(get("/api/v1/runs/$id")) }

    private long begun() {
        long id = json(api('/api/v1/runs', '{"playbook": "site.groovy"}').body()).id
        runner.runs().await(id)
        id
    }

    private List<String> lines(String file) { Files.readAllLines(dir.resolve(file)).sort() }

    @Row('S-03')
    def 'from its page: the button goes on with the run, both name each other, and no step is done twice'() {
        given:
        long first = begun()
        Files.createFile(dir.resolve('stop'))

        expect:
        get("/runs/$first").contains('<button>Resume</button>')
        get("/runs/$first") =~ /(?s)action="\/runs\/$first\/resume"><input type="hidden" name="csrf"/

        when:
        def answer = form("/runs/$first/resume")
        long second = answer.headers().firstValue('Location').get().split('/')[-1] as long
        runner.runs().await(second)

        then:
        run(second).status == 'ok'
        lines('count') == ['one', 'two']
        lines('used') == ['one-7', 'two-7']
        [run(second).resumes, run(first).resumedBy, run(first).resumes] == [first, second, null]
        get("/runs/$second").contains("resumes <a href=\"/runs/$first\">#$first</a>")
        get("/runs/$first").contains("resumed by <a href=\"/runs/$second\">#$second</a>")
        !get("/runs/$first").contains('<button>Resume</button>')
        !get("/runs/$second").contains('Resume</button>')
        get("/runs/$second/log").contains("done in run $first")

        and: 'once more it is refused'
        form("/runs/$first/resume").body().contains("Run $first was gone on with by run $second; resume that one.")
        api("/api/v1/runs/$second/resume").with { statusCode() == 422 && body().contains('ended well') }
    }

    def 'by the API, with a word for what was under way; any other word is refused'() {
        given:
        long first = begun()
        Files.createFile(dir.resolve('stop'))

        when:
        def answer = api("/api/v1/runs/$first/resume", '{"unfinished": "skip"}')

        then:
        answer.statusCode() == 201
        json(answer.body()).at == "/api/v1/runs/${first + 1}"
        api("/api/v1/runs/$first/resume", '{"unfinished": "perhaps"}').with { statusCode() == 400 && body().contains("'unfinished' is 'stop', 'again' or 'skip', not 'perhaps'.") }
        api("/api/v1/runs/$first/resume", '{"hosts": {"one": "perhaps"}}').with { statusCode() == 400 && body().contains("'unfinished' of one is 'stop', 'again' or 'skip', not 'perhaps'.") }
        api('/api/v1/runs/999/resume').statusCode() == 422
        api("/api/v1/runs/$first/resume", '{"secret": "x"}').statusCode() == 400
    }

    def 'a word for a host without a name, or a host without a word, is refused by #way, and holds for no other host'() {
        given:
        long first = begun()
        Files.createFile(dir.resolve('stop'))

        when:
        def answer = ask.call(this, first)

        then:
        answer.statusCode() == 400
        answer.body().replace('&#39;', "'").contains(said)

        and: 'it can still be resumed as it is meant'
        run(first).resumedBy == null

        where:
        way        | ask                                                                                                           || said
        'the API'  | { it, id -> it.api("/api/v1/runs/$id/resume", '{"hosts": {"": "again"}}') }                                   || "'hosts' has a word for a host without a name; what holds for all others is 'unfinished'."
        'the API'  | { it, id -> it.api("/api/v1/runs/$id/resume", '{"unfinished": "stop", "hosts": {" ": "again"}}') }            || "'hosts' has a word for a host without a name; what holds for all others is 'unfinished'."
        'the API'  | { it, id -> it.api("/api/v1/runs/$id/resume", '{"unfinished": "again", "hosts": {"one": ""}}') }              || "'unfinished' of one is empty: leave it out, or say 'stop', 'again' or 'skip'."
        'the page' | { it, id -> it.form("/runs/$id/resume", 'unfinished=stop&unfinished-=again') }                                || "'hosts' has a word for a host without a name; what holds for all others is 'unfinished'."
    }

    def 'all mistakes of a resume are told at once'() {
        given:
        long first = begun()
        Files.createFile(dir.resolve('stop'))

        when: 'words that there are not, none, and a host without a name'
        def words = api("/api/v1/runs/$first/resume", '{"unfinished": "maybe", "hosts": {"": "skip", "one": "perhaps", "two": ""}}')

        then:
        words.statusCode() == 400
        ["'hosts' has a word for a host without a name", "'unfinished' is 'stop', 'again' or 'skip', not 'maybe'.",
         "'unfinished' of one is 'stop', 'again' or 'skip', not 'perhaps'.", "'unfinished' of two is empty"].every { words.body().contains(it) }

        when: 'hosts that the run does not have, and one whose inventory is another'
        Files.writeString(dir.resolve('hosts.yml'), Files.readString(dir.resolve('hosts.yml')).replace('two: {', 'two: {colour: red, '))
        def hosts = api("/api/v1/runs/$first/resume", '{"hosts": {"tow": "skip", "oen": "again"}}')

        then:
        hosts.statusCode() == 422
        ["Run $first has no host 'tow'; did you mean 'two'?", "Run $first has no host 'oen'; did you mean 'one'?",
         "The inventory says something else of two than in run $first"].every { hosts.body().contains(it) }
    }

    def 'what was under way on two hosts is decided host by host, by #way'() {
        given:
        Files.writeString(dir.resolve('site.groovy'), """
            playbook('Site') { play('Do') { hosts 'all'; tasks {
                task('Wait') { shell "echo \${host.name} >> $dir/count; test -e $dir/stop || sleep 30" }
                task('Use') { shell "echo \${host.name} >> $dir/used" }
            } } }
            """)
        long first = json(api('/api/v1/runs', '{"playbook": "site.groovy"}').body()).id
        new PollingConditions(timeout: 20).eventually { assert lines('count') == ['one', 'two'] }
        api("/api/v1/runs/$first/cancel", '{"force": true}')
        runner.runs().await(first)
        Files.createFile(dir.resolve('stop'))

        expect: 'each has its own choice'
        get("/runs/$first").with { contains("'Wait' on one, 'Wait' on two may be half done") || contains('Wait&#39; on one, &#39;Wait&#39; on two may be half done') }
        ['one', 'two'].every { get("/runs/$first").contains("<select name=\"unfinished-$it\">") }

        and: 'a host that the run does not have is refused'
        wrong.call(this, first).with { statusCode() == 422 && body().contains("Run $first has no host 'tow'; did you mean 'two'?") }

        when:
        long second = way == 'its page'
                ? form("/runs/$first/resume", 'unfinished=stop&unfinished-one=again&unfinished-two=').headers().firstValue('Location').get().split('/')[-1] as long
                : json(api("/api/v1/runs/$first/resume", '{"unfinished": "stop", "hosts": {"one": "again"}}').body()).id
        runner.runs().await(second)

        then: 'the other is asked for again on the page of the new run'
        run(second).status == 'failed'
        lines('count') == ['one', 'one', 'two']
        lines('used') == ['one']
        get("/runs/$second").with { contains('on two may be half done') && !contains('on one') }

        where:
        way       | wrong
        'its page' | { it, id -> it.form("/runs/$id/resume", 'unfinished-tow=skip') }
        'the API'  | { it, id -> it.api("/api/v1/runs/$id/resume", '{"hosts": {"tow": "skip"}}') }
    }

    def 'its page asks for an item of a loop that was stopped at work'() {
        given:
        Files.writeString(dir.resolve('site.groovy'), """
            playbook('Site') { play('Do') { hosts 'one'; tasks {
                task('Wait') { loop { ['x', 'y'] }; shell "echo \${item} >> $dir/count; test -e $dir/stop || sleep 30" }
            } } }
            """)
        long first = json(api('/api/v1/runs', '{"playbook": "site.groovy"}').body()).id
        new PollingConditions(timeout: 20).eventually { assert lines('count') == ['x'] }
        api("/api/v1/runs/$first/cancel", '{"force": true}')
        runner.runs().await(first)
        Files.createFile(dir.resolve('stop'))

        expect:
        get("/runs/$first").replace('&#39;', "'").contains("'Wait' on one may be half done")

        when:
        long second = form("/runs/$first/resume", 'unfinished=again').headers().firstValue('Location').get().split('/')[-1] as long
        runner.runs().await(second)

        then:
        run(second).status == 'ok'
        lines('count') == ['x', 'x', 'y']
    }

    def 'its page asks for a result that was needed and not kept, once a run went no further for it'() {
        given:
        Files.writeString(dir.resolve('site.groovy'), """
            playbook('Site') { play('Do') { hosts 'all'; tasks {
                task('Token') { shell "echo \${host.name} >> $dir/count; echo 7"; register 'token'; noLog true }
                task('Gate') { shell "test -e $dir/stop" }
            } } }
            """)
        long first = begun()
        Files.createFile(dir.resolve('stop'))
        long second = form("/runs/$first/resume").headers().firstValue('Location').get().split('/')[-1] as long
        runner.runs().await(second)
        assert run(second).status == 'failed'

        expect:
        get("/runs/$second").replace('&#39;', "'").with { it.contains("'Token' on one, 'Token' on two may be half done") && it.contains('<select name="unfinished-two">') }

        when:
        long third = form("/runs/$second/resume", 'unfinished=stop&unfinished-one=again&unfinished-two=again').headers().firstValue('Location').get().split('/')[-1] as long
        runner.runs().await(third)

        then:
        run(third).status == 'ok'
        lines('count') == ['one', 'one', 'two', 'two']
    }

    def 'where #what changed since, it is not gone on with, and the next step is named'() {
        given:
        long first = begun()

        when:
        change.call(this)
        def answer = api("/api/v1/runs/$first/resume")

        then:
        answer.statusCode() == 422
        answer.body().contains(said)
        answer.body().contains("steward runs retry $first --failed")
        get("/runs/$first").contains('It cannot be resumed. The playbook changed since run') == page

        where:
        what            | change                                                                                            | said                                                     || page
        'the playbook'  | { it.playbook('other') }                                                                          | 'The playbook changed since run'                         || true
        'the inventory' | { Files.writeString(it.dir.resolve('hosts.yml'), Files.readString(it.dir.resolve('hosts.yml')).replace('two: {', 'two: {colour: red, ')) } | 'The inventory says something else of two than in run' || false
    }

    def 'who only reads has no button and may not'() {
        given:
        long first = begun()
        signIn('vera')

        expect:
        !get("/runs/$first").contains('Resume</button>') || form("/runs/$first/resume").statusCode() == 403
        form("/runs/$first/resume").statusCode() == 403
    }
}

package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.notice.Notice
import dev.steward.runner.notify.Channel
import dev.steward.runner.notify.Channels
import dev.steward.runner.notify.Delivery
import dev.steward.runner.notify.Notifier
import dev.steward.runner.store.RunFilter
import dev.steward.web.api.DiunDoors
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class DiunHookSpec extends Specification {

    /** The sample of https://crazymax.dev/diun/notif/webhook/, as an update. */
    static final String PAYLOAD = '''{
        "diun_version": "4.0.0",
        "hostname": "docker-1",
        "status": "update",
        "provider": "file",
        "image": "docker.io/crazymax/diun:latest",
        "hub_link": "https://hub.docker.com/r/crazymax/diun",
        "mime_type": "application/vnd.docker.distribution.manifest.list.v2+json",
        "digest": "sha256:216e3ae7de4ca8b553eb11ef7abda00651e79e537e85c46108284e5e91673e01",
        "created": "2020-03-26T12:23:56Z",
        "platform": "linux/amd64",
        "metadata": {"ctn_names": "diun"}
        }'''

    static final Map DIUN = ['Content-Type': 'application/json', Authorization: 'Bearer ' + WebFixture.DIUN]

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    private tell(String body, Map headers = DIUN) { web.post('/api/v1/hooks/diun', body, headers) }

    private Map images() { WebFixture.json(web.get('/api/v1/images')) }

    @Row('P-38')
    def 'what Diun tells of an image is shown and mailed once, and nothing is done about it'() {
        given: 'Diun watches the images of an estate on which nothing runs'
        List<Notice> mailed = []
        Channel mail = [name: { 'mail' }, send: { Notice it -> mailed << it; Delivery.delivered() }] as Channel
        def notifier = new Notifier(web.store, [new Channels.Way(mail, [Notice.Kind.IMAGE_UPDATE] as Set)], Optional.of('https://steward.example'), web.time)

        when: 'twenty images have news at once, one of them told twice'
        def answers = (1..20).collect { tell(PAYLOAD.replace('crazymax/diun:latest', "library/app-$it:1.$it")) } + tell(PAYLOAD.replace('crazymax/diun:latest', 'library/app-7:1.7'))
        notifier.pass()
        int atOnce = mailed.size()
        web.time.advance(Duration.ofSeconds(31))
        2.times { notifier.pass() }

        then: 'all are taken'
        answers*.statusCode().unique() == [200]
        WebFixture.json(answers[6]) == [image: 'docker.io/library/app-7:1.7', known: false]
        WebFixture.json(answers[20]) == [image: 'docker.io/library/app-7:1.7', known: true]
        images().images.size() == 20
        images().images.find { it.tag == '1.7' } == [
                image: 'docker.io/library/app-7', tag: '1.7', host: 'docker-1', status: 'update', platform: 'linux/amd64',
                digest: 'sha256:216e3ae7de4ca8b553eb11ef7abda00651e79e537e85c46108284e5e91673e01',
                link: 'https://hub.docker.com/r/crazymax/diun', seen: images().images.find { it.tag == '1.7' }.seen]

        and: 'one notice tells of them'
        atOnce == 0
        mailed.size() == 1
        mailed[0].title() == '20 container images have news: docker.io/library/app-1:1.1 on docker-1 and 19 more'
        (1..20).every { mailed[0].text().contains("docker-1  docker.io/library/app-$it:1.$it  a newer version is there") }
        mailed[0].text().contains('it never updates them')

        and: 'the first page shows them'
        def home = web.get('/').body()
        home.contains('Container images with updates')
        home.contains('docker.io/library/app-20:1.20')

        and: 'no run exists, none was asked for, and no host was looked up'
        web.store.queries().page(RunFilter.ALL, Optional.empty(), 10).empty
        web.runs.begun.empty
        web.desk.asked.empty
    }

    def 'a newer version of a known image replaces it on the list'() {
        when:
        tell(PAYLOAD)
        tell(PAYLOAD.replace('216e3ae7', '99999999'))

        then:
        images().images*.digest == ['sha256:99999999de4ca8b553eb11ef7abda00651e79e537e85c46108284e5e91673e01']
    }

    def 'an image that Diun merely begins to watch is kept, but is no update'() {
        when:
        tell(PAYLOAD.replace('"update"', '"new"'))

        then:
        images().images*.status == ['new']
        !web.get('/').body().contains('Container images with updates')
    }

    def 'only the token of Diun opens its door, and it opens nothing else: #headers'() {
        expect:
        tell(PAYLOAD, ['Content-Type': 'application/json'] + headers).statusCode() == 401
        images().images == []
        web.post('/api/v1/schedules/weekly-updates/pause', '', DIUN).statusCode() == 401
        web.desk.asked.empty

        where:
        headers << [[:], [Authorization: 'Bearer ' + WebFixture.TOKEN], [Authorization: 'Bearer ' + WebFixture.DIUN + 'x'],
                    [Authorization: 'Bearer '], [Authorization: WebFixture.DIUN]]
    }

    def 'without a token in the configuration the door is closed and says how to open it'() {
        when:
        def refused = DiunDoors.refusal(web.store, web.time, PAYLOAD)

        then:
        refused.status() == 403
        refused.message.contains('diun: {token: …}')
        refused.message.contains('steward.yml')
    }

    def 'what is not from Diun is refused as a problem: #what'() {
        when:
        def answer = tell(body)

        then:
        answer.statusCode() == status
        answer.headers().firstValue('Content-Type').get().startsWith('application/problem+json')
        WebFixture.json(answer).detail
        images().images == []

        where:
        what                    | status | body
        'no JSON'               | 400    | 'hello'
        'a list'                | 400    | '[]'
        'nothing'               | 400    | ''
        'deep nesting'          | 400    | '{"a":' * 3000
        'no image'              | 422    | '{"status": "update"}'
        'a number for a name'   | 400    | PAYLOAD.replace('"docker.io/crazymax/diun:latest"', '7')
        'a script for a name'   | 422    | PAYLOAD.replace('docker.io/crazymax/diun:latest', '<script>alert(1)</script>')
        'a shell for a name'    | 422    | PAYLOAD.replace('docker.io/crazymax/diun:latest', 'x; reboot')
        'a long name'           | 422    | PAYLOAD.replace('crazymax', 'c' * 2000)
        'no digest'             | 422    | PAYLOAD.replace('sha256:216e', 'latest')
        'another status'        | 422    | PAYLOAD.replace('"update"', '"deleted"')
        'a line break'          | 422    | PAYLOAD.replace('"docker-1"', '"docker-1\\nSubject: x"')
        'far too much'          | 413    | PAYLOAD.replace('ctn_names', 'x' * 70_000)
        'more than the server'  | 413    | 'x' * 1_100_000
    }

    def 'a page about an image is only linked where it is one'() {
        when:
        tell(PAYLOAD.replace('https://hub.docker.com/r/crazymax/diun', 'javascript:alert(1)'))

        then:
        images().images*.link == ['']
    }
}

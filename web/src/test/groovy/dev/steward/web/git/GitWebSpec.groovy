package dev.steward.web.git

import dev.steward.runner.app.git.GitStatus
import dev.steward.web.WebFixture
import java.nio.file.Path
import java.time.Duration
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class GitWebSpec extends Specification {

    static final String URL = 'https://git.example.com/home/estate.git'

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    private GitStatus status(List<String> trouble = [], String refused = null, String rewritten = null) {
        def then = Optional.of(web.time.now() - Duration.ofMinutes(5))
        new GitStatus(URL, 'main', Optional.of('1' * 40), 'More containers', 'Anna', then, then, then, trouble, Optional.ofNullable(refused), Optional.ofNullable(rewritten))
    }

    def 'the page of playbooks says which revision is in effect; without a repository it says nothing of one'() {
        given:
        def before = web.get('/playbooks').body()
        web.git.status = Optional.of(status())

        when:
        def page = web.get('/playbooks').body()

        then:
        !before.contains('gitbox')
        page.contains('Revision 1111111 of main is in effect')
        page.contains("<code>$URL main</code>")
        page.contains('More containers')
        !page.contains('Ask the server now')
    }

    def 'a revision that does not check stands on the page with its problems, and Home is not all right'() {
        given:
        web.git.status = Optional.of(status(["playbooks/x.groovy:2:3: unknown word 'plan'", 'b'], '2' * 40, '3' * 40))

        when:
        def page = web.get('/playbooks').body()
        def home = web.get('/').body()

        then:
        page.contains('Revision 2222222 of main does not check: the revision in effect stays 1111111')
        page.contains('playbooks/x.groovy:2:3: unknown word \'plan\'')
        page.contains('3333333, which was in effect before, is no longer part of it')
        home.contains('class="verdict bad"')
        home.contains('Revision 2222222 of main does not check')
    }

    def 'the API tells the same, and asks the server on request of who may change things'() {
        given:
        boolean none = WebFixture.json(web.get('/api/v1/git')).configured
        web.git.status = Optional.of(status(['playbooks/x.groovy:2:3: no'], '2' * 40))

        when:
        def facts = WebFixture.json(web.get('/api/v1/git'))
        def refused = web.post('/api/v1/git/sync', '', ['Content-Type': 'application/json'])
        def done = web.post('/api/v1/git/sync', '', ['Content-Type': 'application/json', Authorization: 'Bearer ' + WebFixture.TOKEN])
        def cookie = web.signIn()
        def form = web.post('/git/sync', 'csrf=' + web.csrf(cookie), [Cookie: cookie])

        then:
        !none
        facts.subMap('url', 'ref', 'commit', 'good', 'refused', 'problems') ==
                [url: URL, ref: 'main', commit: '1' * 40, good: false, refused: '2' * 40, problems: ['playbooks/x.groovy:2:3: no']]
        refused.statusCode() == 401
        done.statusCode() == 200
        form.statusCode() == 303
        web.git.asked == ['sync', 'sync']
    }

    def 'the word of a git server is heard when it carries the secret, and only makes us ask: #what'() {
        when:
        def answer = web.post('/api/v1/hooks/git', body, ['Content-Type': 'application/json'] + headers)

        then:
        answer.statusCode() == status
        web.git.asked == (status == 202 ? ['soon'] : [])

        where:
        what                   | body                   | headers                                                     || status
        'GitHub, Gitea'        | '{"ref": "refs/x"}'    | ['X-Hub-Signature-256': 'sha256=' + hmac('{"ref": "refs/x"}')] || 202
        'GitLab'               | '{}'                   | ['X-Gitlab-Token': WebFixture.DIUN]                         || 202
        'a script'             | ''                     | [Authorization: 'Bearer ' + WebFixture.DIUN]                || 202
        'no JSON at all'       | 'payload=x'            | [Authorization: 'Bearer ' + WebFixture.DIUN]                || 202
        'nothing'              | '{}'                   | [:]                                                         || 401
        'another token'        | '{}'                   | ['X-Gitlab-Token': 'another-token-of-somebody']             || 401
        'an altered body'      | '{"ref": "refs/y"}'    | ['X-Hub-Signature-256': 'sha256=' + hmac('{"ref": "refs/x"}')] || 401
        'an empty signature'   | '{}'                   | ['X-Hub-Signature-256': 'sha256=']                          || 401
    }

    def 'where no secret is configured nobody is heard, and it is said how'() {
        given:
        web.git.webhook = Optional.empty()

        when:
        def answer = web.post('/api/v1/hooks/git', '{}', ['Content-Type': 'application/json', 'X-Gitlab-Token': ''])

        then:
        answer.statusCode() == 403
        answer.body().contains("webhook: secret('…')")
        web.git.asked.empty
    }

    private static String hmac(String text) {
        def mac = Mac.getInstance('HmacSHA256')
        mac.init(new SecretKeySpec(WebFixture.DIUN.bytes, 'HmacSHA256'))
        mac.doFinal(text.bytes).encodeHex().toString()
    }
}

package dev.steward.web

import dev.steward.runner.secret.Secret
import com.microsoft.playwright.Page
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The form that a playbook's vars make: every type has its input, and what is wrong stands at its field. */
class RunAskSpec extends Specification {

    static final String PLAYBOOK = '''playbook('Asked') {
    vars ticket: ask('', 'Ticket', required: true, help: 'Where this was agreed'),
         size: ask('small', 'Size', choices: ['small', 'medium', 'large']),
         zone: ask('a', 'Zone', choices: ['a', 'b', 'c', 'd', 'e']),
         services: ask(['web'], 'Services', choices: ['web', 'db', 'mail']),
         count: ask(3, 'How many', min: 1, max: 5),
         wait: ask(10.minutes, 'How long', min: 1.minutes, max: 1.hours),
         names: ask(['one', 'two'], 'Names'),
         again: ask(true, 'Once more'),
         password: ask(secret('app/root'), 'Root password')
    play('Say') {
        hosts 'lxc_containers'
        tasks { task('Say') { debug message: "${ticket} ${size} ${zone} ${services} ${count} ${wait} ${names} ${again}" } }
    }
}
'''

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup Browser browser = new Browser()
    @Shared String cookie

    def setupSpec() {
        web = new WebFixture(dir)
        Files.writeString(web.folder.resolve('asked.groovy'), PLAYBOOK)
        cookie = web.signIn()
    }

    private send(Map<String, Object> fields) {
        def all = [csrf: web.csrf(cookie), 'var.ticket': 'T-1', 'var.again': 'true', 'var.services': 'web', 'var.names': 'one\r\ntwo'] + fields
        String form = all.collectMany { name, value -> (value instanceof List ? value : [value]).collect { name + '=' + URLEncoder.encode(it as String, 'UTF-8') } }.join('&')
        web.post('/playbooks/asked.groovy/run', form, [Cookie: cookie])
    }

    def 'what is filled in reaches the run with its type; what is left as it is is not said: #name'() {
        when:
        def answer = send([("var.$name" as String): said])
        def request = web.runs.begun[-1]

        then:
        answer.statusCode() == 303
        request.vars() == [ticket: 'T-1', (name): value]
        web.playbooks.check(web.folder.resolve('asked.groovy'), request.vars()).problems() == []

        where:
        name       | said              || value
        'size'     | 'large'           || 'large'
        'zone'     | 'e'               || 'e'
        'services' | ['db', 'mail']    || ['db', 'mail']
        'count'    | '5'               || 5
        'wait'     | '30m'             || '30m'
        'names'    | 'three\r\n\r\nfour' || ['three', 'four']
        'names'    | '[three, four]'   || ['three', 'four']
        'names'    | ''                || []
        'again'    | 'false'           || false
    }

    def 'what is wrong begins nothing, stands at its field in the words of every other way, and keeps what was typed: #name'() {
        given:
        int before = web.runs.begun.size()

        when:
        def answer = send([("var.$name" as String): said, limit: 'ct-2', 'var.zone': 'b', 'var.password': 'hunter2 typed'])
        String body = answer.body().replace('&#39;', "'")

        then:
        answer.statusCode() == 400
        web.runs.begun.size() == before
        (body =~ /(?s)<div id="f-$name"><p class="problem">([^<]*)</)[0][1] == says
        body.contains('name="limit" value="ct-2"')
        body.contains('<option value="b" selected>')
        !body.contains('hunter2')

        and: 'by the API it is the same'
        name == 'ticket' || web.playbooks.check(web.folder.resolve('asked.groovy'), [(name): said]).problems()*.message() == [says]

        where:
        name       | said      || says
        'ticket'   | ' '       || "'ticket' must be filled in."
        'size'     | 'huge'    || "the value given for 'size' is 'huge', but one of small, medium, large is expected"
        'services' | ['ftp']   || "the value given for 'services' is 'ftp', but one of web, db, mail is expected"
        'count'    | '9'       || "the value given for 'count' is more than 5"
        'wait'     | '5s'      || "the value given for 'wait' is less than 1m"
    }

    def 'a secret that is typed is for this run alone: it reaches the run apart, and is nowhere kept, said again or in an address'() {
        when:
        def answer = send(['var.password': ' hunter2 typed '])
        def request = web.runs.begun[-1]

        then:
        answer.statusCode() == 303
        request.login().typed() == ['app/root': new Secret(' hunter2 typed ')]
        request.vars() == [ticket: 'T-1']
        !answer.headers().firstValue('Location').get().contains('hunter2')
        !request.toString().contains('hunter2')

        when: 'the same by the API'
        def made = web.post('/api/v1/runs', '{"playbook": "asked.groovy", "vars": {"ticket": "T-2", "password": "hunter2 sent"}}', OpenApiSpec.AS_API)

        then:
        made.statusCode() == 201
        web.runs.begun[-1].login().typed() == ['app/root': new Secret('hunter2 sent')]
        web.runs.begun[-1].vars() == [ticket: 'T-2']
        !web.store.audit().newest(0, '', 50).toString().contains('hunter2')
        !web.get('/playbooks/asked.groovy').body().contains('hunter2')

        and: 'what is no text is refused'
        web.post('/api/v1/runs', '{"playbook": "asked.groovy", "vars": {"password": 5}}', OpenApiSpec.AS_API).statusCode() == 400
    }

    def 'the form in Chromium: #shape'() {
        given:
        Path folder = Files.createDirectories(Path.of('target', 'screenshots'))
        Page page = browser.page(origin: web.url, width: width, height: height, dark: dark)

        when: 'a person fills it in'
        page.navigate(web.url + '/sign-in?next=/playbooks/asked.groovy')
        page.fill('[name=token]', WebFixture.TOKEN)
        page.click('main form button')
        page.waitForSelector('#runform')
        page.fill('[name="var.ticket"]', 'T-9')
        page.check('[name="var.size"][value=large]')
        page.selectOption('[name="var.zone"]', 'e')
        page.check('[name="var.services"][value=db]')
        page.fill('[name="var.wait"]', '5s')
        page.fill('[name="var.password"]', 'hunter2')
        page.click('#runform button:not([formaction])')
        page.waitForSelector('.var.wrong')
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("run-form-${shape}.png")).setFullPage(true))

        then: 'what is wrong is said at the field, and all the rest stands as typed, but the secret'
        page.textContent('#f-wait .problem') == "the value given for 'wait' is less than 1m"
        page.getAttribute('[name="var.wait"]', 'aria-invalid') == 'true'
        page.inputValue('[name="var.ticket"]') == 'T-9'
        page.isChecked('[name="var.size"][value=large]')
        page.inputValue('[name="var.zone"]') == 'e'
        page.isChecked('[name="var.services"][value=db]') && page.isChecked('[name="var.services"][value=web]')
        page.inputValue('[name="var.password"]') == ''
        page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')

        when:
        page.fill('[name="var.wait"]', '20m')
        page.click('#runform button:not([formaction])')
        page.waitForURL('**/runs/*')

        then:
        web.runs.begun[-1].vars() == [ticket: 'T-9', size: 'large', zone: 'e', services: ['web', 'db'], wait: '20m']
        browser.complaints.findAll { !it.contains('400') } == []

        where:
        shape   | width | height | dark
        'wide'  | 1280  | 800    | false
        'phone' | 390   | 844    | true
    }
}

package dev.steward.web

import dev.steward.dsl.check.Checked
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class RunFormSpec extends Specification {

    static final String PLAYBOOK = '''playbook('Form') {
    vars pause: 10.seconds, room: 2.GiB, count: 3, ports: [80, 443], labels: [team: 'ops']
    play('Say') {
        hosts 'all'
        tasks { task('Say') { debug message: "${pause.toSeconds()} ${count} ${ports} ${labels} ${room}" } }
    }
}
'''

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared Map signed

    def setupSpec() {
        web = new WebFixture(dir)
        Files.writeString(web.folder.resolve('form.groovy'), PLAYBOOK)
        String cookie = web.signIn()
        signed = [Cookie: cookie, csrf: web.csrf(cookie)]
    }

    private post(String field, String said) {
        String form = "csrf=$signed.csrf&$field=${URLEncoder.encode(said, 'UTF-8')}"
        web.post('/playbooks/form.groovy/run', form, [Cookie: signed.Cookie])
    }

    def 'the form offers each parameter as it is written'() {
        when:
        String body = web.get('/playbooks/form.groovy', [Cookie: signed.Cookie]).body()

        then:
        body.contains('name="var.pause" type="text" value="10s"')
        body.contains('name="var.count" type="number" value="3"')
        body.contains('name="var.ports" rows="2"')
        body.contains('>[80,443]</textarea>')
        body.contains('>{"team":"ops"}</textarea>')
    }

    def 'a power playbook has no form: its page leads to Power'() {
        given:
        Files.writeString(web.folder.resolve('lights.groovy'), """playbook('Lights') {
    onBattery confirm: 30.seconds
    phase('One') {
        startWhen { ups.onBatteryFor >= 1.minutes }
        play('Say') { hosts 'all'; tasks { task('Say') { debug message: 'x' } } }
    }
}
""")

        when:
        String body = web.get('/playbooks/lights.groovy', [Cookie: signed.Cookie]).body()

        then:
        body.contains('This is a power playbook')
        body.contains('href="/power"')
        !body.contains('id="runform"')

        cleanup:
        Files.delete(web.folder.resolve('lights.groovy'))
    }

    def 'while a UPS is on battery the form asks why a run is to begin all the same'() {
        when:
        web.power.onBattery()

        then:
        web.get('/playbooks/form.groovy', [Cookie: signed.Cookie]).body().contains('name="onBattery"')

        when:
        web.power.outage = Optional.empty()
        web.power.state = dev.steward.runner.power.PowerState.ONLINE

        then:
        !web.get('/playbooks/form.groovy', [Cookie: signed.Cookie]).body().contains('name="onBattery"')

        cleanup:
        web.power.configured = false
    }

    def 'what cannot begin is shown with its reasons beside what was typed: #what'() {
        given:
        web.runs.refuse = refused
        int before = web.runs.begun.size()

        when:
        String form = [csrf: signed.csrf, 'var.count': count, 'var.pause': '20s', 'var.ports': '[1, 2]', tags: 'a, b', limit: 'ct-2', check: 'true']
                .collect { k, v -> k + '=' + URLEncoder.encode(v, 'UTF-8') }.join('&')
        def answer = web.post('/playbooks/form.groovy/run', form, [Cookie: signed.Cookie])

        then:
        answer.statusCode() == status
        web.runs.begun.size() == before
        String body = answer.body()
        body.contains('The run was not begun.')
        body.replace('&#39;', "'").contains(says)
        body.contains('name="var.count" type="number" value="' + count + '"')
        body.contains('name="var.pause" type="text" value="20s"')
        body.contains('>[1, 2]</textarea>')
        body.contains('name="tags" value="a, b"')
        body.contains('name="limit" value="ct-2"')
        body =~ /name="check" value="true" checked/
        !(body =~ /name="diff" value="true" checked/)

        cleanup:
        web.runs.refuse = []

        where:
        what             | count | refused               || status | says
        'a refused run'  | '5'   | ['ct-2 is not known'] || 422    | 'ct-2 is not known'
        'a wrong number' | 'x'   | []                    || 400    | "'count' must be a number, not 'x'"
    }

    def 'what a person types for #name, "#said", is what the playbook gets'() {
        when:
        int before = web.runs.begun.size()
        def answer = post('var.' + name, said)

        then:
        answer.statusCode() == 303
        web.runs.begun.size() == before + 1

        when:
        Map vars = web.runs.begun[-1].vars()
        Checked checked = web.parts.playbooks().check(web.folder.resolve('form.groovy'), vars)

        then:
        vars.keySet() == [name] as Set
        checked.problems() == []
        (checked as Checked.Accepted).plan().parameters().find { it.name() == name }.value() == value

        where:
        name     | said                    || value
        'pause'  | '5m'                    || Duration.ofMinutes(5)
        'pause'  | '90s'                   || Duration.ofSeconds(90)
        'pause'  | '2.hours'               || Duration.ofHours(2)
        'room'   | '3GiB'                  || 3L << 30
        'room'   | '4096'                  || 4096L
        'count'  | '7'                     || 7
        'ports'  | '[80, 8080]'            || [80L, 8080L]
        'ports'  | '[]'                    || []
        'labels' | '{team: web, tier: 2}'  || [team: 'web', tier: 2L]
        'labels' | '{"team": "ops\\n"}'    || [team: 'ops\n']
    }

    def 'what cannot be that parameter begins nothing: "#said"'() {
        given:
        int before = web.runs.begun.size()

        when:
        def answer = post('var.' + name, said)

        then:
        answer.statusCode() == 400
        answer.body().contains(name)
        web.runs.begun.size() == before

        where:
        name     | said
        'count'  | 'many'
        'ports'  | '{a: 1}'
        'ports'  | '[80'
        'labels' | '{a: 1}, pause: 1s'
        'labels' | '[1]'
    }
}

package dev.steward.web

import dev.steward.runner.app.power.OutageLine
import dev.steward.runner.power.PowerState
import dev.steward.runner.time.SettableTime
import dev.steward.web.parts.Plug
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class PowerPageSpec extends Specification {

    static final Map GOOD = [plan: 'UPS shutdown', reason: 'new battery', token: WebFixture.TOKEN]

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() {
        web = new WebFixture(dir)
        web.power.house()
    }

    private String page(String path = '/power', Map headers = [:]) {
        new PollingConditions(timeout: 5).eventually { assert !web.get('/power').body().contains('is being worked out') }
        web.get(path, headers).body().replaceAll(/\s+/, ' ')
    }

    private post(String word, Map fields, String cookie) {
        String body = (fields + [csrf: web.csrf(cookie)]).collect { k, v -> "$k=${URLEncoder.encode(v as String, 'UTF-8')}" }.join('&')
        web.post("/power/$word", body, [Cookie: cookie])
    }

    def 'everybody sees the UPS, the plan with its phases and the budget against the battery'() {
        expect:
        def text = page()
        ['On mains', 'cyberpower@192.0.2.164:3493', '97 %', '21 min', 'point of no return', 'begins when <code>ups.onBatteryFor &gt;= 5.minutes', 'Fits: even with every limit used up 2 min of battery are left.',
         'left out: steward (CT 109): Steward itself runs there', 'BIOS: power on after AC loss'].every { text.contains(it) }
        !text.contains('name="reason"')
        text.contains('Sign in to steer')
    }

    def 'what does not fit into the battery is red, by words and by colour: #minutes min'() {
        given:
        web.power.runtime = minutes ? Duration.ofMinutes(minutes) : null

        expect:
        def text = page()
        text.contains("budget $level")
        text.contains(words)
        text.contains(' over"') == over

        where:
        minutes | level     | over  | words
        30      | 'fits'    | false | 'Fits: even with every limit used up 11 min'
        12      | 'tight'   | true  | 'Fits as it usually goes, with 4 min to spare'
        5       | 'over'    | true  | 'Does not fit: as it usually goes the battery is empty 3 min before the end.'
        0       | 'unknown' | false | 'nobody knows whether the plan fits'
    }

    def 'disarmed is said in red on every page, and by every answer of the API: #path'() {
        given:
        web.power.armed = false

        expect:
        web.get(path).body() =~ /class="banner bad"[\s\S]*DISARMED/
        WebFixture.json(web.get('/api/v1/power')).armed == false

        when:
        web.power.armed = true

        then:
        !web.get(path).body().contains('DISARMED')

        where:
        path << ['/', '/runs', '/schedules', '/playbooks', '/estate', '/power', '/wake', '/sign-in', '/runs/999']
    }

    def 'every page tells of an outage, and none asks where no UPS is configured'() {
        given:
        web.power.onBattery()

        expect:
        web.get('/runs').body() =~ /class="banner bad"[\s\S]*OUTAGE[\s\S]*Shutting down in order/
        web.get('/').body().contains('The mains is gone')

        when:
        web.power.configured = false

        then:
        !web.get('/runs').body().contains('power-banner')
        web.get('/power').body().contains('No UPS is configured')
        !web.get('/').body().contains('id="power"')
    }

    def 'an outage is shown phase by phase with gates, times and notes'() {
        given:
        web.power.onBattery()

        expect:
        def text = page()
        ['7 min 12 s', 'what is ahead likely takes 9 min', 'can still be undone', 'docker-4 was stopped hard', 'href="/runs/42"', 'ups.onBatteryFor &gt;= 15.minutes'].every { text.contains(it) }

        when:
        web.power.onBattery(true)

        then:
        page().contains('past the point of no return')
    }

    def 'a person who signed in disarms with token, reason and the typed name; what lacks is said and what was typed stays'() {
        given:
        String cookie = web.signIn()

        when: 'the token of the session is not enough'
        def answer = post('disarm', GOOD - [token: WebFixture.TOKEN] + [plan: 'ups'], cookie)

        then:
        answer.statusCode() == 400
        answer.body().contains('Enter your password or the admin token again')
        answer.body().contains('Type the name of the plan')
        answer.body().contains('value="new battery"')
        answer.body() =~ /<details class="steer danger" id="disarm" open/
        web.power.asked == []

        when:
        answer = post('disarm', GOOD + [token: 'stw_wrong'], cookie)

        then:
        answer.statusCode() == 403
        !answer.body().contains('stw_wrong')
        web.power.asked == []

        when:
        answer = post('disarm', GOOD, cookie)

        then:
        answer.statusCode() == 303
        web.power.asked == [['arm', false, 'admin', 'new battery']]
        page('/power', [Cookie: cookie]).contains('id="arm"')
    }

    def 'nobody steers without a sign-in, and no form of another site does'() {
        expect:
        web.post('/power/disarm', 'plan=UPS+shutdown&reason=x&token=' + WebFixture.TOKEN).statusCode() == 401
        web.post('/power/apply', 'plan=UPS+shutdown&reason=x&token=' + WebFixture.TOKEN, [Cookie: web.signIn()]).statusCode() == 403
        web.power.asked == []
    }

    def 'apply and abort from the page reach power protection with who and why'() {
        given:
        String cookie = web.signIn()

        when:
        def applied = post('apply', GOOD + [now: 'true', phase: '2'], cookie)
        web.power.onBattery()
        def aborted = post('abort', GOOD, cookie)

        then:
        applied.headers().firstValue('Location').get() == '/runs/42'
        web.power.asked[0][1].with { it.now() && !it.check() && it.phase().get() == 2 }
        aborted.statusCode() == 303
        web.power.asked*.takeRight(2) == [['admin', 'new battery']] * 2

        when: 'it is too late'
        web.power.refusal = 'The point of no return is behind: the plan is carried out to its end.'
        aborted = post('abort', GOOD, cookie)

        then:
        aborted.statusCode() == 409
        aborted.body().contains('The point of no return is behind')
    }

    def 'a rehearsal is one click, of a scenario that is there'() {
        given:
        String cookie = web.signIn()

        expect:
        post('rehearse', [scenario: 'power-back'], cookie).headers().firstValue('Location').get() == '/runs/44'
        post('rehearse', [scenario: '/etc/passwd'], cookie).statusCode() == 409
        web.power.asked == [['rehearse', 'power-back', 'admin']]
    }

    def 'a server that keeps a real estate has no plug to pull, a demo has'() {
        given:
        String cookie = web.signIn()

        expect:
        web.post('/power/plug', 'csrf=' + web.csrf(cookie), [Cookie: cookie]).statusCode() == 404
        !page('/power', [Cookie: cookie]).contains('Pull the plug')

        when:
        def plug = new PulledPlug()
        web.close()
        web = new WebFixture(dir.resolve('demo'), new SettableTime(Instant.now().truncatedTo(ChronoUnit.SECONDS)), null, null, plug)
        web.power.house()
        cookie = web.signIn()
        web.post('/power/plug', 'csrf=' + web.csrf(cookie), [Cookie: cookie])

        then:
        plug.out()
        page('/power', [Cookie: cookie]).contains('Plug in again')
        web.post('/power/plug', '').statusCode() == 401
    }

    def 'history links its runs'() {
        given:
        web.power.history = [new OutageLine(12, 'outage', web.time.now(), Optional.of(Duration.ofSeconds(542)), 'on battery for 7 min', 'everything as before')]

        expect:
        page() =~ /href="\/runs\/12"[\s\S]*9 min 02 s[\s\S]*everything as before/
    }

    def 'Home shows the strip with the margin, and troubles in its first sentence'() {
        expect:
        page('/').with { it.contains('13 min to spare') && it.contains('97 %') && it.contains('Nothing has run yet') }

        when:
        web.power.runtime = Duration.ofMinutes(5)
        web.time.advance(Duration.ofSeconds(31))

        then:
        new PollingConditions(timeout: 5).eventually { assert web.get('/').body().contains('The power plan does not fit into the battery') }
    }

    def 'a plan that cannot be worked out, and a UPS that is silent, are told'() {
        given:
        web.power.name = null
        web.power.state = PowerState.UNKNOWN
        web.power.upses = [web.power.ups('cyberpower', null, null, null, null, 'upsd does not answer: connection refused')]

        expect:
        def text = page()
        ['did you mean phase?', 'connection refused', 'NO POWER PLAN', 'does not answer'].every { text.contains(it) }
    }

    static class PulledPlug implements Plug {

        private boolean pulled

        @Override
        void pull() { pulled = true }

        @Override
        void back() { pulled = false }

        @Override
        boolean out() { pulled }
    }
}

package dev.steward.web

import dev.steward.runner.app.ScheduleDesk
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import java.time.ZonedDateTime
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Seven days of schedules on their page. */
class WeekSpec extends Specification {

    static final ZoneId BERLIN = WebFixture.BERLIN

    @TempDir Path dir
    @AutoCleanup WebFixture web

    private void at(String now) {
        web = new WebFixture(dir, ZonedDateTime.parse(now + '[Europe/Berlin]').toInstant())
        web.desk.fires['weekly-updates'] = []
    }

    private void schedule(Map how = [:], String name, List<String> fires) {
        web.desk.others << new ScheduleDesk.Planned(name, 'weekly-updates.groovy', 'x', 'Europe/Berlin', '', '', how.overlap ?: false,
                Optional.ofNullable(how.endBy), Optional.ofNullable(how.pause), Optional.empty(), Optional.empty())
        web.desk.fires[name] = fires.collect {
            def (at, mark) = it.split(' ', 2).toList() + [null]
            new ScheduleDesk.Fire(ZonedDateTime.parse(at).withZoneSameInstant(BERLIN), Optional.ofNullable(mark))
        }
    }

    /** Runs of a schedule that took so long. */
    private void took(String name, long minutes) {
        Instant before = web.time.now()
        3.times {
            def log = web.stored.begin(schedule: name)
            log.append(web.stored.started())
            web.time.advance(Duration.ofMinutes(minutes))
            log.append(web.stored.finished(RunStatus.OK, ['web-1']))
        }
        web.time.advance(Duration.between(web.time.now(), before))
    }

    /** Each day's name with its lines. */
    private Map<String, String> days(String query = '') {
        def body = web.get('/schedules' + query).body()
        String list = body.substring(body.indexOf('weeklist'), body.indexOf('</ol>', body.indexOf('weeklist')))
        list.split('<h3>').drop(1).collectEntries {
            String text = it.replaceAll(/<[^>]*>/, ' ').replaceAll(/\s+/, ' ').trim()
            [text.take(10).trim(), text.drop(10).trim()]
        }
    }

    def 'seven days from today tell which schedule fires when, for how long, and what it meets'() {
        given:
        at('2027-02-22T10:00:00+01:00')
        schedule('nightly', ['2027-02-23T03:00:00+01:00', '2027-02-24T03:00:00+01:00'])
        schedule('backup', ['2027-02-23T03:30:00+01:00', '2027-03-03T03:30:00+01:00'])
        took('nightly', 45)
        def days = days()

        expect:
        days.keySet().toList() == ['Mon 22 Feb', 'Tue 23 Feb', 'Wed 24 Feb', 'Thu 25 Feb', 'Fri 26 Feb', 'Sat 27 Feb', 'Sun 28 Feb']
        days['Tue 23 Feb'] == '03:00 nightly usually 45 min 00 s meets backup 03:30 backup meets nightly'
        days['Wed 24 Feb'] == '03:00 nightly usually 45 min 00 s'
        days['Thu 25 Feb'] == 'nothing'
        this.days('?week=1').values().any { it.contains('03:30 backup') }
        web.get('/schedules').body().contains('03:00 nightly, usually 45 min 00 s, meets backup')
        web.get('/schedules?week=99').statusCode() == 400
    }

    def 'hours that a clock change skips or doubles are marked, on #day'() {
        given:
        at(now)
        schedule('odd', fires)
        def body = web.get('/schedules').body()

        expect:
        days()[day] == told
        body.contains("class=\"$band\"")

        where:
        now                         | fires                                                                                                                                      || day          | band    | told
        '2027-03-27T10:00:00+01:00' | ['2027-03-28T03:00:00+02:00 skipped: 02:30 does not exist that day']                                                                        || 'Sun 28 Mar' | 'gone'  | '02:00 to 03:00 does not exist 03:00 odd skipped: 02:30 does not exist that day'
        '2027-10-30T10:00:00+02:00' | ['2027-10-31T02:30:00+02:00 the first of two 02:30 that day', '2027-10-31T02:30:00+01:00 the second of two 02:30 that day']                   || 'Sun 31 Oct' | 'twice' | '02:00 to 03:00 comes twice 02:30 odd the first of two 02:30 that day 02:30 odd the second of two 02:30 that day'
    }

    def 'a fire into its own last run, a pause and an end are told'() {
        given:
        at('2027-02-22T10:00:00+01:00')
        schedule('slow', ['2027-02-23T03:00:00+01:00', '2027-02-23T04:00:00+01:00'], endBy: '06:00')
        schedule('off', [], pause: new ScheduleDesk.Pause('anna', Instant.parse('2027-02-01T00:00:00Z')))
        took('slow', 90)
        def body = web.get('/schedules').body()

        expect:
        days()['Tue 23 Feb'].endsWith('04:00 slow usually 1 h 30 min the last run usually still goes on')
        body.contains('off is paused by anna')
        body.contains('slow must end by 06:00')
    }

    def 'what fires all the time is one line a day, and a week without a fire says so'() {
        given:
        at('2027-02-22T00:00:00+01:00')
        if (busy) {
            schedule('poll', (0..<3000).collect { ZonedDateTime.parse('2027-02-22T00:00:00+01:00').plusMinutes(5L * it).toOffsetDateTime().toString().replaceFirst(/T(..:..)\+/, 'T$1:00+') })
        }
        def body = web.get('/schedules').body()

        expect:
        body.contains(told)
        body.length() < 200_000

        where:
        busy  || told
        true  || '288 fires, 00:00 to 23:55'
        true  || 'poll fires too often to be drawn'
        false || 'Nothing fires in these seven days'
    }
}

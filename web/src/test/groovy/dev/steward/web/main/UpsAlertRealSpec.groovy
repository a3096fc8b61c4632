package dev.steward.web.main

import static dev.steward.runner.notice.Notice.Kind.*

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.real.RealNut
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** A whole server, and Debian's upsd that goes away. */
class UpsAlertRealSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup Server server
    @AutoCleanup RealNut nut = new RealNut(['rack'])
    def soon = new PollingConditions(timeout: 60, delay: 0.2)

    private void start(String days) {
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {web-1: {}}}\n')
        Files.writeString(dir.resolve('steward.yml'), """\
            inventory: hosts.yml
            playbooks: .
            schedules: {}
            server: {port: 0}
            retention: {days: $days}
            power:
              ups: {rack: {host: '${nut.address()}'}}
            """.stripIndent())
        def time = new SystemTime()
        def starting = new Starting(new ConfigLoader([:], dir, dir.resolve('none.yml')), Optional.empty(), [:], time)
        def loaded = starting.config()
        server = starting.server(loaded, (StateDir.open(loaded.config().stateDir(), 'serve', time) as StateDir.Opened.Ours).dir(), Optional.empty())
    }

    private String get(String path) {
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://localhost:${server.port()}$path")).build(), HttpResponse.BodyHandlers.ofString()).body()
    }

    private List<Map> alerts() { (new ObjectMapper().readValue(get('/api/v1/alerts?all=true'), Map)).alerts }

    private List told() { server.runner().store().outbox().last(50)*.notice()*.kind().findAll { it in [UPS_COMM_LOST, UPS_COMM_RESTORED] }.reverse() }

    private boolean answers() { get('/metrics').contains('steward_ups_up{ups="rack"} 1') }

    def 'upsd that goes away is one notice and one alert, on page, REST and metrics, until it is back: #how'() {
        given:
        start(days)
        soon.eventually { assert answers() }

        when:
        nut.stop('upsd')

        then:
        soon.eventually { assert told() == [UPS_COMM_LOST] && alerts()*.state == ['raised'] }
        alerts()[0].subMap(['kind', 'cluster', 'subject', 'severity', 'told']) == [kind: 'ups', cluster: 'steward', subject: 'ups/rack', severity: 'warning', told: true]
        get('/alerts').contains('rack cannot be seen')
        get('/metrics').contains('steward_alerts{kind="ups",state="raised"} 1.0')

        when: 'somebody knows of it, and it comes back'
        server.runner().alerts().acknowledge(alerts()[0].id as long, 'anna', 'a new battery')
        nut.startUpsd()

        then:
        soon.eventually { assert alerts()*.state == ['over'] && told() == [UPS_COMM_LOST, UPS_COMM_RESTORED] }
        alerts()[0].acknowledged_by == 'anna'

        where:
        how                       | days
        'whole'                   | '30'
        'power protection alone'  | 'never'
    }
}

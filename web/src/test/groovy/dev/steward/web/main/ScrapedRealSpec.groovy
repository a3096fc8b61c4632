package dev.steward.web.main

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.real.PrometheusContainer
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.module.grafana.GrafanaLab
import dev.steward.runner.secret.TokenText
import dev.steward.runner.store.Tokens
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

import static dev.steward.real.PrometheusContainer.finished
import static dev.steward.real.PrometheusContainer.good

/** A Steward that serves, watches a cluster and a UPS, and provisions the very Prometheus that scrapes it. */
@Stepwise
@Timeout(240)
class ScrapedRealSpec extends Specification {

    @Shared @TempDir Path folder
    @Shared @AutoCleanup GrafanaLab grafana = new GrafanaLab()
    @Shared @AutoCleanup UpsLab upsd = UpsLab.open(new SystemTime())
    @Shared @AutoCleanup PrometheusContainer place
    @Shared @AutoCleanup Server server
    def soon = new PollingConditions(timeout: 100, delay: 0.5)

    def setupSpec() {
        upsd.add('cyberpower')
        place = new PrometheusContainer(folder, """\
            power: {poll: 1s, ups: {cyberpower: {host: '${upsd.address()}'}}}
            schedules: {nightly: {playbook: patch-guests.groovy, cron: 0 3 * * *}}
            """.stripIndent(), "grafana: {token: $GrafanaLab.TOKEN}\n")
        // the page, too, shows its numbers to whoever has a token that it knows
        place.runner.store().tokens().put('prometheus', TokenText.hash(PrometheusContainer.METRICS), Tokens.POWER)
        server = Server.start(place.loaded, place.dir, place.runner, 0)
        place.served = true
    }

    private Object ask(String query) {
        new ObjectMapper().readValue(new URI("${place.url()}/api/v1/query?query=${URLEncoder.encode(query, 'UTF-8')}").toURL(), Map).data.result
    }

    private String getSteward() { "http://127.0.0.1:${server.port()}" }

    @Row(['P-11', 'P-12', 'P-57'])
    def 'both nodes, the cluster and Steward itself are up, under the names of prometheus-pve-exporter'() {
        when:
        def run = good(place.provision(steward: steward, grafana: grafana.url))

        then:
        finished(run)['Evidence: what up says'].data().json.data.result.collectEntries { [it.metric.job + ' ' + it.metric.instance, it.value[1]] }
                .subMap('pve pve1', 'pve pve2', 'pve-cluster home') == ['pve pve1': '1', 'pve pve2': '1', 'pve-cluster home': '1']
        ask('pve_up{id=~"node/.+"}').collectEntries { [it.metric.id, it.value[1]] } == ['node/pve1': '1', 'node/pve2': '1']
        soon.eventually { assert ask('pve_guest_info{id="lxc/240"}')*.metric*.name == ['prometheus'] }
    }

    @Row('P-15')
    def 'each panel of the dashboard shows something of this house'() {
        given: 'its packages were counted, and it has worked for a while'
        good(place.play(Checkout.root().resolve('playbooks/patch-guests.groovy'), [guests: 'prometheus']))
        def board = grafana.dashboards['steward-overview'].dashboard
        def asked = board.panels*.targets.flatten().findAll()*.expr.collect { it.replace('$__rate_interval', '30s') }

        expect:
        asked.size() > 25
        soon.eventually {
            def empty = asked.findAll { ask(it).isEmpty() }
            assert empty == []
        }
    }

    @Row('P-17')
    def 'a UPS on battery rings, a node that is off will after its two minutes, and what scrapes stays up'() {
        when:
        upsd.ups('cyberpower').set('ups.status', 'OB DISCHRG')
        place.lab.kill('pve2')

        then:
        soon.eventually {
            assert ask('ALERTS{alertname="UpsOnBattery", alertstate="firing"}')*.metric*.ups == ['cyberpower']
            assert ask('ALERTS{alertname="ProxmoxNodeOffline", alertstate="pending"}')*.metric*.id == ['node/pve2']
        }
        ask('up{job="pve-cluster"}')*.value*.getAt(1) == ['1']

        cleanup:
        upsd.ups('cyberpower').set('ups.status', 'OL')
    }
}

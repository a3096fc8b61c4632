package dev.steward.runner.module.grafana

import com.fasterxml.jackson.databind.ObjectMapper
import com.sun.net.httpserver.HttpServer
import dev.steward.house.Row
import dev.steward.real.PrometheusContainer
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.lang.Timeout

import static dev.steward.real.PrometheusContainer.changed
import static dev.steward.real.PrometheusContainer.finished
import static dev.steward.real.PrometheusContainer.good
import static dev.steward.real.PrometheusContainer.status

/** provision-prometheus-lxc.groovy, there and back: container 240 on a simulated cluster, Debian's Prometheus under a real systemd. */
@Stepwise
@Timeout(300)
class ProvisionPrometheusRealSpec extends Specification {

    @Shared @TempDir Path folder
    @Shared @AutoCleanup GrafanaLab grafana = new GrafanaLab()
    @Shared List<String> scraped = [].asSynchronized()
    @Shared HttpServer exporter = exporter()
    @Shared @AutoCleanup PrometheusContainer place
    @Shared Map before

    def setupSpec() {
        place = new PrometheusContainer(folder, '', "grafana: {token: $GrafanaLab.TOKEN}\n")
        before = cluster()
    }

    def cleanupSpec() { exporter.stop(0) }

    /** What Prometheus is to scrape; only with the token. */
    private HttpServer exporter() {
        HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0).tap {
            createContext('/') { e ->
                boolean known = e.requestHeaders.getFirst('Authorization') == "Bearer $PrometheusContainer.METRICS"
                if (known) {
                    scraped << e.requestURI.toString()
                }
                byte[] text = 'pve_up{id="node/pve1"} 1\n'.bytes
                e.responseHeaders.set('Content-Type', 'text/plain; version=0.0.4')
                e.sendResponseHeaders(known ? 200 : 401, text.length)
                e.responseBody.withCloseable { it.write(text) }
            }
            start()
        }
    }

    private Map getVars() { [steward: "http://127.0.0.1:${exporter.address.port}".toString(), grafana: grafana.url] }

    /** All of the cluster but the container. */
    private Map cluster() {
        place.lab.change { c -> c.guests().findAll { it.key != PrometheusContainer.VMID }.collectEntries { id, g -> [id, [g.node(), g.running(), g.config().toString()]] } }
    }

    private Object ask(String path) { new ObjectMapper().readValue(new URI(place.url() + path).toURL(), Map).data }

    def 'check mode on a cluster without the container says what it would do, and does nothing'() {
        when:
        def dry = good(place.provision(vars, true))

        then:
        finished(dry)['The container runs'].message().contains('would create')
        place.lab.guest(240) == null
        grafana.writes == []
    }

    @Row(['P-13', 'P-14', 'P-57'])
    def 'the first run creates, starts, installs and enables, and shows that all targets are up; the second one changes nothing'() {
        when:
        def first = good(place.provision(vars))

        then:
        with(place.lab.guest(240)) {
            running()
            config().subMap('hostname', 'cores', 'memory', 'features', 'unprivileged', 'onboot') == [hostname: 'prometheus', cores: 2, memory: 2048, features: 'nesting=1', unprivileged: 1, onboot: 1]
            text('rootfs') =~ /^local-zfs:.*size=16G/
            text('net0').startsWith("name=eth0,bridge=vmbr1,ip=${place.address()}/24,gw=192.0.2.1")
        }
        place.judge('systemctl is-enabled prometheus; systemctl is-active prometheus').readLines() == ['enabled', 'active']

        and: 'what the run keeps as evidence'
        finished(first)['Every target is up'].data().json.data.activeTargets*.health == ['up'] * 5
        // Debian's own configuration, which was there for a moment, may be seen for five minutes more
        finished(first)['Evidence: what up says'].data().json.data.result.findAll { it.value[1] == '1' }.collect { it.metric.job + '/' + it.metric.instance }
                .containsAll(['pve/pve1', 'pve/pve2', 'pve-cluster/home', "prometheus/${place.address()}:9090".toString(), "steward/127.0.0.1:${exporter.address.port}".toString()])
        scraped.toSet() == ['/metrics', '/pve?cluster=1&node=0&target=home', '/pve?cluster=0&node=1&target=pve1', '/pve?cluster=0&node=1&target=pve2'] as Set

        and: 'kept so long'
        ask('/api/v1/status/runtimeinfo').storageRetention == '30d or 12GiB'

        when:
        def second = good(place.provision(vars))

        then:
        changed(second) == []
    }

    def 'the token lies where Prometheus alone reads it, and nowhere else'() {
        expect:
        place.judge("stat -c '%a %U:%G' /etc/prometheus/steward.token").strip() == '640 root:prometheus'
        place.judge("grep -rl $PrometheusContainer.METRICS /etc /var/log /tmp").strip() == '/etc/prometheus/steward.token'
    }

    @Row('P-17')
    def 'the alert rules are loaded, and are those that come with the product'() {
        given:
        def groups = ask('/api/v1/rules').groups

        expect:
        place.judge('promtool check rules /etc/prometheus/rules/steward.yml').contains('SUCCESS')
        groups*.name.toSet() == ['steward', 'proxmox', 'ups'] as Set
        groups*.rules.flatten().every { it.health in ['ok', 'unknown'] }
        groups*.rules.flatten()*.name.containsAll(['StewardNoGreenRun', 'ProxmoxStorageFull', 'ProxmoxQuorumLost', 'UpsOnBattery'])
    }

    @Row('P-14')
    def 'retention is another where another is asked for, with the data of before; less than a day is refused'() {
        given:
        def begun = ask('/api/v1/query?query=count_over_time(up[10m])').result.size()

        when:
        def run = good(place.provision(vars + [retention: '15d', keepSize: '8GB']))

        then:
        changed(run) == ['prometheus: How long it keeps, and where it listens', 'prometheus: Restart Prometheus']
        ask('/api/v1/status/runtimeinfo').storageRetention == '15d or 8GiB'
        begun >= 5

        and:
        status(place.provision(vars + [retention: '1h'])) == 'failed'
        ask('/api/v1/status/runtimeinfo').storageRetention == '15d or 8GiB'
    }

    @Row('P-15')
    def 'Grafana has the data source, which it can use, and the dashboard with its panels'() {
        expect:
        grafana.sources['steward-prometheus'].subMap('type', 'url', 'access') == [type: 'prometheus', url: place.url(), access: 'proxy']
        with(grafana.dashboards[Board.UID].dashboard) {
            ['CPU', 'RAM', 'Storages', 'Network', 'Charge', 'Runs'].every { word -> panels*.title.any { it.contains(word) } }
            panels.findAll { it.targets }.every { it.datasource.uid == '${datasource}' }
            templating.list[0].current.value == 'steward-prometheus'
        }
    }

    def 'a target that does not answer fails the run, which says which one and why'() {
        when:
        def told = changed(place.provision(vars + [steward: 'http://127.0.0.1:9'])).last()

        then:
        ['Say which are not', 'these 5 targets shall be up', 'pve pve2 down', 'connection refused'].every { told.contains(it) }

        cleanup:
        good(place.provision(vars))
    }

    def 'an id that somebody else has is left alone'() {
        when:
        def run = place.provision(vars + [vmid: 101])

        then:
        status(run) == 'failed'
        finished(run)['Nobody else'].message().contains('guest 101 is somebody else')
        cluster() == before

        and: 'removed neither'
        changed(place.provision(vars + [vmid: 101, state: 'absent', grafana: '']))[0].contains("consent names 'prometheus', but lxc/101 is 'web'; nothing was destroyed")
        cluster() == before
    }

    @Row('P-18')
    def 'a Prometheus that is lost is rolled back: container, data source and dashboard are gone, the rest of the cluster as it was'() {
        given:
        place.judge('systemctl kill -s KILL prometheus; rm -rf /var/lib/prometheus')

        when: 'Grafana is away too'
        def half = place.provision(vars + [state: 'absent', grafana: 'http://127.0.0.1:9'])

        then: 'the container goes all the same, and what is left is told'
        status(half) == 'failed'
        place.lab.guest(240) == null
        changed(half).any { it.startsWith('pve1: The dashboard is gone no answer from Grafana at http://127.0.0.1:9') }
        grafana.sources.size() == 1

        when: 'it is back'
        good(place.provision(vars + [state: 'absent']))

        then:
        grafana.sources.isEmpty()
        grafana.dashboards.isEmpty()
        cluster() == before
        place.lab.pvesh('GET', '/cluster/status', [:]).every { it.type == 'node' ? it.online == 1 : it.quorate == 1 }

        when: 'once more'
        def again = good(place.provision(vars + [state: 'absent']))

        then:
        changed(again) == []
    }
}

package dev.steward.web.main

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.real.PrometheusContainer
import dev.steward.runner.config.monitor.MetricsConfig
import dev.steward.runner.secret.Secret
import dev.steward.web.server.MetricsServer
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.lang.Timeout

import static dev.steward.real.PrometheusContainer.finished
import static dev.steward.real.PrometheusContainer.good
import static dev.steward.real.PrometheusContainer.status

/** Debian's Prometheus, as the playbook sets it up, and the address that serves metrics and nothing else. */
@Stepwise
@Timeout(300)
class MeteredRealSpec extends Specification {

    @Shared int port = new ServerSocket(0).withCloseable { it.localPort }
    @Shared @TempDir Path folder
    @Shared @AutoCleanup PrometheusContainer place
    @Shared @AutoCleanup Server server
    @Shared @AutoCleanup MetricsServer other

    def setupSpec() {
        place = new PrometheusContainer(folder, "server: {metrics: {bind: 0.0.0.0, port: $port, token: \"secret('metrics/token')\"}}\n")
        server = Server.start(place.loaded, place.dir, place.runner, 0)
        place.served = true
        other = new MetricsServer(new MetricsConfig('0.0.0.0', 0, Optional.of(new Secret('a-token-of-somebody-else'))), Metering.of(place.runner)).start()
    }

    private Map<String, String> up() {
        new ObjectMapper().readValue(new URI("${place.url()}/api/v1/query?query=up").toURL(), Map).data.result.collectEntries { [it.metric.job + ' ' + it.metric.instance, it.value[1]] }
    }

    private String at(int port) { "http://${place.address()}:$port" }

    def 'with another token its targets are down, and the run says why'() {
        when:
        def run = place.provision(steward: at(other.port()))

        then:
        status(run) == 'failed'
        with(finished(run)['Say which are not'].message()) {
            contains("steward ${place.address()}:${other.port()} down server returned HTTP status 401 Unauthorized")
            contains('pve-cluster home down')
            contains('the secret metrics/token is not the token of server.metrics in steward.yml')
        }
        up()["steward ${place.address()}:${other.port()}" as String] == '0'
    }

    @Row('P-12')
    def 'it scrapes that address with the token from its file, and all targets are up'() {
        when:
        good(place.provision(steward: at(port)))
        def token = place.root().resolve('etc/prometheus/steward.token')
        def written = Files.readString(place.root().resolve('etc/prometheus/prometheus.yml'))

        then:
        // what was scraped of another address a moment ago is remembered for five minutes
        up().findAll { it.key =~ /^(steward|pve)/ && !it.key.endsWith(":${other.port()}") } ==
                [("steward ${place.address()}:$port" as String): '1', 'pve pve1': '1', 'pve pve2': '1', 'pve-cluster home': '1']

        and: 'the token lies in the file alone, which others cannot read'
        Files.readString(token).trim() == PrometheusContainer.METRICS
        PosixFilePermissions.toString(Files.getPosixFilePermissions(token)) == 'rw-r-----'
        written.contains('credentials_file: /etc/prometheus/steward.token')
        !written.contains(PrometheusContainer.METRICS)
    }
}

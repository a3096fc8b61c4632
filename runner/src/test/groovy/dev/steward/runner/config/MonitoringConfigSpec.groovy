package dev.steward.runner.config

import dev.steward.runner.config.monitor.GrafanaConfig
import dev.steward.runner.secret.Secret
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** The section {@code monitoring}. */
class MonitoringConfigSpec extends Specification {

    @TempDir Path dir

    private LoadedConfig load(String text) {
        new ConfigLoader([:], dir).load(Optional.of(Files.writeString(dir.resolve('steward.yml'), text)))
    }

    def 'without it there is neither a Prometheus nor a Grafana'() {
        expect:
        with(load('{}').config().monitoring()) {
            prometheus() == Optional.empty()
            grafana() == Optional.empty()
            secrets() == []
        }
    }

    def 'a reference to a token is looked up, and the token is masked'() {
        given:
        def loaded = load("monitoring: {prometheus: 'http://192.0.2.240:9090/', grafana: {url: 'http://nas:3000/', token: \"secret('grafana')\"}}")

        when:
        def whole = ConfigSecrets.resolved(loaded, FileSecrets.open(loaded.config().secrets(), [STEWARD_SECRET_GRAFANA: 'glsa_1']))

        then:
        whole.monitoring().prometheus() == Optional.of('http://192.0.2.240:9090')
        whole.monitoring().grafana() == Optional.of(new GrafanaConfig('http://nas:3000', Optional.of(new Secret('glsa_1'))))
        new Secret('glsa_1') in whole.kept()
        !whole.toString().contains('glsa_1')
    }

    def 'an address that is none refuses the start: #said'() {
        when:
        load("monitoring: {$said}")

        then:
        def e = thrown(ConfigRefused)
        e.message.contains(told)
        !e.message.contains('user:pw')

        where:
        said                                      || told
        "prometheus: 'nas:9090'"                  || "prometheus is 'nas:9090'; expected an address such as"
        "prometheus: 'http://user:pw@nas:9090'"   || 'prometheus has a login in it'
        "grafana: {url: 'nas'}"                   || "url is 'nas'"
        'grafana: {token: x}'                     || 'monitoring.grafana.url is missing'
        "grafana: {url: 'http://nas', user: x}"   || "unknown key 'user'"
    }
}

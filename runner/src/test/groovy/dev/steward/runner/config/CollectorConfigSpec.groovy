package dev.steward.runner.config

import dev.steward.runner.config.collect.CollectorConfig
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.Secrets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class CollectorConfigSpec extends Specification {

    @TempDir Path dir

    private LoadedConfig load(String collector) {
        Files.writeString(dir.resolve('steward.yml'), "collector: $collector\n")
        new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.empty())
    }

    def 'without a word it collects each 5 min, nodes each 30 s, keeps 30 days and sends nothing'() {
        expect:
        load('{}').config().collector() == CollectorConfig.DEFAULT
        CollectorConfig.DEFAULT.with { it.interval() == Duration.ofMinutes(5) && it.metrics() == Duration.ofSeconds(30) && it.retention() == Duration.ofDays(30) && it.push().empty }
    }

    def 'every key arrives, and tokens are masked'() {
        given:
        def loaded = load("{interval: 10m, metrics: 60s, retention: 7d, push: {url: 'https://nanny.example.com/api/proxmox/', token: a-token, renewUrl: 'https://nanny.example.com/token', refreshToken: another}}")
        def config = loaded.config().collector()

        expect:
        config.interval() == Duration.ofMinutes(10)
        config.metrics() == Duration.ofMinutes(1)
        config.retention() == Duration.ofDays(7)
        config.push().get().with { it.url() == 'https://nanny.example.com/api/proxmox' && it.token() == new Secret('a-token') && it.renewUrl().get() == 'https://nanny.example.com/token' && it.refreshToken().get() == new Secret('another') }
        loaded.settings().findAll { it.name() in ['collector.push.token', 'collector.push.refreshToken'] }*.value() == ['***', '***']
        loaded.config().kept().containsAll([new Secret('a-token'), new Secret('another')])
    }

    def 'a reference is looked up'() {
        given:
        def loaded = load("{push: {url: 'https://a.example.com', token: \"secret('push/token')\"}}")

        expect:
        ConfigSecrets.resolved(loaded, { path -> Optional.of(new Secret("the $path" as String)) } as Secrets).collector().push().get().token() == new Secret('the push/token')
        ConfigSecrets.again(loaded.config().collector().push().get().token(), { path -> Optional.of(new Secret('later')) } as Secrets).get() == new Secret('later')
        ConfigSecrets.again(new Secret('a text'), { path -> Optional.of(new Secret('later')) } as Secrets).empty
    }

    def 'what makes no sense is refused at its place: #yaml'() {
        when:
        load(yaml)

        then:
        def refused = thrown(ConfigRefused)
        refused.problems().size() == 1
        refused.problems()[0].toString().with { it.contains('steward.yml:1:') && it.contains(words) }

        where:
        yaml                                                                         | words
        '{intervall: 5m}'                                                            | "unknown key 'intervall'"
        '{interval: 5}'                                                              | 'expected a duration'
        '{interval: 1s}'                                                             | 'interval is shorter than 30s'
        '{metrics: 1s}'                                                              | 'metrics is shorter than 10s'
        '{retention: 1h}'                                                            | 'retention is shorter than 1d'
        "{push: {url: 'https://a.example.com'}}"                                     | 'collector.push.token is missing'
        "{push: {url: 'http://a.example.com', token: x}}"                            | 'unencrypted'
        "{push: {url: 'a.example.com', token: x}}"                                   | 'expected an address'
        "{push: {url: 'https://me:pw@a.example.com', token: x}}"                     | 'expected an address'
        "{push: {url: 'https://a.example.com', token: x, refreshToken: y}}"          | 'refreshToken is given without renewUrl'
        "{push: {url: 'https://a.example.com', token: x, tokn: y}}"                  | "unknown key 'tokn'"
    }
}

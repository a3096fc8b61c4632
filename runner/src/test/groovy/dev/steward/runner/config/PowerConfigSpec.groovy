package dev.steward.runner.config

import dev.steward.house.Row
import dev.steward.runner.config.power.BlindConfig
import dev.steward.runner.config.power.PowerConfig
import dev.steward.runner.config.power.RecoveryConfig
import dev.steward.runner.config.power.SelfConfig
import dev.steward.runner.config.power.UpsConfig
import dev.steward.runner.config.power.UpsTls
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.Secrets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class PowerConfigSpec extends Specification {

    @TempDir Path dir

    private LoadedConfig load(String power) {
        Files.writeString(dir.resolve('steward.yml'), power.startsWith('power:') ? power : "power: $power\n")
        new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.empty())
    }

    private List<String> problems(String power) {
        try {
            load(power)
            []
        } catch (ConfigRefused e) {
            e.problems()*.toString()*.replace(dir.toString() + '/', '')
        }
    }

    def 'without the section there is none; a UPS alone is enough'() {
        expect:
        load('power: {ups: {apc: {}}}').config().power().get() == PowerConfig.DEFAULT.with([apc: UpsConfig.DEFAULT])
        new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.of(Files.writeString(dir.resolve('x.yml'), 'playbooks: b\n'))).config().power().empty

        and:
        with(PowerConfig.DEFAULT) {
            plan().empty
            armed()
            [warning(), critical(), emergency()] == [30, 20, 10]
            [poll(), pollOnBattery(), deadTime(), offFor()]*.toSeconds() == [5, 2, 60, 30]
            calCap() == Duration.ofHours(2)
            margin() == 20
        }
    }

    def 'every key arrives'() {
        when:
        def power = load('''\
            power:
              plan: ups-shutdown.groovy
              armed: false
              ups:
                rack-a:
                  host: pi:3494
                  name: cyberpower
                  user: monitor
                  password: hunter22
                  tls: {use: require, ca: ca.pem}
                  feeds: [pve1, pve2]
                  nominal: 1350
                  timeout: 3s
                rack-b: {host: 192.0.2.9, feeds: [pve1]}
              minSupplies: {pve1: 2}
              poll: 10s
              pollOnBattery: 3s
              deadTime: 90s
              warning: 50
              critical: 40
              emergency: 15
              stableFor: 45s
              flapping: 4m
              offFor: 20s
              calCap: 1h
              forcedOnMains: act
              blind: {onBattery: hold, onMains: 10m, margin: 50}
              hints: spool
              self: {guest: 101}
              recovery: {enabled: false, tries: 5, delay: 1s, onError: ignore}
              margin: 30
              reserve: 4m
              watts: {pve1: 200}
              eventLog: /var/log/ups-events.log
            '''.stripIndent()).config().power().get()

        then:
        power == new PowerConfig(Optional.of('ups-shutdown.groovy'), false,
                ['rack-a': new UpsConfig('pi:3494', Optional.of('cyberpower'), Optional.of('monitor'), Optional.of(new Secret('hunter22')),
                        new UpsTls(UpsTls.Use.REQUIRE, Optional.of(dir.resolve('ca.pem')), true, []), ['pve1', 'pve2'], Optional.of(1350), Duration.ofSeconds(3)),
                 'rack-b': new UpsConfig('192.0.2.9', Optional.empty(), Optional.empty(), Optional.empty(), UpsTls.DEFAULT, ['pve1'], Optional.empty(), Duration.ofSeconds(10))],
                [pve1: 2L], Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(90), 50, 40, 15,
                Duration.ofSeconds(45), Duration.ofMinutes(4), Duration.ofSeconds(20), Duration.ofHours(1), PowerConfig.Forced.ACT,
                new BlindConfig(BlindConfig.OnBattery.HOLD, Optional.of(Duration.ofMinutes(10)), 50), dir.resolve('spool'),
                new SelfConfig(Optional.of('101'), Optional.empty(), false),
                new RecoveryConfig(false, 5, Duration.ofSeconds(1), RecoveryConfig.OnError.IGNORE), 30, Optional.of(Duration.ofMinutes(4)), [pve1: 200L], Optional.of('/var/log/ups-events.log'))
        power.draws('pve1').getAsDouble() == 200
        power.draws('pve2').empty
        power.needs('pve1') == 2
        power.needs('pve2') == 1
        power.fed() == ['pve1', 'pve2'].toSet()
    }

    @Row('G-14')
    def 'the port is 3493 where none is said: #host'() {
        given:
        def ups = load("{ups: {apc: {host: '$host'}}}").config().power().get().ups().apc

        expect:
        ups.hostname() == name
        ups.port() == port
        ups.address('apc') == address

        where:
        host                   | name           | port | address
        'localhost'            | 'localhost'    | 3493 | 'apc@localhost:3493'
        'localhost:3493'       | 'localhost'    | 3493 | 'apc@localhost:3493'
        '192.0.2.164:4000'     | '192.0.2.164'  | 4000 | 'apc@192.0.2.164:4000'
        '[2001:db8::1]'        | '2001:db8::1'  | 3493 | 'apc@[2001:db8::1]:3493'
        '[2001:db8::1]:4000'   | '2001:db8::1'  | 4000 | 'apc@[2001:db8::1]:4000'
    }

    def 'a password is masked, and a reference is looked up'() {
        given:
        def loaded = load("{ups: {apc: {user: monitor, password: \"secret('nut/monitor')\"}}}")
        def secrets = { path -> path == 'nut/monitor' ? Optional.of(new Secret('hunter22')) : Optional.empty() } as Secrets

        expect:
        loaded.settings().find { it.name() == 'power.ups.apc.password' }.value() == '***'
        ConfigSecrets.resolved(loaded, secrets).with {
            it.power().get().ups().apc.password().get() == new Secret('hunter22') && it.kept().contains(new Secret('hunter22'))
        }

        when:
        ConfigSecrets.resolved(loaded, { path -> Optional.empty() } as Secrets)

        then:
        def refused = thrown(ConfigRefused)
        refused.problems()[0].toString().with { it.contains('steward.yml:1:') && it.contains("there is no secret 'nut/monitor'") }
    }

    @Row('G-08')
    def 'what makes no sense is refused at its place: #yaml'() {
        when:
        def all = problems(yaml)

        then:
        all.size() == 1
        all[0].startsWith("steward.yml:1:")
        all[0].contains(words)

        where:
        yaml                                                              | words
        '{}'                                                              | 'power.ups is missing'
        '{ups: {}}'                                                       | 'ups is empty'
        '{ups: {apc: {}}, plann: x}'                                      | "unknown key 'plann' in power"
        '{ups: {apc: {hots: x}}}'                                         | "unknown key 'hots' in power.ups.apc"
        "{ups: {apc: {}}, plan: ''}"                                      | 'plan is empty'
        '{ups: {apc: {}}, poll: 5}'                                       | 'expected a duration'
        '{ups: {apc: {}}, poll: 2m}'                                      | 'poll is 120.0s; expected 1s to 60s'
        '{ups: {apc: {}}, pollOnBattery: 100ms}'                          | 'pollOnBattery is 0.1s'
        '{ups: {apc: {}}, deadTime: 5s}'                                  | 'deadTime is 5.0s; expected 15s to 10m'
        '{ups: {apc: {}}, warning: 20}'                                   | 'critical is 20, which is not below warning (20)'
        '{ups: {apc: {}}, emergency: 25}'                                 | 'emergency is 25, which is not below critical (20)'
        '{ups: {apc: {}}, warning: 101}'                                  | 'warning is 101; expected 0 to 100'
        '{ups: {apc: {}}, emergency: -1}'                                 | 'emergency is -1; expected 0 to 100'
        '{ups: {apc: {}}, critical: 20%}'                                 | "expected a whole number, not '20%'"
        '{ups: {apc: {}}, margin: 90}'                                    | 'margin is 90'
        '{ups: {apc: {}}, blind: {onMains: 10s}}'                         | 'onMains is 10.0s'
        '{ups: {apc: {}}, blind: {onBattery: wait}}'                      | 'expected one of countdown, hold'
        '{ups: {apc: {}}, self: {guest: 101, outside: true}}'             | 'guest is given beside outside'
        '{ups: {apc: {}}, recovery: {tries: 0}}'                          | 'tries is 0'
        '{ups: {apc: {host: "localhost:3493:3493"}}}'                     | "host is 'localhost:3493:3493'"
        '{ups: {apc: {host: "pi:99999"}}}'                                | "host is 'pi:99999'"
        '{ups: {apc: {nominal: 0}}}'                                      | 'nominal is 0; expected watts'
        '{ups: {apc: {}}, watts: {pve1: much}}'                           | 'watts has pve1: much'
        '{ups: {apc: {user: monitor}}}'                                   | 'user is given alone'
        '{ups: {apc: {tls: {ca: x.pem}}}}'                                | 'ca is given, but use is off'
        '{ups: {apc: {tls: {use: require, fingerprint: [AB]}}}}'          | 'openssl x509 -in upsd.pem'
        '{ups: {apc: {tls: {use: try}}}}'                                 | 'require'
        '{ups: {"my ups": {}}}'                                           | "ups has the name 'my ups'"
        '{ups: {a: {name: x}, b: {name: x}}}'                             | 'ups has x@localhost:3493 twice, as a and b'
        '{ups: {a: {feeds: [pve1]}, b: {}}}'                              | 'ups has b without feeds'
        '{ups: {a: {feeds: [pve1]}}, minSupplies: {pve2: 1}}'             | 'minSupplies has pve2, which no UPS feeds'
        '{ups: {a: {feeds: [pve1]}}, minSupplies: {pve1: 2}}'             | 'only 1 of the UPSes feed it'
        '{ups: {a: {feeds: [pve1]}}, minSupplies: {pve1: all}}'           | 'expected a whole number'
    }

    def 'all that is wrong is said at once, each at its place'() {
        when:
        def all = problems('''\
            power:
              ups:
                apc: {host: 'a b', user: x}
              poll: 2m
              critical: 40
              emergency: 60
              margin: 99
            '''.stripIndent())

        then:
        all.size() == 6
        all.count { it.startsWith('steward.yml:3:') } == 2
        ['steward.yml:4:9', 'steward.yml:5:13', 'steward.yml:6:14', 'steward.yml:7:11'].every { place -> all.any { it.startsWith(place) } }
    }
}

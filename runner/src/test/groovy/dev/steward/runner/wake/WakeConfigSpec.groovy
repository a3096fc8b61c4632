package dev.steward.runner.wake

import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.config.ConfigRefused
import dev.steward.runner.config.wake.WakeConfig.Action
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.LocalTime
import spock.lang.Specification
import spock.lang.TempDir

class WakeConfigSpec extends Specification {

    @TempDir Path dir

    private load(String wake, String more = 'home: {endpoints: [https://pve1.example.com:8006], token: root@pam!t=x}') {
        Files.writeString(dir.resolve('steward.yml'), "schedules: {}\nproxmox: {$more}\nwake: $wake\n")
        WakeRule.of(new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml'))))
    }

    def 'a rule is read, and what it does not say has its usual value'() {
        when:
        def rules = load("{media: {vmid: 204, idle: 20m, except: ['08:00-18:00', '23:00-01:00'], action: suspend, url: 'https://media.example.com/'}, pve: {vmid: 0, node: pve1}}")

        then:
        rules*.name() == ['media', 'pve']
        with(rules[0].config()) {
            it.idle().get() == Duration.ofMinutes(20)
            it.action() == Action.SUSPEND
            it.knock() == 443
            it.wakeTimeout() == Duration.ofMinutes(3)
            it.stopTimeout() == Duration.ofMinutes(1)
            it.hours().hold(LocalTime.of(8, 0)) && !it.hours().hold(LocalTime.of(18, 0))
            it.hours().hold(LocalTime.of(23, 30)) && it.hours().hold(LocalTime.of(0, 59)) && !it.hours().hold(LocalTime.of(1, 0))
        }
        rules[1].config().knock() == 8006
        rules*.cluster() == ['home', 'home']
    }

    def 'what makes no sense is refused with its place: #wake'() {
        when:
        load(wake, clusters)

        then:
        ConfigRefused e = thrown()
        e.problems()*.toString().any { it.contains(words) && it =~ /steward.yml:\d+:\d+/ }

        where:
        wake                                         | clusters                                                                       || words
        '{a: {}}'                                    | one()                                                                          || 'wake.a.vmid is missing'
        '{a: {vmid: 7}}'                             | one()                                                                          || 'vmid is 7'
        '{a: {vmid: 0}}'                             | one()                                                                          || 'node is missing'
        '{a: {vmid: 101, node: pve1}}'               | one()                                                                          || 'node is given for a guest'
        '{a: {vmid: 0, node: pve1, idle: 5m}}'       | one()                                                                          || 'idle is given for a node'
        '{a: {vmid: 101, idle: 10s}}'                | one()                                                                          || 'idle is shorter than 1m'
        '{a: {vmid: 101, except: [8-18]}}'           | one()                                                                          || "except has '8-18'"
        '{a: {vmid: 101, action: kill}}'             | one()                                                                          || 'expected one of shutdown, suspend, stop'
        '{a: {vmid: 101, url: "javascript:alert(1)"}}' | one()                                                                        || 'expected an address such as'
        '{a: {vmid: 101, port: 70000}}'              | one()                                                                          || 'port is 70000'
        '{a: {vmid: 101, idel: 5m}}'                 | one()                                                                          || "unknown key 'idel'"
        '{"a b": {vmid: 101}}'                       | one()                                                                          || 'a name has letters'
        '{a: {vmid: 101, cluster: hom}}'             | one()                                                                          || "did you mean 'home'"
        '{a: {vmid: 101}}'                           | one() + ', away: {endpoints: [https://x.example.com:8006], token: root@pam!t=x}' || 'is missing: there are home, away'
        '{a: {vmid: 101}}'                           | ''                                                                             || 'configure the cluster'
    }

    private static String one() { 'home: {endpoints: [https://pve1.example.com:8006], token: root@pam!t=x}' }
}

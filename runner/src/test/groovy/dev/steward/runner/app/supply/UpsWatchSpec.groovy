package dev.steward.runner.app.supply

import dev.steward.house.Row
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.lab.ups.LabUser
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.power.PowerEvent
import dev.steward.runner.power.PowerState
import dev.steward.runner.power.upsmon.NotifyScript
import dev.steward.runner.time.SystemTime
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit

/** From upsd and upsmon's NOTIFYCMD to the signal that gates read, on the real clock. */
@Timeout(90)
class UpsWatchSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup UpsLab lab = UpsLab.open(new SystemTime()).user(LabUser.secondary('steward', 'geheim'))
    def ups = lab.add('cyberpower')
    @AutoCleanup UpsWatch watch
    def told = new CopyOnWriteArrayList<PowerEvent>()
    def soon = new PollingConditions(timeout: 20, delay: 0.02)
    Path spool
    Path script

    def setup() {
        spool = Files.createDirectory(folder.resolve('ups'))
        script = Files.writeString(folder.resolve('steward-notify'), NotifyScript.text(spool))
        script.toFile().setExecutable(true)
    }

    private void start(String more = '') {
        Files.writeString(folder.resolve('steward.yml'), """\
power:
  hints: $spool
  ups: {cyberpower: {host: '${lab.address()}', user: steward, password: geheim, timeout: 2s}}
  $more
""")
        def config = new ConfigLoader([:], folder, folder.resolve('none.yml')).load(Optional.empty()).config().power().get()
        watch = UpsWatch.of(config, Optional.empty(), folder.resolve('state'), new SystemTime(), { told << it })
        watch.start()
        soon.eventually { assert watch.feed().state() == PowerState.ONLINE }
    }

    private void say(String type) {
        def builder = new ProcessBuilder(script as String, "UPS cyberpower: $type")
        builder.environment().putAll([NOTIFYTYPE: type, UPSNAME: 'cyberpower@localhost'])
        assert builder.start().waitFor(10, TimeUnit.SECONDS)
    }

    def 'an event of upsmon is known within 200 ms, whatever the poll'() {
        given:
        start('poll: 60s')
        soon.eventually { assert ups.logins() == 1 }

        when:
        def took = (1..5).collect {
            def seen = watch.feed().now()
            ups.set('ups.status', it % 2 ? 'OB DISCHRG' : 'OL')
            def began = System.nanoTime()
            say(it % 2 ? 'ONBATT' : 'ONLINE')
            def signal = watch.feed().next(seen, Duration.ofSeconds(5))
            def ms = (System.nanoTime() - began).intdiv(1_000_000)
            assert signal.onBattery() == (it % 2 == 1)
            watch.feed().next(signal, Duration.ofMillis(1300))
            ms
        }
        println "from the call of NOTIFYCMD to the signal in ms: $took"

        then:
        took.sort()[2] < 200
    }

    def 'without a hint an outage is known within one poll'() {
        given:
        start('poll: 1s')
        def seen = watch.feed().now()
        def began = System.nanoTime()

        when:
        ups.set('ups.status', 'OB DISCHRG')

        then:
        soon.eventually { assert watch.feed().now().onBattery() }
        System.nanoTime() - began < 2_000_000_000L
        !seen.onBattery()
    }

    def 'a hint that lies wakes the poller and stops nothing: #type'() {
        given:
        start('poll: 60s')
        def asked = lab.requests().count('LIST VAR cyberpower')

        when:
        say(type)

        then:
        soon.eventually { assert lab.requests().count('LIST VAR cyberpower') > asked }
        with(watch.feed().now()) {
            !forced()
            !onBattery()
            !confirmed()
            !emergency()
        }
        told.empty

        where:
        type << ['FSD', 'LOWBATT', 'ONBATT', 'SHUTDOWN']
    }

    @Row('G-19')
    def 'upsd that restarts is found again, and its loss and return are told'() {
        given:
        start('poll: 1s')

        when:
        lab.stop()

        then:
        soon.eventually { assert told*.kind().any { it =~ /comm.lost/ } }

        when:
        lab.start()

        then:
        soon.eventually { assert told*.kind().any { it =~ /comm.(restored|back)/ } }
        watch.feed().state() == PowerState.ONLINE
        soon.eventually { assert ups.logins() == 1 }

        when:
        watch.logOut()

        then:
        soon.eventually { assert ups.logins() == 0 }
    }

    def 'what is wrong with watching is said'() {
        given:
        lab.user(LabUser.secondary('steward', 'anders'))
        Files.delete(spool)
        start()

        expect:
        soon.eventually {
            assert watch.troubles().any { it.contains('ACCESS-DENIED') }
            assert watch.troubles().any { it.contains('is missing') && it.contains('ups-config') }
        }
    }
}

package dev.steward.runner.outage

import dev.steward.house.Row
import dev.steward.runner.power.upsmon.NotifyScript
import java.nio.file.Files
import java.util.concurrent.TimeUnit

/** The script that upsmon calls, called as upsmon calls it: the type in the environment, a text of its own as the argument. */
class NotifiedSpec extends WatchedKit {

    private void plan() {
        house(cluster(), '{outside: true}', "phase('Second node') { startWhen { ups.onBatteryFor >= 10.minutes }\n${down('pve2')} }\n"
                + "phase('First node') { startWhen { ups.onBatteryFor >= 30.minutes }\n${down('pve1')} }")
    }

    private void upsmon(String type, String status) {
        ups.set('ups.status', status)
        def script = folder.resolve('steward-notify')
        Files.writeString(script, NotifyScript.text(folder.resolve('hints')))
        script.toFile().setExecutable(true)
        def called = new ProcessBuilder(script as String, "UPS cyberpower@localhost says something ($type)")
        called.environment().putAll([NOTIFYTYPE: type, UPSNAME: 'cyberpower@localhost'])
        assert called.start().waitFor(10, TimeUnit.SECONDS)
    }

    /** "kind text" of each dated line so far. */
    private List<String> lines() {
        def file = folder.resolve('state/power/events.log')
        Files.exists(file) ? Files.readAllLines(file).collect { assert it ==~ /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S+ \S+ .+/; it.split(' ', 2)[1] } : []
    }

    private boolean logged(String kind) { lines().any { it.startsWith("$kind ") } }

    @Row('P-21')
    def 'ONBATT and ONLINE are logged and stop nothing'() {
        given:
        plan()

        when:
        upsmon('ONBATT', 'OB DISCHRG')
        soon.eventually { assert logged('power_lost') }
        upsmon('ONLINE', 'OL CHRG')
        soon.eventually { assert logged('power_restored') }

        then:
        up() == ['pve1', 'pve2']
        kit.writes() == []
    }

    @Row('P-21')
    def '#type is logged and stops the second node at once, long before its gate, and the first one only then'() {
        given:
        plan()
        upsmon('ONBATT', 'OB DISCHRG')
        soon.eventually { assert logged('power_lost') }

        when:
        upsmon(type, status)
        soon.eventually { assert up() == [] }

        then:
        logged(kind)
        kit.writes().findAll { it.endsWith('/status') } == ['POST /nodes/pve2/status', 'POST /nodes/pve1/status']
        lines().findAll { it.startsWith('phase_start ') }*.contains(why) == [true, true]

        where:
        type      | status             || kind              | why
        'LOWBATT' | 'OB DISCHRG LB'    || 'low_battery'     | 'the UPS reports low battery'
        'FSD'     | 'FSD OB DISCHRG LB' || 'forced_shutdown' | 'another primary has set FSD'
    }
}

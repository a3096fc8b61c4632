package dev.steward.runner.app.hold

import dev.steward.runner.power.PowerFeed
import dev.steward.runner.power.PowerSignal
import dev.steward.runner.power.UpsReading
import dev.steward.runner.power.UpsStatus
import java.time.Duration

/** A house whose power the spec holds in its hand. */
class HandFeed implements PowerFeed {

    volatile PowerSignal signal = online()

    static PowerSignal online(Map how = [:]) { said([on: 3600, status: 'OL'] + how) }

    static PowerSignal onBattery(Map how = [:]) { said([outage: 1, battery: true, confirmed: true, off: 90, status: 'OB DISCHRG'] + how) }

    private static PowerSignal said(Map how) {
        new PowerSignal(how.confirmed ?: false, how.battery ?: false, how.outage ?: 0, Duration.ofSeconds(how.off ?: 0), Duration.ofSeconds(how.on ?: 0),
                Optional.empty(), Optional.empty(), Optional.empty(), how.low ?: false, how.forced ?: false, false, false, Optional.empty(),
                [cyberpower: new UpsReading.Answered(UpsStatus.of(['ups.status': how.status]))] as Map, [])
    }

    @Override
    PowerSignal now() { signal }

    @Override
    PowerSignal next(PowerSignal seen, Duration longest) { throw new UnsupportedOperationException('nobody waits here') }
}

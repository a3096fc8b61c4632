package dev.steward.runner.outage

import dev.steward.runner.time.SystemTime
import dev.steward.runner.time.Time
import java.time.Duration
import java.time.Instant

/** The machine's clocks, some times as fast; two processes that begin at the same instant agree on the wall clock. */
class QuickTime implements Time {

    private final SystemTime real = new SystemTime()
    private final Instant base
    private final int times

    QuickTime(Instant base, int times) {
        this.base = base
        this.times = times
    }

    @Override
    Instant now() { base + Duration.between(base, real.now()).multipliedBy(times) }

    @Override
    long nanos() { real.nanos() * times }

    @Override
    void sleep(Duration duration) { real.sleep(duration.dividedBy(times)) }
}

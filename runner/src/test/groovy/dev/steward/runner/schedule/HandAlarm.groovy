package dev.steward.runner.schedule

import java.time.Instant

/** An alarm that the spec rings. */
class HandAlarm implements Alarm {

    private java.util.function.Consumer<String> ring
    private final Map<String, Instant> set = Collections.synchronizedMap([:])

    @Override
    void start(java.util.function.Consumer<String> ring, Runnable look) { this.ring = ring }

    @Override
    void set(String schedule, Instant at) { set[schedule] = at }

    @Override
    void clear(String schedule) { set.remove(schedule) }

    void ringDue(Instant now) {
        set.findAll { name, at -> !at.isAfter(now) }.keySet().each { ring.accept(it) }
    }

    @Override
    void close() { }
}

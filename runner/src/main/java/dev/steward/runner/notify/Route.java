package dev.steward.runner.notify;

import dev.steward.runner.config.notify.RouteConfig;
import dev.steward.runner.config.notify.RouteConfig.Outside;
import dev.steward.runner.config.wake.Hours;
import dev.steward.runner.notice.Notice;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** What of its kinds a channel is told, and when. A test is told always and at once. */
final class Route {

    /** All, at once. */
    static final Route ALWAYS = new Route(RouteConfig.DEFAULT, ZoneId.of("UTC"));

    private final RouteConfig config;
    private final ZoneId zone;

    Route(RouteConfig config, ZoneId zone) {
        this.config = config;
        this.zone = zone;
    }

    /** Whether a notice is told on this channel at all, now or later. */
    boolean takes(Notice notice) {
        if (test(notice)) {
            return true;
        }
        boolean loud = notice.severity().ordinal() >= config.severity().ordinal();
        boolean dropped = config.outside() == Outside.DROP && !urgent(notice) && !open(notice.at());
        return loud && !dropped;
    }

    /** Whether it neither waits nor is collected. */
    boolean urgent(Notice notice) {
        return test(notice) || notice.severity().ordinal() >= config.urgent().ordinal();
    }

    /** Until when a notice waits; empty: it is told now. */
    Optional<Instant> waits(Notice notice, Instant now) {
        if (urgent(notice)) {
            return Optional.empty();
        }
        Instant ripe = config.digest().map(span -> notice.at().plus(span)).orElse(now);
        Instant from = ripe.isAfter(now) ? ripe : now;
        return open(from) ? Optional.of(from).filter(now::isBefore) : Optional.of(opens(from));
    }

    /** Whether notices are collected. */
    boolean collects() {
        return config.digest().isPresent();
    }

    /** Until when one that cannot be delivered is tried again; counted from when it was to be told first, not from when it was raised. */
    Instant lasts(Notice notice) {
        return waits(notice, notice.at()).orElse(notice.at()).plus(config.giveUp());
    }

    private static boolean test(Notice notice) {
        return notice.kind() == Notice.Kind.TEST;
    }

    private boolean open(Instant at) {
        if (config.from().isEmpty()) {
            return true;
        }
        LocalTime time = at.atZone(zone).toLocalTime();
        return new Hours.Span(config.from().get(), config.to().orElseThrow()).holds(time);
    }

    /** The next begin of its hours after a moment outside them. */
    private Instant opens(Instant after) {
        ZonedDateTime day = after.atZone(zone);
        ZonedDateTime begin = day.with(config.from().orElseThrow());
        return (begin.isAfter(day) ? begin : begin.plusDays(1)).toInstant();
    }
}

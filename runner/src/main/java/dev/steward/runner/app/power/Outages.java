package dev.steward.runner.app.power;

import dev.steward.runner.outage.Outage;
import dev.steward.runner.outage.OutageEnd;
import dev.steward.runner.outage.OutageParts;
import dev.steward.runner.outage.claim.BeatingFeed;
import dev.steward.runner.outage.claim.Claim;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.outage.journal.Past;
import dev.steward.runner.outage.self.Inhibitor;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Carries outages out, one at a time, in the thread that calls. */
final class Outages {

    static final String PERSON = "needsPerson";
    static final String SINCE = "since";
    static final String ONLY = "only";

    private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
    private static final String AS_IT_WAS = "asItWas";
    private static final String PLAN_CHANGED = "planChanged";

    private final PowerParts parts;
    private volatile Optional<Present> present = Optional.empty();

    Outages(PowerParts parts) {
        this.parts = parts;
    }

    /** The one at work. */
    Optional<Present> present() {
        return present;
    }

    /** Why a person has to bring something back; empty: nothing is left of an earlier outage. */
    Optional<String> needsPerson() {
        Past past = journal().past();
        return past.open() && present.isEmpty() ? past.kept(PERSON) : Optional.empty();
    }

    private Journal journal() {
        return parts.machine().journal();
    }

    /** Begins one; what an earlier one left to be brought back is brought back with it. */
    OutageEnd begin(Present next) {
        Journal journal = next.journal();
        Past left = journal.past();
        if (left.begun().isPresent()) {
            journal.aside(parts.time().now());
        }
        if (left.open()) {
            left.kept(AS_IT_WAS).ifPresent(json -> journal.append(new Entry.Kept(AS_IT_WAS, json)));
            left.deeds().forEach(deed -> journal.append(new Entry.Deed(deed)));
        }
        journal.append(new Entry.Kept(SINCE, next.since().toString()));
        String only = Only.of(next.order().how()).map(Only::toString).orElse("");
        if (!only.isEmpty() || journal.past().kept(ONLY).isPresent()) {
            journal.append(new Entry.Kept(ONLY, only));
        }
        return carryOut(next);
    }

    /** Undoes what the journal holds. */
    OutageEnd recover(Present next) {
        Past past = next.journal().past();
        if (!next.order().plan().hash().equals(past.begun().orElseThrow().hash())) {
            next.journal()
                    .append(new Entry.Kept(PLAN_CHANGED, next.order().plan().hash()));
        }
        next.journal()
                .append(new Entry.Turned("asked for by " + next.order().cause().name()));
        return carryOut(next);
    }

    /** Carries one out, from where its journal stands. */
    OutageEnd carryOut(Present now) {
        PowerParts.Machine machine = parts.machine();
        PowerParts.Site site = now.site().get();
        OutageParts with = new OutageParts(
                site.engine(),
                new BeatingFeed(now.feed(), now.order().how().check() ? Claim.NONE : machine.claim()),
                now.journal(),
                site.house(),
                machine.allowance(),
                parts.config().recovery().enabled(),
                () -> machine.own().order().isPresent(),
                parts.time(),
                machine.bootId());
        present = Optional.of(now);
        // what is not on disk when the own machine goes down is lost: it waits until that is so
        Inhibitor inhibitor = now.order().how().check() ? Inhibitor.none() : Inhibitor.hold("an outage is carried out");
        try {
            OutageEnd end = new Outage(with, now.order(), now.row().log(), now.hand()).run();
            if (!now.order().how().check()) {
                settle(end);
            }
            return end;
        } finally {
            inhibitor.close();
            MDC.remove("run");
            present = Optional.empty();
        }
    }

    private void settle(OutageEnd end) {
        Optional<Map<String, Object>> own = parts.machine().own().order();
        if (end.kind() != OutageEnd.Kind.LEFT) {
            parts.machine().claim().release();
        }
        switch (end.kind()) {
            case UNDONE -> journal().append(new Entry.Over(end.words()));
            case NEEDS_PERSON -> journal().append(new Entry.Kept(PERSON, end.words()));
            case DONE -> own.ifPresentOrElse(this::last, () -> journal().append(new Entry.Over(end.words())));
            case LEFT -> LOG.info("Steward ends during the outage; its next start goes on");
        }
    }

    /** The own machine goes down; whether it was told so is known after a restart. */
    void last(Map<String, Object> order) {
        journal()
                .append(new Entry.HandedOver(
                        parts.machine().bootId().get(), parts.time().now()));
        try {
            LOG.warn("The last order of the outage: {}", parts.machine().last().give(order));
        } catch (IOException e) {
            LOG.error("The own machine could not be told to go down: {}", e.getMessage());
            journal().append(new Entry.Kept(PERSON, "the own machine could not be told to go down: " + e.getMessage()));
        }
    }
}

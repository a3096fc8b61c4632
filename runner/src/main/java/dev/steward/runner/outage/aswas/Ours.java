package dev.steward.runner.outage.aswas;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.outage.aswas.Mark.What;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that an outage did to clusters: only this is undone.
 *
 * @param marks in the order they were made, each once
 */
public record Ours(Set<Mark> marks) {

    /** Nothing. */
    public static final Ours NOTHING = new Ours(Set.of());

    private static final EventJson JSON = new EventJson();

    public Ours {
        marks = new LinkedHashSet<>(marks);
    }

    /** From kept marks. */
    public static Ours of(Collection<Mark> marks) {
        return new Ours(new LinkedHashSet<>(marks));
    }

    /** A mark as JSON, one line. */
    public static String json(Mark mark) {
        return JSON.text(mark);
    }

    /**
     * A mark from its JSON.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Mark mark(String json) {
        return JSON.value(json, Mark.class);
    }

    /** Whether nothing was done to a cluster. */
    public boolean none(String cluster) {
        return marks.stream().noneMatch(mark -> mark.cluster().equals(cluster));
    }

    /** The values of one kind of deed on a cluster. */
    public Set<String> of(String cluster, What what) {
        return marks.stream()
                .filter(mark -> mark.cluster().equals(cluster) && mark.what() == what)
                .map(Mark::value)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether a guest is down by this outage: it was brought down itself, or its node was switched off. */
    public boolean stopped(String cluster, AsWas.GuestWas guest) {
        return of(cluster, What.GUEST_STOPPED).contains(guest.id())
                || of(cluster, What.NODE_OFF).contains(guest.node());
    }
}

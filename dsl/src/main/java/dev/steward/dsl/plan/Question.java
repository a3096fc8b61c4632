package dev.steward.dsl.plan;

import java.util.List;
import java.util.Optional;

/**
 * What {@code ask} says of a parameter beyond its default, for whoever fills in the form, and for whatever gives it a value.
 *
 * @param label in a few words; empty: none
 * @param help more words beside it; empty: none
 * @param choices the only values there are; of a list those its elements are taken from; none: whatever fits the type
 * @param least the smallest number, duration or size; empty: no limit
 * @param most the greatest; empty: no limit
 * @param required whether a run begins only with a value that is not empty
 */
public record Question(
        String label,
        String help,
        List<Object> choices,
        Optional<Object> least,
        Optional<Object> most,
        boolean required) {

    /** Nothing is said. */
    public static final Question NONE = new Question("", "", List.of(), Optional.empty(), Optional.empty(), false);

    public Question {
        choices = List.copyOf(choices);
    }
}

package dev.steward.web.parts;

import dev.steward.runner.app.RunRefused;
import dev.steward.runner.app.alert.AlertDesk;
import dev.steward.runner.app.alert.AlertRefused;
import dev.steward.web.http.Refused;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong that is watched, and the channels by which people are told.
 *
 * @param desk alerts and silences
 * @param channels their names, and tests of them
 */
public record AlertParts(AlertDesk desk, Channels channels) {

    /** The channels by which people are told. */
    public interface Channels {

        /** Their names. */
        List<String> names();

        /**
         * Sends a notice that says nothing else.
         *
         * @param channel the only one; empty: all
         * @return a line for each that took it
         * @throws RunRefused where there is none, or one did not take it
         */
        List<String> test(String by, Optional<String> channel) throws RunRefused;
    }

    /** Something that the desk may refuse. */
    @FunctionalInterface
    public interface Question<T> {

        /** The answer. */
        T answer() throws AlertRefused;
    }

    /**
     * The answer.
     *
     * @throws Refused where the desk refuses, with its words
     */
    public static <T> T asked(Question<T> question) {
        try {
            return question.answer();
        } catch (AlertRefused e) {
            throw e.isUnknown() ? Refused.notFound(e.getMessage()) : Refused.bad(e.getMessage());
        }
    }

    /**
     * Tests channels.
     *
     * @throws Refused with what each said that did not take it
     */
    public List<String> test(String by, Optional<String> channel) {
        try {
            return channels.test(by, channel);
        } catch (RunRefused e) {
            throw new Refused(422, "It did not arrive", e.problems().get(0), e.problems());
        }
    }
}

package dev.steward.web.http;

import java.util.Optional;

/** What is answered. */
public sealed interface Reply {

    /**
     * A page or a part of one.
     *
     * @param status of HTTP
     * @param template its name, without the ending
     * @param title of the page
     * @param view what the template shows
     * @param whole whether head, menu and foot go around it
     */
    record Page(int status, String template, String title, Object view, boolean whole) implements Reply {}

    /**
     * Data.
     *
     * @param status of HTTP
     * @param data a record or plain data
     */
    record Json(int status, Object data) implements Reply {}

    /**
     * Text as a file.
     *
     * @param type of media
     * @param text the whole
     * @param name to save it under; empty: shown
     */
    record Text(String type, String text, Optional<String> name) implements Reply {}

    /**
     * A text that is written piece by piece, since it may be long.
     *
     * @param name to save it under
     * @param pieces writes them
     */
    record Pieces(String name, Writing pieces) implements Reply {}

    /**
     * See another page (303).
     *
     * @param to a path of this server
     * @param session what the session's cookie becomes; empty: as it is; an empty text removes it
     */
    record See(String to, Optional<String> session) implements Reply {}

    /**
     * To another server, and back (302).
     *
     * @param to its address
     * @param state what this browser is known by when it comes back; for a few minutes
     */
    record Away(String to, String state) implements Reply {}

    /**
     * Signed in, coming from another server. A browser that is led on by one does not send the session's cookie, so the next
     * page is asked for by this answer itself.
     *
     * @param to a path of this server
     * @param session what the session's cookie becomes
     */
    record Entered(String to, String session) implements Reply {}

    /**
     * Events as they happen ({@code text/event-stream}).
     *
     * @param source begins to send; it returns at once
     */
    record Stream(Source source) implements Reply {}

    /** Begins to send events. */
    @FunctionalInterface
    interface Source {

        /**
         * Begins.
         *
         * @param channel to the client
         * @return ends the sending; called once when the client is gone
         */
        AutoCloseable begin(EventChannel channel);
    }

    /** Writes a long text. */
    @FunctionalInterface
    interface Writing {

        /**
         * Writes.
         *
         * @throws java.io.IOException when the receiver is gone
         */
        void to(Appendable out) throws java.io.IOException;
    }

    /** A whole page. */
    static Page page(String template, String title, Object view) {
        return new Page(200, template, title, view, true);
    }

    /** A part of a page, for a script to put in place. */
    static Page part(String template, Object view) {
        return new Page(200, template, "", view, false);
    }

    /** Data. */
    static Json json(Object data) {
        return new Json(200, data);
    }

    /** Another page. */
    static See see(String to) {
        return new See(to, Optional.empty());
    }
}

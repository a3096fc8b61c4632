package dev.steward.web.http;

import java.io.IOException;

/** The way to one client of an event stream. It blocks while the client is slow. */
public interface EventChannel {

    /**
     * Sends events.
     *
     * @param frames as the protocol wants them: each ends with an empty line (WHATWG HTML, 9.2.5)
     * @throws IOException when the client is gone
     */
    void send(String frames) throws IOException;

    /** Nothing more comes. */
    void end();
}

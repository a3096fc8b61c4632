package dev.steward.web.http;

/** What a request wants. GET changes nothing; the others may, and are asked for a sign-in. */
public enum Verb {
    GET,
    POST,
    PATCH,
    DELETE;

    /** Whether a body belongs to it. */
    public boolean sends() {
        return this == POST || this == PATCH;
    }
}

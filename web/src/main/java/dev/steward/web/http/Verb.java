package dev.steward.web.http;

/** What a request wants. GET changes nothing; POST may, and is asked for a sign-in. */
public enum Verb {
    GET,
    POST
}

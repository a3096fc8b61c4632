package dev.steward.web.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A request that passed the guard.
 *
 * @param verb what it wants
 * @param path as asked for, without the query
 * @param places the named parts of the path
 * @param query its parameters, in order
 * @param body as sent; empty where none belongs to the verb
 * @param headers by name, whatever its case; null where there is none
 * @param caller who sent it
 * @param sender where it came from
 */
public record Request(
        Verb verb,
        String path,
        Map<String, String> places,
        Params query,
        String body,
        UnaryOperator<String> headers,
        Caller caller,
        Sender sender) {

    /** One of this machine. */
    public Request(
            Verb verb,
            String path,
            Map<String, String> places,
            Params query,
            String body,
            UnaryOperator<String> headers,
            Caller caller) {
        this(verb, path, places, query, body, headers, caller, Sender.HERE);
    }

    /** A named part of the path. */
    public String place(String name) {
        return places.get(name);
    }

    /**
     * A named part of the path that is a number above 0.
     *
     * @throws Refused 404 where it is none
     */
    public long number(String name) {
        try {
            long number = Long.parseLong(place(name));
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw Refused.notFound("There is no " + name + " '" + place(name) + "'.");
        }
        throw Refused.notFound("There is no " + name + " '" + place(name) + "'.");
    }

    /** A header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.apply(name));
    }

    /** The fields of a sent form. */
    public Params form() {
        return Params.parse(body);
    }

    /** Whether JSON or a stream is wanted rather than a page. */
    public boolean api() {
        return path.startsWith("/api/");
    }

    /** The media types that the sender takes. */
    public List<String> accepts() {
        return header("Accept")
                .map(accept -> List.of(accept.split("\\s*,\\s*")))
                .orElse(List.of());
    }
}

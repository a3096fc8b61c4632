package dev.steward.web.http;

import java.util.Optional;

/**
 * A way in.
 *
 * @param verb GET changes nothing
 * @param path with named parts in braces
 * @param access who may
 * @param handler answers
 * @param operation what it does, in the words of the API's description; empty for a page
 */
public record Route(Verb verb, String path, Access access, Handler handler, Optional<Operation> operation) {

    /** One that the API's description leaves out, as a page. */
    public Route(Verb verb, String path, Access access, Handler handler) {
        this(verb, path, access, handler, Optional.empty());
    }

    /** Who may use a way in. */
    public enum Access {
        /** Everyone on this machine. */
        READ,
        /** Who is signed in as operator or admin, or has a token. */
        CHANGE,
        /** Who is signed in, whatever its role: it ends its own session. */
        SIGN_OUT,
        /** Who is signed in, whatever its role, or has an admin's token: the handler shows and changes what is its own. */
        SELF,
        /** Who is signed in as admin, or has the admin token; whether it reads or changes. */
        ADMIN,
        /** The same, though it changes nothing: it shows what root reads on a host. */
        PRIVATE,
        /** Everyone, from every machine, though it may be a POST: the sign-in itself, and whether the server lives. */
        SIGN_IN,
        /** As READ; what a token of scope metrics may read, and nothing else. */
        METRICS,
        /** Another program, with a token of its own that the handler looks at. */
        HOOK,
        /** An agent, with its token. */
        AGENT,
        /** Everyone on this machine as far as it is read, who is signed in otherwise; an agent for what it told itself. */
        OWN,
        /** Who is signed in as admin, and confirms to the handler; or a token of scope power. No other token implies it. */
        POWER,
        /** Who is signed in, or has a token of any scope but an agent's: it only plays an outage. */
        REHEARSE
    }

    /** Answers requests. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Answers.
         *
         * @throws Refused told to the sender
         * @throws Exception logged under an ID which the sender is told
         */
        Reply handle(Request request) throws Exception;
    }

    /** A page or fact. */
    public static Route get(String path, Handler handler) {
        return new Route(Verb.GET, path, Access.READ, handler);
    }

    /** What is shown to those alone who may change things. */
    public static Route told(String path, Handler handler) {
        return new Route(Verb.GET, path, Access.PRIVATE, handler);
    }

    /** What is for admins alone. */
    public static Route admin(Verb verb, String path, Handler handler) {
        return new Route(verb, path, Access.ADMIN, handler);
    }

    /** What is somebody's own. */
    public static Route self(Verb verb, String path, Handler handler) {
        return new Route(verb, path, Access.SELF, handler);
    }

    /** What a monitoring system reads. */
    public static Route metrics(String path, Handler handler) {
        return new Route(Verb.GET, path, Access.METRICS, handler);
    }

    /** A change. */
    public static Route post(String path, Handler handler) {
        return new Route(Verb.POST, path, Access.CHANGE, handler);
    }

    /** What another program tells. */
    public static Route hook(String path, Handler handler) {
        return new Route(Verb.POST, path, Access.HOOK, handler);
    }

    /** What an agent tells. */
    public static Route agent(String path, Handler handler) {
        return new Route(Verb.POST, path, Access.AGENT, handler);
    }

    /** What an agent may do with what it told, too. */
    public static Route own(Verb verb, String path, Handler handler) {
        return new Route(verb, path, Access.OWN, handler);
    }

    /** What steers power protection. */
    public static Route power(String path, Handler handler) {
        return new Route(Verb.POST, path, Access.POWER, handler);
    }

    /** The same, described. */
    public Route as(Operation what) {
        return new Route(verb, path, access, handler, Optional.of(what));
    }
}

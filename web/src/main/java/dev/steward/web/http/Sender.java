package dev.steward.web.http;

import java.util.Optional;

/**
 * Where a request came from, as far as that is believed.
 *
 * @param address of the client; where a trusted proxy hands it on, the one that the proxy says
 * @param secure whether the client sent it by TLS, to us or to a trusted proxy
 * @param host as the client asked for it, with the port where one was said; empty text: none
 * @param near whether it came from this machine itself, by one of its loopback names
 */
public record Sender(String address, boolean secure, String host, boolean near) {

    /** This machine, where nothing else is known. */
    public static final Sender HERE = new Sender("127.0.0.1", false, "localhost", true);

    /** How the client asked: https or http. */
    public String scheme() {
        return secure ? "https" : "http";
    }

    /** What a browser takes for the origin of the page it is shown: a port that goes without saying is left out. */
    public String origin() {
        return scheme() + "://" + host.replaceFirst(secure ? ":443$" : ":80$", "");
    }

    /** What was done, with the other machine it was done from. */
    public String did(String what) {
        return what + elsewhere().map(from -> " from " + from).orElse("");
    }

    /** The address, where it is another machine's. */
    public Optional<String> elsewhere() {
        return near ? Optional.empty() : Optional.of(address);
    }
}

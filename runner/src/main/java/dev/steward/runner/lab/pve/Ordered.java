package dev.steward.runner.lab.pve;

import dev.steward.runner.lab.pve.http.Reply;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * A fault ordered for some requests.
 *
 * @param node the one asked; empty for any
 * @param method empty for any
 * @param path a regular expression for the path below /api2/json
 * @param before whether it happens instead of the request; else to its answer
 * @param what of an answer makes what is sent; null from it cuts the connection
 * @param thaw what the request waits for first; null for nothing
 */
record Ordered(
        String node, String method, String path, boolean before, UnaryOperator<Reply> what, CountDownLatch thaw) {

    boolean hits(String asked, String verb, String where) {
        return (node.isEmpty() || node.equals(asked))
                && (method.isEmpty() || method.equals(verb))
                && where.matches(path);
    }
}

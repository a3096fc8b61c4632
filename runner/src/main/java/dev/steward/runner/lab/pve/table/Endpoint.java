package dev.steward.runner.lab.pve.table;

import java.util.List;
import java.util.Optional;

/**
 * One method of the API in one release.
 *
 * @param path with names in braces
 * @param flags node, protected, ticket: see the head of the table
 * @param may who may call it, in the API's own words (JSON); root alone: {@code root}
 */
public record Endpoint(String method, String path, List<String> flags, String may, List<Param> params) {

    public Endpoint {
        flags = List.copyOf(flags);
        params = List.copyOf(params);
    }

    /** Whether the node in its path answers it. */
    public boolean ofNode() {
        return flags.contains("node");
    }

    /** Whether a process that may write the cluster's files answers it. */
    public boolean guarded() {
        return flags.contains("protected");
    }

    /** Whether it refuses API tokens. */
    public boolean ticketOnly() {
        return flags.contains("ticket");
    }

    /** The parameter a request's key means. */
    public Optional<Param> param(String key) {
        return params.stream().filter(param -> param.covers(key)).findFirst();
    }

    /** The path's segments. */
    public List<String> segments() {
        return List.of(path.substring(1).split("/"));
    }

    /** As a line of the table begins. */
    public String title() {
        return method + " " + path;
    }
}

package dev.steward.runner.proxmox;

/**
 * A call, as an error names it.
 *
 * @param cluster the configured name
 * @param endpoint as {@code https://pve1.example.com:8006}; empty: none was reached
 * @param method GET, POST, PUT or DELETE
 * @param path without query
 */
public record PveCall(String cluster, String endpoint, String method, PvePath path) {

    /** Whether it changes nothing. */
    public boolean reads() {
        return method.equals("GET");
    }

    @Override
    public String toString() {
        return method + " " + path + (endpoint.isEmpty() ? "" : " at " + endpoint) + " (cluster " + cluster + ")";
    }
}

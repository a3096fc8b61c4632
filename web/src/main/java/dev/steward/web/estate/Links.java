package dev.steward.web.estate;

import dev.steward.runner.proxmox.estate.Guest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of the estate's pages. */
public final class Links {

    private Links() {}

    /** A cluster's. */
    public static String cluster(String cluster) {
        return "/estate/clusters/" + segment(cluster);
    }

    /** A node's. */
    public static String node(String cluster, String node) {
        return cluster(cluster) + "/nodes/" + segment(node);
    }

    /** A guest's; it stays where it is when the guest moves. */
    public static String guest(Guest guest) {
        return cluster(guest.cluster()) + "/guests/" + guest.vmid();
    }

    /** The address of the topology of one cluster. */
    public static String graph(String cluster) {
        return "/estate/graph?cluster=" + segment(cluster);
    }

    /** A name as one part of an address. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

package dev.steward.web.estate;

import java.util.List;

/**
 * A node as a line.
 *
 * @param key {@code home/node/pve1}
 * @param name of it
 * @param href its page
 * @param status online, offline, maintenance
 * @param address of its cluster network; empty: not known
 * @param load what it uses
 * @param guests how many run, of how many
 * @param sums over its guests: processors, memory, disk
 * @param list its guests on the estate page
 */
public record NodeLine(
        String key,
        String name,
        String href,
        String status,
        String address,
        LoadLine load,
        Meter guests,
        List<Meter> sums,
        String list) {}

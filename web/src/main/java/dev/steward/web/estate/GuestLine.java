package dev.steward.web.estate;

import java.util.List;

/**
 * A guest as a line.
 *
 * @param key {@code home/lxc/101}
 * @param id {@code lxc/101}
 * @param name of it
 * @param href its page
 * @param place where it is
 * @param mark Agentless, or Requires agent
 * @param status running, stopped …; template for one
 * @param words of its addresses, tags, pool, lock, HA
 * @param load what it uses
 */
public record GuestLine(
        String key,
        String id,
        String name,
        String href,
        Place place,
        String mark,
        String status,
        Words words,
        LoadLine load) {

    /** Where it is, and that page. */
    public record Place(String cluster, String node, String href) {}

    /**
     * What else there is to say; empty texts where there is nothing.
     *
     * @param addresses the best first
     * @param unknown why there is none, or perhaps more
     * @param updates packages that could be upgraded, as a run counted them
     */
    public record Words(
            List<String> addresses,
            String unknown,
            List<String> tags,
            String pool,
            String lock,
            String ha,
            long updates) {}
}

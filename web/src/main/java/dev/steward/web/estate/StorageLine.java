package dev.steward.web.estate;

/**
 * A storage; a shared one is one line.
 *
 * @param name of it
 * @param where the node, or "shared"
 * @param type its plugin
 * @param content what it may hold
 * @param available whether it can be used now
 * @param use how full it is
 */
public record StorageLine(String name, String where, String type, String content, boolean available, Meter use) {}

package dev.steward.runner.event;

/**
 * A change of a text, or of a property of a file.
 *
 * @param name of what changed, as a path
 * @param before the text before; empty where it did not exist
 * @param after the text after; empty where it no longer exists
 */
public record Diff(String name, String before, String after) {}

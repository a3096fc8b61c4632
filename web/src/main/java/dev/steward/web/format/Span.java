package dev.steward.web.format;

/**
 * A piece of a line of output.
 *
 * @param look names of classes, separated by spaces; empty: plain
 * @param text without line ends and escapes
 */
public record Span(String look, String text) {}

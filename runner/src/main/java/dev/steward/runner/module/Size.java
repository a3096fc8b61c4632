package dev.steward.runner.module;

/**
 * An amount of data.
 *
 * @param bytes not negative
 */
public record Size(long bytes) {}

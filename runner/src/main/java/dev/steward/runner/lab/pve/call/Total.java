package dev.steward.runner.lab.pve.call;

/**
 * Data that carries how much there is in all beside it.
 *
 * @param data null, text, number, list or map
 */
public record Total(Object data, long total) {}

package dev.steward.runner.module.file.template;

/**
 * A rendered template.
 *
 * @param text the whole
 * @param secret whether a secret stands in it
 */
public record Rendered(String text, boolean secret) {}

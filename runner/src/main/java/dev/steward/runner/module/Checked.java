package dev.steward.runner.module;

/**
 * A condition of {@code assertThat} with its answer.
 *
 * @param source as written
 * @param holds the answer
 */
public record Checked(String source, boolean holds) {}

package dev.steward.dsl.plan;

/**
 * {@code loop { host.vars.list }}: the task runs once for each item, in order; {@code item} is the present one.
 *
 * @param items what yields the list
 */
public record Loop(Expression items) {}

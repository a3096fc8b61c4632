package dev.steward.dsl.plan;

/**
 * {@code flushHandlers()}: the handlers notified so far run here.
 *
 * @param at where it stands
 */
public record FlushHandlers(SourceRef at) implements Step {}

package dev.steward.web.format;

/**
 * A time for people and for scripts.
 *
 * @param iso for machines, in UTC
 * @param relative as "5 min ago" or "in 2 h"
 * @param absolute with its zone, as "Sun 29 Mar 2026 03:00:00 CEST"
 */
public record When(String iso, String relative, String absolute) {}

package dev.steward.runner.inventory.origin;

import dev.steward.dsl.check.Problem;
import java.util.List;
import java.util.Map;

/**
 * What one scope says.
 *
 * @param of whom
 * @param vars as written
 * @param trail where each of them was said
 * @param closed whole files that need a vault password nobody gave
 */
public record Scoped(Scope of, Map<Object, Object> vars, Trail trail, List<Problem> closed) {}

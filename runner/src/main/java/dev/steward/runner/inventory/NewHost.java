package dev.steward.runner.inventory;

import java.util.List;
import java.util.Map;

/**
 * A host that a run adds ({@code addHost}).
 *
 * @param name a host of this name keeps its place and gets the variables and groups
 * @param groups made where they do not exist
 * @param vars replace variables of the same name
 */
public record NewHost(String name, List<String> groups, Map<String, Object> vars) {}

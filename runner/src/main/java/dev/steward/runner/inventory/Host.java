package dev.steward.runner.inventory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A host with its effective variables (inventory, group_vars and host_vars merged by Ansible's precedence).
 *
 * @param name {@code inventory_hostname}
 * @param groups the names of all its groups but {@code all}, sorted
 * @param vars plain data: String, Boolean, Long, Double, BigInteger, List, Map, null, and
 *     {@link dev.steward.runner.secret.Secret} for values that a vault kept
 */
public record Host(String name, List<String> groups, Map<String, Object> vars) {

    public Host {
        groups = List.copyOf(groups);
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
    }
}

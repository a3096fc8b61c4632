package dev.steward.runner.lab.pve.access;

import java.util.Map;
import java.util.TreeMap;

/**
 * Somebody who may sign in.
 *
 * @param id as {@code op@pve}
 * @param about what is known of him by the names of the API: firstname, lastname, email, comment
 */
public record User(String id, String password, boolean enabled, Map<String, String> about) {

    public User {
        about = Map.copyOf(about);
    }

    /** One of whom nothing is known. */
    public User(String id, String password, boolean enabled) {
        this(id, password, enabled, Map.of());
    }

    /** The same with something more known. */
    public User with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(about);
        all.putAll(more);
        return new User(id, password, enabled, all);
    }
}

package dev.steward.runner.lab.pve.table;

import java.util.List;
import java.util.Optional;

/**
 * The form of a property string.
 *
 * @param bare the key whose name may be left out; empty where every value needs its key
 */
public record Property(String name, String bare, List<Param> keys) {

    public Property {
        keys = List.copyOf(keys);
    }

    /** One of its keys. */
    public Optional<Param> key(String wanted) {
        return keys.stream().filter(key -> key.name().equals(wanted)).findFirst();
    }
}

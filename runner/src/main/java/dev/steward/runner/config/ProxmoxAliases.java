package dev.steward.runner.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Other names for guests and nodes: a name must not look like what it stands for, and stands for one thing. */
final class ProxmoxAliases {

    private static final String NAME = "[\\p{L}\\p{N}]([\\p{L}\\p{N}._ -]{0,62}[\\p{L}\\p{N}])?";
    private static final String TARGET = "[1-9]\\d{2,8}|(lxc|qemu)/[1-9]\\d{2,8}|node/\\S+|[\\p{L}][^\\s/]*";

    private ProxmoxAliases() {}

    static Map<String, Object> checked(Map<String, Object> said) {
        Map<String, Object> all = new LinkedHashMap<>();
        said.forEach((name, of) -> {
            if (!name.matches(NAME) || name.matches("[0-9.]+")) {
                throw new IllegalArgumentException("aliases has the name '" + name
                        + "'; expected letters with digits, dots and dashes, not a number or address");
            }
            if (of == null || !String.valueOf(of).matches(TARGET)) {
                throw new IllegalArgumentException("aliases has " + name + ": " + of
                        + "; expected the id or name of a guest or node, as 101, lxc/101," + " web-1 or node/pve1");
            }
            if (all.put(name.toLowerCase(Locale.ROOT), String.valueOf(of)) != null) {
                throw new IllegalArgumentException("aliases has '" + name + "' twice; capitals make no difference");
            }
        });
        return Collections.unmodifiableMap(all);
    }
}

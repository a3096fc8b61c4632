package dev.steward.runner.convert.semaphore;

import dev.steward.runner.inventory.VaultText;
import dev.steward.runner.inventory.sheet.SecretNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An inventory without what stands there in clear and is a secret: by its name, by a name of a variable above it, or as
 * an address with a password in it. Groups and hosts of such names are none. What is left out is told by its path.
 */
final class Cleared {

    private static final String LEFT_OUT =
            "stood there in clear and is left out: write it back closed by 'steward vault encrypt-string'";

    private final Findings findings;
    private final String file;

    Cleared(Findings findings, String file) {
        this.findings = findings;
        this.file = file;
    }

    /** The groups of a file. */
    Object of(Object groups) {
        return each(groups, "", this::group);
    }

    private Object group(Object group, String path) {
        return each(group, path, (section, at) -> {
            String name = at.substring(path.length(), at.length() - 1);
            return switch (name) {
                case "children" -> each(section, at, this::group);
                case "hosts" -> each(section, at, (host, below) -> value(host, below, false));
                default -> value(section, at, false);
            };
        });
    }

    /** What becomes of something at a path, which ends with a dot. */
    @FunctionalInterface
    private interface Part {

        Object of(Object value, String path);
    }

    private static Object each(Object value, String path, Part part) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<Object, Object> kept = new LinkedHashMap<>();
        map.forEach((key, one) -> kept.put(key, part.of(one, path + key + ".")));
        return kept;
    }

    private Object value(Object value, String path, boolean secret) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> kept = new LinkedHashMap<>();
            map.forEach((key, one) -> {
                boolean here = secret || SecretNames.is(String.valueOf(key));
                if (isLeftOut(one, here)) {
                    findings.secret(file + ", " + Findings.plain(path + key), LEFT_OUT);
                } else {
                    kept.put(key, value(one, path + key + ".", here));
                }
            });
            return kept;
        }
        if (value instanceof List<?> list) {
            List<Object> kept = new ArrayList<>();
            list.forEach(one -> {
                if (isLeftOut(one, secret)) {
                    findings.secret(file + ", " + Findings.plain(path.substring(0, path.length() - 1)), LEFT_OUT);
                } else {
                    kept.add(value(one, path, secret));
                }
            });
            return kept;
        }
        return value;
    }

    private static boolean isLeftOut(Object value, boolean secret) {
        if (value instanceof List<?> list) {
            return !list.isEmpty() && list.stream().allMatch(one -> isLeftOut(one, secret));
        }
        boolean plain = value == null
                || value instanceof VaultText
                || value instanceof Boolean
                || value instanceof Map<?, ?>
                || String.valueOf(value).contains("{{");
        return !plain && (secret || Literal.opens(String.valueOf(value)));
    }
}

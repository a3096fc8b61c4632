package dev.steward.runner.proxmox.http;

import dev.steward.runner.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Parameters as PVE reads them: queries and forms alike are split at {@code &} and at {@code ;}, so everything is
 * percent-encoded; a boolean is 0 or 1; a list repeats its key.
 */
final class Encoding {

    private Encoding() {}

    /** {@code a=1&b=x&b=y}; empty where there are none. */
    static String form(Map<String, ?> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((key, value) -> add(pairs, key, value));
        return String.join("&", pairs);
    }

    private static void add(List<String> pairs, String key, Object value) {
        if (value instanceof Collection<?> values) {
            values.forEach(each -> add(pairs, key, each));
        } else if (value != null) {
            pairs.add(encoded(key) + "=" + encoded(text(key, value)));
        }
    }

    private static String text(String key, Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof Secret secret) {
            return secret.reveal();
        }
        if (value instanceof CharSequence || value instanceof Number || value instanceof Record) {
            return value.toString();
        }
        throw new IllegalArgumentException(
                "the parameter " + key + " is a " + value.getClass().getSimpleName()
                        + "; expected a text, a number, a boolean, a secret or a list of these");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The secrets among the parameters. */
    static List<Secret> secrets(Map<String, ?> parameters) {
        List<Secret> all = new ArrayList<>();
        parameters.values().forEach(value -> {
            if (value instanceof Secret secret) {
                all.add(secret);
            } else if (value instanceof Collection<?> values) {
                values.stream()
                        .filter(Secret.class::isInstance)
                        .map(Secret.class::cast)
                        .forEach(all::add);
            }
        });
        return all;
    }
}

package dev.steward.runner.proxmox.act.config;

import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.act.Deed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has to be written.
 *
 * @param config as it was read
 * @param changed by key; an empty text takes the key away
 * @param growths new size in bytes by disk
 */
record ConfigPlan(PveFields config, Map<String, String> changed, Map<String, Long> growths) {

    ConfigPlan {
        changed = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
        growths = Collections.unmodifiableMap(new LinkedHashMap<>(growths));
    }

    boolean empty() {
        return changed.isEmpty() && growths.isEmpty();
    }

    /** The form that writes it; refused by PVE where somebody else wrote in between. */
    Map<String, Object> form() {
        Map<String, Object> form = new LinkedHashMap<>();
        List<String> gone = new ArrayList<>();
        changed.forEach((key, value) -> {
            if (value.isEmpty()) {
                gone.add(key);
            } else {
                form.put(key, value);
            }
        });
        if (!gone.isEmpty()) {
            form.put("delete", String.join(",", gone));
        }
        config.text("digest").ifPresent(digest -> form.put("digest", digest));
        return form;
    }

    /** The keys it is about. */
    List<String> keys() {
        List<String> keys = new ArrayList<>(changed.keySet());
        growths.keySet().stream().filter(key -> !changed.containsKey(key)).forEach(keys::add);
        return keys;
    }

    Deed.Difference difference(String name) {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        new TreeMap<>(changed).forEach((key, value) -> {
            line(before, key, config.text(key, ""));
            line(after, key, value);
        });
        growths.forEach((key, bytes) -> {
            if (!changed.containsKey(key)) {
                line(before, key, config.text(key, ""));
            }
            line(after, key, "size=" + DiskWish.sizeText(bytes));
        });
        return new Deed.Difference(name, before.toString(), after.toString());
    }

    private static void line(StringBuilder text, String key, String value) {
        if (!value.isEmpty()) {
            text.append(key).append(": ").append(value.strip()).append('\n');
        }
    }
}

package dev.steward.runner.proxmox.act.config;

import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.act.ActException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a guest's configuration shall be, as far as somebody speaks of it.
 *
 * @param wishes a key each
 * @param disks a disk each
 */
public record Wanted(List<Wish> wishes, List<DiskWish> disks) {

    public Wanted {
        wishes = List.copyOf(wishes);
        disks = List.copyOf(disks);
    }

    /**
     * The form of a guest that is made: every key that is not empty.
     *
     * @throws ActException with all that cannot be
     */
    public Map<String, Object> form() throws ActException {
        Map<String, Object> form = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Wish wish : wishes) {
            put(form, wish.key(), () -> wish.shape().of(""), problems);
        }
        for (DiskWish disk : disks) {
            put(form, disk.key(), disk::made, problems);
        }
        told(problems);
        form.values().removeIf(value -> value.toString().isEmpty());
        return form;
    }

    private interface Shaped {

        String text() throws ActException;
    }

    private static void put(Map<String, Object> form, String key, Shaped shaped, List<String> problems) {
        try {
            form.put(key, shaped.text());
        } catch (ActException e) {
            problems.add(e.getMessage());
        }
    }

    private static void told(List<String> problems) throws ActException {
        if (!problems.isEmpty()) {
            throw new ActException(String.join("; ", problems));
        }
    }

    /**
     * What is different from a configuration.
     *
     * @throws ActException with all that cannot be made so
     */
    ConfigPlan against(PveFields config) throws ActException {
        Map<String, Object> after = new LinkedHashMap<>();
        Map<String, Long> growths = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Wish wish : wishes) {
            put(after, wish.key(), () -> wish.shape().of(config.text(wish.key(), "")), problems);
        }
        for (DiskWish disk : disks) {
            String now = config.text(disk.key(), "");
            put(after, disk.key(), () -> disk.shaped(now), problems);
            try {
                OptionalLong growth = disk.growth(now);
                growth.ifPresent(bytes -> growths.put(disk.key(), bytes));
            } catch (ActException e) {
                problems.add(e.getMessage());
            }
        }
        told(problems);
        Map<String, String> changed = new LinkedHashMap<>();
        after.forEach((key, value) -> {
            if (!value.equals(config.text(key, ""))) {
                changed.put(key, value.toString());
            }
        });
        return new ConfigPlan(config, changed, growths);
    }
}

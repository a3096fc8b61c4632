package dev.steward.runner.store.patch;

import dev.steward.runner.store.row.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the result of a task says of packages, read so that a result of another version is never a failure. */
record Told(Map<String, Object> data) {

    /**
     * A package that changed, or is to.
     *
     * @param security whether a security update; null: not known
     */
    record Change(String name, String from, String to, String action, Boolean security) {

        private static Change of(Map<?, ?> map) {
            return new Change(
                    Column.cut(text(map.get("name")), 300),
                    Column.cut(text(map.get("from")), 300),
                    Column.cut(text(map.get("to")), 300),
                    Column.cut(text(map.get("action")), 32),
                    map.get("security") instanceof Boolean yes ? yes : null);
        }
    }

    /** Whether it tells of packages at all. */
    boolean packages() {
        return data.get("packages") instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)
                || data.containsKey("pending")
                || data.containsKey("stage");
    }

    boolean check() {
        return "check".equals(data.get("action"));
    }

    List<Change> changes() {
        return changes("packages");
    }

    /** What is left to do; empty where nothing is said of it. */
    Optional<List<Change>> left() {
        return data.get("pendingPackages") instanceof List<?>
                ? Optional.of(changes("pendingPackages"))
                : Optional.empty();
    }

    private List<Change> changes(String name) {
        List<Change> changes = new ArrayList<>();
        if (data.get(name) instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> map && !text(map.get("name")).isEmpty()) {
                    changes.add(Change.of(map));
                }
            }
        }
        return changes;
    }

    /** How many could be upgraded afterwards: pending of patch, upgradable of apt. */
    Optional<Integer> pending() {
        return number("pending").or(() -> number("upgradable"));
    }

    /** How many could be upgraded before: what was upgraded counts in. */
    Optional<Integer> before(boolean check) {
        int done = check
                ? 0
                : (int) changes().stream()
                        .filter(one -> one.action().equals("upgraded"))
                        .count();
        return pending().map(after -> after + done);
    }

    Optional<Integer> number(String name) {
        return whole(name).map(Long::intValue);
    }

    Optional<Long> whole(String name) {
        return data.get(name) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    /** Seconds as milliseconds. */
    Optional<Long> millis(String name) {
        return data.get(name) instanceof Number number
                ? Optional.of(Math.round(number.doubleValue() * 1000))
                : Optional.empty();
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(data.get(name));
    }

    Optional<String> said(String name) {
        return Optional.of(text(data.get(name))).filter(text -> !text.isBlank());
    }

    List<String> texts(String... names) {
        for (String name : names) {
            if (data.get(name) instanceof List<?> list) {
                return list.stream().map(Told::text).toList();
            }
        }
        return List.of();
    }

    private static String text(Object value) {
        return value == null ? "" : String.valueOf(value);
    }
}

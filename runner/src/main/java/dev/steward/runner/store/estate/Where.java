package dev.steward.runner.store.estate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conditions of a query with what they are compared to. */
final class Where {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** A condition, where there is a value; it stands for each of its question marks. */
    Where and(String condition, Optional<?> value) {
        value.ifPresent(given -> {
            conditions.add(condition);
            condition.chars().filter(sign -> sign == '?').forEach(mark -> values.add(given));
        });
        return this;
    }

    /** A condition without a value. */
    Where and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** As SQL, with a leading blank; empty where there is no condition. */
    String sql() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    Object[] values() {
        return values.toArray();
    }
}

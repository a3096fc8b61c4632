package dev.steward.runner.proxmox.act;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a change, or what would come of it.
 *
 * @param changed whether anything was changed, or would be
 * @param message one line for people
 * @param data plain data for what is done next
 * @param differences what is different now
 */
public record Deed(boolean changed, String message, Map<String, Object> data, List<Difference> differences) {

    public Deed {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        differences = List.copyOf(differences);
    }

    /**
     * A text before and after.
     *
     * @param name of what it is about
     */
    public record Difference(String name, String before, String after) {}

    /** Nothing had to be changed. */
    public static Deed ok(String message) {
        return of(false, message);
    }

    /** Something was changed, or would be. */
    public static Deed changed(String message) {
        return of(true, message);
    }

    /** Changed or not. */
    public static Deed of(boolean changed, String message) {
        return new Deed(changed, message, Map.of(), List.of());
    }

    /** With more data. */
    public Deed with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(data);
        all.put(name, value);
        return new Deed(changed, message, all, differences);
    }

    /** With a difference. */
    public Deed with(Difference difference) {
        List<Difference> all = new ArrayList<>(differences);
        all.add(difference);
        return new Deed(changed, message, data, all);
    }

    /** After another one: changed where either is, with the data and differences of both. */
    public Deed after(Deed first) {
        Map<String, Object> all = new LinkedHashMap<>(first.data);
        all.putAll(data);
        List<Difference> both = new ArrayList<>(first.differences);
        both.addAll(differences);
        String text = first.message.isEmpty() || !first.changed
                ? message
                : changed ? first.message + "; " + message : first.message;
        return new Deed(changed || first.changed, text, all, both);
    }
}

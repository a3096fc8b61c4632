package dev.steward.runner.event;

import dev.steward.runner.event.RunEvent.ItemFinished;
import dev.steward.runner.event.RunEvent.TaskFinished;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a command returns says its output twice, as a text and in lines. Where it is long, the lines are kept as a word of
 * where they come from, and are made again when the event is read.
 */
public final class LinesOnce {

    private static final String TEXT = "stdout";
    private static final String LINES = "lines";
    private static final Map<String, Object> FROM_TEXT = Map.of("lines of", TEXT);

    /** Characters of a text from which on it is worth it. */
    private static final int LONG = 1_000;

    private LinesOnce() {}

    /** An event as it is kept. */
    public static RunEvent kept(RunEvent event) {
        return with(event, LinesOnce::brief);
    }

    /** An event as it was, also one that was kept as it is. */
    public static RunEvent read(RunEvent event) {
        return with(event, LinesOnce::whole);
    }

    private static RunEvent with(RunEvent event, UnaryOperator<Map<String, Object>> change) {
        if (event instanceof TaskFinished e && !e.data().isEmpty()) {
            return e.with(e.message(), inside(e.data(), change), e.diffs());
        }
        if (event instanceof ItemFinished e && e.data().isPresent()) {
            return e.with(e.item(), e.message(), e.data().map(data -> inside(data, change)));
        }
        return event;
    }

    /** Changes a map and every map in it, as the results of a loop are. */
    private static Map<String, Object> inside(Map<?, ?> map, UnaryOperator<Map<String, Object>> change) {
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((key, value) -> out.put(String.valueOf(key), value));
        Map<String, Object> changed = change.apply(out);
        changed.replaceAll(
                (key, value) -> value instanceof List<?> list && key.equals(LINES) ? list : each(value, change));
        return changed;
    }

    private static Object each(Object value, UnaryOperator<Map<String, Object>> change) {
        if (value instanceof Map<?, ?> map && !map.equals(FROM_TEXT)) {
            return inside(map, change);
        }
        if (value instanceof List<?> list) {
            List<Object> out = new ArrayList<>(list.size());
            list.forEach(one -> out.add(each(one, change)));
            return out;
        }
        return value;
    }

    private static Map<String, Object> brief(Map<String, Object> data) {
        if (data.get(TEXT) instanceof String text
                && text.length() >= LONG
                && text.lines().toList().equals(data.get(LINES))) {
            data.put(LINES, FROM_TEXT);
        }
        return data;
    }

    private static Map<String, Object> whole(Map<String, Object> data) {
        if (data.get(TEXT) instanceof String text && FROM_TEXT.equals(data.get(LINES))) {
            data.put(LINES, text.lines().toList());
        }
        return data;
    }
}

package dev.steward.runner.app;

import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunFilter.Field;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Filters of the history as an address or a command writes them: {@code status=failed,lost}, {@code host=!web-1}. */
public final class Filters {

    private Filters() {}

    /**
     * The filter of named values; names that are no filter are passed over, since an address may hold others.
     *
     * @param values several by comma match any of them; a leading {@code !} turns a filter round
     */
    public static RunFilter of(Map<String, String> values) {
        RunFilter filter = new RunFilter(List.of(), instant(values.get("since")), instant(values.get("until")));
        for (Field field : Field.values()) {
            String value = values.get(field.name().toLowerCase(Locale.ROOT));
            if (value != null && !value.isBlank()) {
                boolean not = value.startsWith("!");
                String[] any = (not ? value.substring(1) : value).split(",");
                filter = not ? filter.andNot(field, any) : filter.and(field, any);
            }
        }
        return filter;
    }

    private static Optional<java.time.Instant> instant(String text) {
        return Optional.ofNullable(text).filter(t -> !t.isBlank()).map(java.time.Instant::parse);
    }
}

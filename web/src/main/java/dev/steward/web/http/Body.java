package dev.steward.web.http;

import dev.steward.runner.event.EventJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A JSON object that was sent, read strictly: an unknown field is refused, for it might be a misspelt limit. */
public final class Body {

    private final Map<String, Object> fields;

    private Body(Map<String, Object> fields) {
        this.fields = fields;
    }

    /**
     * The object of a request; none sent counts as empty.
     *
     * @param known the fields there are
     * @throws Refused 400 with every field that is not known
     */
    public static Body of(Request request, EventJson json, Set<String> known) {
        Map<String, Object> fields = request.body().isBlank() ? Map.of() : read(request, json);
        List<String> problems = fields.keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .map(name -> "unknown field '" + name + "'")
                .toList();
        if (!problems.isEmpty()) {
            throw new Refused(
                    400,
                    "Not understood",
                    "The fields are "
                            + String.join(", ", known.stream().sorted().toList()) + ".",
                    problems);
        }
        return new Body(fields);
    }

    /**
     * The object of a request, whatever further fields it has: for what another program sends, which may grow.
     *
     * @throws Refused 400 where it is none
     */
    public static Body open(Request request, EventJson json) {
        return new Body(read(request, json));
    }

    private static Map<String, Object> read(Request request, EventJson json) {
        if (request.header("Content-Type")
                .filter(type -> type.startsWith("application/json"))
                .isEmpty()) {
            throw new Refused(415, "Not understood", "Send JSON with 'Content-Type: application/json'.", List.of());
        }
        try {
            return json.map(request.body());
        } catch (IllegalArgumentException e) {
            throw Refused.bad(
                    request.body().strip().startsWith("{")
                            ? "The body " + e.getMessage().lines().findFirst().orElse("") + "."
                            : "The body must be a JSON object.");
        }
    }

    /** All that was sent. */
    public Map<String, Object> all() {
        return fields;
    }

    /** Whether a field was sent, be it null. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** A text; empty where it was not sent or is blank. */
    public Optional<String> text(String name) {
        return value(name, String.class, "a text").filter(text -> !text.isBlank());
    }

    /**
     * What narrows a run: to leave it out is to ask for all, to send an empty text is a mistake that must not widen it.
     *
     * @throws Refused 400 for an empty text
     */
    public Optional<String> narrowing(String name) {
        Optional<String> said = value(name, String.class, "a text");
        if (said.filter(String::isBlank).isPresent()) {
            throw Refused.bad("'" + name + "' is empty: leave it out, or say what it takes.");
        }
        return said;
    }

    /** Whether it was sent as true. */
    public boolean flag(String name) {
        return value(name, Boolean.class, "true or false").orElse(false);
    }

    /** A whole number within bounds. */
    public Optional<Integer> number(String name, int least, int most) {
        return value(name, Number.class, "a number").map(number -> {
            if (!(number instanceof Integer || number instanceof Long)) {
                throw Refused.bad("'" + name + "' must be a whole number.");
            }
            if (number.longValue() < least || number.longValue() > most) {
                throw Refused.bad("'" + name + "' must be from " + least + " to " + most + ".");
            }
            return number.intValue();
        });
    }

    /** Texts, none of them empty. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        List<?> said = value(name, List.class, "a list of texts").orElse(List.of());
        for (Object one : said) {
            if (!(one instanceof String text) || text.isBlank()) {
                throw Refused.bad("'" + name + "' must be a list of texts, none of them empty.");
            }
            texts.add(text);
        }
        return texts;
    }

    /** An object, empty where none was sent. */
    public Map<String, Object> object(String name) {
        Map<String, Object> object = new LinkedHashMap<>();
        Map<?, ?> said = value(name, Map.class, "an object").orElse(Map.of());
        said.forEach((key, value) -> object.put(String.valueOf(key), value));
        return object;
    }

    private <T> Optional<T> value(String name, Class<T> type, String words) {
        Object value = fields.get(name);
        if (value != null && !type.isInstance(value)) {
            throw Refused.bad("'" + name + "' must be " + words + ".");
        }
        return Optional.ofNullable(type.cast(value));
    }
}

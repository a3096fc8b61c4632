package dev.steward.runner.convert.semaphore;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One object of the export with its path. What nobody asked for is told at the end, so that nothing is dropped unsaid. */
final class Entry {

    private final String path;
    private final JsonNode node;
    private final Findings findings;
    private final Set<String> asked = new HashSet<>();

    Entry(String path, JsonNode node, Findings findings) {
        this.path = path;
        this.node = node;
        this.findings = findings;
    }

    /** Where it stands, as {@code templates[3]}. */
    String path() {
        return path;
    }

    /** Where a field of it stands. */
    String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    Findings findings() {
        return findings;
    }

    /** A text; empty where it is not there or says nothing. */
    Optional<String> text(String field) {
        JsonNode said = said(field);
        if (said.isMissingNode()) {
            return Optional.empty();
        }
        if (!said.isTextual()) {
            wrong(field, "a text", said);
            return Optional.empty();
        }
        return Optional.of(said.textValue()).filter(text -> !text.isBlank());
    }

    /** A text that must be there. */
    String needed(String field) {
        Optional<String> text = text(field);
        if (text.isEmpty() && (said(field).isMissingNode() || said(field).isTextual())) {
            findings.problem(path(field), "it is missing");
        }
        return text.orElse("");
    }

    boolean yes(String field) {
        JsonNode said = said(field);
        if (!said.isMissingNode() && !said.isBoolean()) {
            wrong(field, "true or false", said);
        }
        return said.asBoolean();
    }

    /** A list of objects; empty where it is not there. */
    List<Entry> list(String field) {
        JsonNode said = said(field);
        List<Entry> all = new ArrayList<>();
        if (!said.isMissingNode() && !said.isArray()) {
            wrong(field, "a list", said);
            return all;
        }
        for (int i = 0; i < said.size(); i++) {
            String at = path(field) + "[" + i + "]";
            if (said.get(i).isObject()) {
                all.add(new Entry(at, said.get(i), findings));
            } else {
                findings.problem(at, "expected an object, it is " + kind(said.get(i)));
            }
        }
        return all;
    }

    /** A list of texts, or one text. */
    List<String> texts(String field) {
        JsonNode said = said(field);
        List<String> all = new ArrayList<>();
        if (said.isArray()) {
            said.forEach(one -> text(field, one, all));
        } else if (said.isTextual() && !said.textValue().isBlank()) {
            all.add(said.textValue());
        } else if (!said.isMissingNode() && !said.isTextual()) {
            wrong(field, "a list of texts", said);
        }
        return all;
    }

    private void text(String field, JsonNode one, List<String> all) {
        if (!one.isTextual() && !one.isNumber()) {
            findings.problem(path(field), "expected a list of texts, in it is " + kind(one));
        } else if (!one.asText().isBlank()) {
            all.add(one.asText());
        }
    }

    /** An object below; one without fields where it is not there. */
    Entry object(String field) {
        JsonNode said = said(field);
        if (!said.isMissingNode() && !said.isObject()) {
            wrong(field, "an object", said);
        }
        return new Entry(path(field), said, findings);
    }

    /** What stands there as it is; missing where it is null. */
    JsonNode said(String field) {
        asked.add(field);
        JsonNode said = node.path(field);
        return said.isNull() ? node.path("\u0000") : said;
    }

    /**
     * Tells what is there and was not asked for.
     *
     * @return its names
     */
    Set<String> rest(Map<String, String> reasons) {
        Set<String> left = new HashSet<>();
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            boolean empty = value.isNull()
                    || value.isBoolean() && !value.booleanValue()
                    || value.isNumber() && value.doubleValue() == 0
                    || value.isTextual() && value.textValue().isBlank()
                    || value.isContainerNode() && value.isEmpty();
            if (!empty && !asked.contains(field.getKey())) {
                String name = Findings.plain(field.getKey());
                left.add(name);
                findings.left(path(name), reasons.getOrDefault(name, "Steward has nothing of that name"));
            }
        });
        return left;
    }

    private void wrong(String field, String expected, JsonNode said) {
        findings.problem(path(field), "expected " + expected + ", it is " + kind(said));
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case STRING -> "a text";
            default -> "nothing";
        };
    }
}

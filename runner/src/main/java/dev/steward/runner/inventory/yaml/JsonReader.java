package dev.steward.runner.inventory.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.inventory.VaultText;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON as Python's {@code json} does. Ansible tries every file as JSON first whatever its name, which matters where the
 * two differ: {@code 1e3} is a number here and a text in YAML. Takes back {@code __ansible_vault} and {@code __ansible_unsafe}.
 */
final class JsonReader {

    /** As deep as the YAML reader goes, which is asked next and says so. */
    private static final int LEVELS = 200;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(LEVELS).build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final String file;

    JsonReader(String file) {
        this.file = file;
    }

    /** The value; empty where the text is no JSON list or object (it may still be YAML). */
    Optional<YamlNode> read(String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            YamlNode node = value(parser);
            return parser.nextToken() == null ? Optional.of(node) : Optional.empty();
        } catch (IOException | NumberFormatException notJson) {
            return Optional.empty();
        }
    }

    private YamlNode value(JsonParser parser) throws IOException {
        SourceRef at = at(parser);
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, at);
            case START_ARRAY -> array(parser, at);
            case VALUE_NULL -> new Scalar(at, null);
            case VALUE_TRUE -> new Scalar(at, true);
            case VALUE_FALSE -> new Scalar(at, false);
            case VALUE_NUMBER_INT -> new Scalar(at, integer(parser.getText()));
            case VALUE_NUMBER_FLOAT -> new Scalar(at, real(parser.getText()));
            default -> new Scalar(at, parser.getText());
        };
    }

    private YamlNode object(JsonParser parser, SourceRef at) throws IOException {
        Map<Object, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Scalar key = new Scalar(at(parser), parser.currentName());
            parser.nextToken();
            entries.put(key.raw(), new Entry(key, value(parser)));
        }
        for (Map.Entry<Object, Entry> entry : entries.entrySet()) {
            YamlNode inner = entry.getValue().value();
            if (entry.getKey().equals("__ansible_vault") && inner.value() instanceof String closed) {
                return new Scalar(at, new VaultText(closed, at));
            }
            if (entry.getKey().equals("__ansible_unsafe")) {
                return Unsafe.of(inner);
            }
        }
        return new Mapping(at, entries);
    }

    private YamlNode array(JsonParser parser, SourceRef at) throws IOException {
        List<YamlNode> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return new Sequence(at, elements);
    }

    private static Number integer(String text) {
        BigInteger value = new BigInteger(text);
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    }

    private static double real(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private SourceRef at(JsonParser parser) {
        var location = parser.currentTokenLocation();
        return new SourceRef(file, location.getLineNr(), location.getColumnNr());
    }
}

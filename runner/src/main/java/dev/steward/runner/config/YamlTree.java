package dev.steward.runner.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.steward.runner.config.LoadedConfig.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML file with the place of everything in it. Anchors, doubled keys and second documents are problems, not surprises. */
public final class YamlTree {

    private final String file;
    private final List<ConfigProblem> problems;

    /** A reader; problems name the file and are added to the list. */
    public YamlTree(String file, List<ConfigProblem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** A value of the file. */
    public sealed interface Node {

        /** Where it begins. */
        Place at();

        /** A text, number, boolean or null, as written. */
        record Scalar(Place at, String text, boolean isNull, Object plain) implements Node {}

        /** A list. */
        record Sequence(Place at, List<Node> items) implements Node {}

        /** A mapping in the order of the file. */
        record Mapping(Place at, Map<String, Field> fields) implements Node {}
    }

    /** A key's place and its value. */
    public record Field(Place key, Node value) {}

    /** Reads a text; an empty one is an empty mapping, an unreadable one is a problem and nothing. */
    public Optional<Node> read(String text) {
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                return Optional.of(new Node.Mapping(new Place(1, 1), Map.of()));
            }
            Node root = node(parser);
            if (parser.nextToken() != null) {
                problem(at(parser), "a second document begins here; only one is read");
            }
            return Optional.of(root);
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            Place at = where == null ? new Place(1, 1) : new Place(where.getLineNr(), where.getColumnNr());
            problem(
                    at,
                    "this is not YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse("unreadable"));
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a text cannot fail to be read", e);
        }
    }

    private Node node(YAMLParser parser) throws IOException {
        Place at = at(parser);
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            problem(at, "anchors and aliases are not understood here; write the value out");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, at);
            case START_ARRAY -> sequence(parser, at);
            default -> scalar(parser, at);
        };
    }

    private Node mapping(YAMLParser parser, Place at) throws IOException {
        Map<String, Field> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Place key = at(parser);
            String name = parser.currentName();
            parser.nextToken();
            Field field = new Field(key, node(parser));
            Field first = fields.putIfAbsent(name, field);
            if (first != null) {
                problem(
                        key,
                        "'" + name + "' is there twice, first in line "
                                + first.key().line());
            }
        }
        return new Node.Mapping(at, fields);
    }

    private Node sequence(YAMLParser parser, Place at) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(parser));
        }
        return new Node.Sequence(at, items);
    }

    private static Node scalar(YAMLParser parser, Place at) throws IOException {
        JsonToken token = parser.currentToken();
        Object plain =
                switch (token) {
                    case VALUE_NUMBER_INT ->
                        parser.getNumberValue() instanceof Integer small
                                ? (Object) small.longValue()
                                : parser.getNumberValue();
                    case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                    case VALUE_TRUE -> Boolean.TRUE;
                    case VALUE_FALSE -> Boolean.FALSE;
                    case VALUE_NULL -> null;
                    default -> parser.getText();
                };
        return new Node.Scalar(at, parser.getText(), token == JsonToken.VALUE_NULL, plain);
    }

    private static Place at(YAMLParser parser) {
        JsonLocation where = parser.currentTokenLocation();
        return new Place(where.getLineNr(), where.getColumnNr());
    }

    private void problem(Place at, String message) {
        problems.add(new ConfigProblem(file, at.line(), at.column(), message, Optional.empty()));
    }
}

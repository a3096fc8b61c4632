package dev.steward.runner.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * An object of an answer, read with patience: PVE sends numbers as texts, booleans as 0 and 1, and leaves fields out as it
 * pleases. What is not there, null or of no use is empty, never an error.
 *
 * @param node may be missing or null
 */
public record PveFields(JsonNode node) {

    public PveFields {
        node = node == null ? MissingNode.getInstance() : node;
    }

    /** A text; numbers and booleans as they are written. */
    public Optional<String> text(String name) {
        return text(node.path(name));
    }

    /** A text, or this one. */
    public String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    /** A whole number; a fraction is cut. */
    public OptionalLong number(String name) {
        return number(node.path(name));
    }

    /** A whole number that fits. */
    public OptionalInt count(String name) {
        OptionalLong value = number(name);
        boolean fits = value.isPresent() && value.getAsLong() == (int) value.getAsLong();
        return fits ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    /** A number. */
    public OptionalDouble decimal(String name) {
        return decimal(node.path(name)).stream()
                .mapToDouble(BigDecimal::doubleValue)
                .filter(Double::isFinite)
                .findFirst();
    }

    /** A boolean; empty: not said. */
    public Optional<Boolean> bool(String name) {
        return text(name).flatMap(PveFields::truth);
    }

    /** A boolean that is false where nothing is said. */
    public boolean flag(String name) {
        return bool(name).orElse(false);
    }

    /** An object inside; an empty one where there is none. */
    public PveFields inside(String name) {
        return new PveFields(node.path(name));
    }

    /** The objects of a list inside; none where there is no list. */
    public List<PveFields> list(String name) {
        return list(node.path(name));
    }

    /** The names of the fields. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static List<PveFields> list(JsonNode node) {
        List<PveFields> all = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(item -> all.add(new PveFields(item)));
        }
        return all;
    }

    static Optional<String> text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
    }

    static OptionalLong number(JsonNode node) {
        return decimal(node).stream()
                .filter(value -> (long) value.precision() - value.scale() < 19)
                .mapToLong(BigDecimal::longValue)
                .findFirst();
    }

    private static Optional<BigDecimal> decimal(JsonNode node) {
        if (node.isBoolean()) {
            return Optional.of(node.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO);
        }
        try {
            return text(node)
                    .map(String::trim)
                    .filter(text -> text.length() < 64)
                    .map(BigDecimal::new);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> truth(String text) {
        return switch (text) {
            case "1", "true", "yes", "on" -> Optional.of(true);
            case "0", "false", "no", "off", "" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}

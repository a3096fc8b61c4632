package dev.steward.runner.proxmox.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A value of a guest's configuration such as {@code virtio=BC:24:11:63:FE:2B,bridge=vmbr0} (PVE/JSONSchema.pm:
 * parse_property_string). What is not understood is kept, in its place, so that changing one part loses no other.
 *
 * @param parts in order
 */
public record PropertyString(List<Part> parts) {

    /**
     * A part.
     *
     * @param key empty: a bare value, which belongs to the default key of the format
     */
    public record Part(String key, String value) {

        @Override
        public String toString() {
            return key.isEmpty() ? value : key + "=" + value;
        }
    }

    public PropertyString {
        parts = List.copyOf(parts);
    }

    /** Reads one; an empty text has no parts. */
    public static PropertyString parse(String text) {
        List<Part> parts = new ArrayList<>();
        for (String part : text.split(",")) {
            String clean = part.strip();
            int equals = clean.indexOf('=');
            if (equals > 0) {
                parts.add(new Part(clean.substring(0, equals), clean.substring(equals + 1)));
            } else if (!clean.isEmpty()) {
                parts.add(new Part("", clean));
            }
        }
        return new PropertyString(parts);
    }

    /** The value of a key. */
    public Optional<String> get(String key) {
        return parts.stream()
                .filter(part -> part.key().equals(key))
                .map(Part::value)
                .findFirst();
    }

    /** The value of the default key, bare or named. */
    public Optional<String> bareOr(String defaultKey) {
        return get("").or(() -> get(defaultKey));
    }

    /** A boolean, in any of the words PVE takes; empty: not said. */
    public Optional<Boolean> flag(String key) {
        return get(key).flatMap(PropertyString::flagOf);
    }

    static Optional<Boolean> flagOf(String text) {
        return switch (text) {
            case "1", "yes", "on", "true" -> Optional.of(true);
            case "0", "no", "off", "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A whole number. */
    public Optional<Integer> number(String key) {
        return get(key).filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
    }

    /** With another value for a key, in its old place; a new key goes to the end. */
    public PropertyString with(String key, Object value) {
        Part changed = new Part(key, String.valueOf(value));
        List<Part> all = new ArrayList<>(parts);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).key().equals(key)) {
                all.set(i, changed);
                return new PropertyString(all);
            }
        }
        all.add(changed);
        return new PropertyString(all);
    }

    /** Without a key. */
    public PropertyString without(String key) {
        return new PropertyString(
                parts.stream().filter(part -> !part.key().equals(key)).toList());
    }

    @Override
    public String toString() {
        return parts.stream().map(Part::toString).collect(Collectors.joining(","));
    }
}

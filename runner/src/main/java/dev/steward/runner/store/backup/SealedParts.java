package dev.steward.runner.store.backup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.steward.runner.seal.Seal;
import dev.steward.runner.store.seal.SealedFact;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * What of a backup is sealed. The keys are never in it: who has the one should not have the other.
 *
 * @param keys the ids of the keys that open it; none: nothing is sealed
 * @param sealed what is, in the order of {@link Kind}
 * @param plain what of these kinds stands in it in plain text
 */
public record SealedParts(Set<String> keys, List<Kind> sealed, List<Kind> plain) {

    public SealedParts {
        keys = Set.copyOf(keys);
        sealed = List.copyOf(sealed);
        plain = List.copyOf(plain);
    }

    /** What is sealed. */
    public enum Kind {
        /** The secrets of second factors. */
        FACTORS("second factors"),
        /** {@link SealedFact#WAKE_KEY}. */
        WAKE_KEY("the key of wake links"),
        /** {@link SealedFact#PUSH_REFRESH}. */
        PUSH_REFRESH("the renewed token of collector.push");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Some of them in a sentence. */
        public static String words(List<Kind> kinds) {
            return kinds.stream().map(kind -> kind.words).collect(Collectors.joining(", "));
        }

        private static Optional<Kind> of(String fact) {
            return Arrays.stream(SealedFact.values())
                    .filter(one -> one.fact().equals(fact))
                    .map(one -> valueOf(one.name()))
                    .findFirst();
        }
    }

    /** Of a backup, of whichever Steward. */
    public static SealedParts of(BackupFile backup) throws IOException {
        Set<String> keys = new TreeSet<>();
        Set<Kind> sealed = EnumSet.noneOf(Kind.class);
        Set<Kind> plain = EnumSet.noneOf(Kind.class);
        for (String table : Set.of("second_factor", "setting")) {
            Optional<Manifest.Table> told = backup.manifest().table(table);
            if (told.isPresent()) {
                look(backup, told.get(), (kind, key) -> {
                    key.ifPresent(keys::add);
                    (key.isPresent() ? sealed : plain).add(kind);
                });
            }
        }
        return new SealedParts(keys, List.copyOf(sealed), List.copyOf(plain));
    }

    private static void look(BackupFile backup, Manifest.Table table, BiConsumer<Kind, Optional<String>> found)
            throws IOException {
        int name = table.columns().indexOf("name");
        int value = table.columns().indexOf(name < 0 ? "secret" : "content");
        try (InputStream in = backup.read(table.entry());
                JsonParser parser = Filling.JSON.createParser(in);
                MappingIterator<JsonNode> lines =
                        Filling.JSON.readerFor(JsonNode.class).readValues(parser)) {
            while (lines.hasNextValue()) {
                JsonNode row = lines.nextValue();
                Optional<Kind> kind = name < 0
                        ? Optional.of(Kind.FACTORS)
                        : Kind.of(row.get(name).asText());
                kind.ifPresent(of -> found.accept(of, Seal.keyOf(row.get(value).asText())));
            }
        }
    }
}

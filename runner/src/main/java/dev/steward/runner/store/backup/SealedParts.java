package dev.steward.runner.store.backup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.steward.runner.seal.Seal;
import dev.steward.runner.store.seal.SealedFact;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a backup is sealed. The keys are never in it: who has the one should not have the other.
 *
 * @param keys the ids of the keys that open it; none: nothing is sealed
 * @param plain how many values of the kinds that are sealed stand in it in plain text
 */
public record SealedParts(Set<String> keys, int plain) {

    public SealedParts {
        keys = Set.copyOf(keys);
    }

    /** Of a backup, of whichever Steward. */
    public static SealedParts of(BackupFile backup) throws IOException {
        Set<String> keys = new TreeSet<>();
        int plain = 0;
        for (String table : Set.of("second_factor", "setting")) {
            Optional<Manifest.Table> told = backup.manifest().table(table);
            plain += told.isEmpty() ? 0 : look(backup, told.get(), keys);
        }
        return new SealedParts(keys, plain);
    }

    private static int look(BackupFile backup, Manifest.Table table, Set<String> keys) throws IOException {
        int plain = 0;
        int name = table.columns().indexOf("name");
        int value = table.columns().indexOf(name < 0 ? "secret" : "content");
        try (InputStream in = backup.read(table.entry());
                JsonParser parser = Filling.JSON.createParser(in);
                MappingIterator<JsonNode> lines =
                        Filling.JSON.readerFor(JsonNode.class).readValues(parser)) {
            while (lines.hasNextValue()) {
                JsonNode row = lines.nextValue();
                boolean secret = name < 0 || fact(row.get(name).asText());
                Optional<String> key = Seal.keyOf(row.get(value).asText());
                key.filter(id -> secret).ifPresent(keys::add);
                plain += secret && key.isEmpty() ? 1 : 0;
            }
        }
        return plain;
    }

    private static boolean fact(String name) {
        return Arrays.stream(SealedFact.values()).anyMatch(fact -> fact.fact().equals(name));
    }
}

package dev.steward.runner.store.backup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.store.row.Column;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a backup holds of each table, as how many rows and one sum over all their values: whichever order rows and columns come in, and whichever
 * signs stand for characters that PostgreSQL does not keep.
 */
final class Sums {

    private static final ObjectMapper JSON = Filling.JSON;
    private static final BigInteger ROOM = BigInteger.ONE.shiftLeft(256);

    private Sums() {}

    /**
     * Of a backup.
     *
     * @return by table
     */
    static Map<String, String> of(BackupFile backup) throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (Manifest.Table table : backup.manifest().tables()) {
            all.put(table.name(), of(backup, table));
        }
        return all;
    }

    private static String of(BackupFile backup, Manifest.Table table) throws IOException {
        BigInteger sum = BigInteger.ZERO;
        long rows = 0;
        try (InputStream in = backup.read(table.entry());
                JsonParser parser = JSON.createParser(in);
                MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(parser)) {
            while (lines.hasNextValue()) {
                sum = sum.add(one(table.columns(), lines.nextValue())).mod(ROOM);
                rows++;
            }
        }
        return rows + " rows, " + sum.toString(16) + ", next " + table.next();
    }

    private static BigInteger one(List<String> columns, JsonNode row) throws IOException {
        Map<String, Object> values = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            JsonNode value = row.get(i);
            values.put(columns.get(i), value.isTextual() ? Column.plain(value.textValue()) : value);
        }
        byte[] text =
                JSON.writeValueAsString(new ArrayList<>(values.entrySet())).getBytes(StandardCharsets.UTF_8);
        return new BigInteger(1, BackupWriter.sha256().digest(text));
    }
}

package dev.steward.runner.seal;

import java.nio.charset.StandardCharsets;

/**
 * Where a sealed value belongs. It opens there alone: one that was copied to another row does not.
 *
 * @param table of the database
 * @param column of the table
 * @param row the key of the row
 */
public record Place(String table, String column, String row) {

    byte[] bytes() {
        return String.join("\n", "steward", table, column, row).getBytes(StandardCharsets.UTF_8);
    }
}

package dev.steward.runner.store.row;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.zip.CRC32C;

/**
 * The sum of a row of {@code run_event}, by which a text is noticed that a disk has changed within a value: neither H2 nor JSON would.
 * It stands behind the payload, as sixteen blanks, tabs and ends of lines of two bits each. So the payload stays JSON for whoever reads
 * it, an older Steward too; no search finds it; and a long history needs no column for it, for which H2 would write the whole table
 * anew (a minute and twice its size for a gigabyte).
 *
 * <p>It is a CRC32C (Castagnoli, RFC 3720): it finds every change within four bytes in a row and all but one of 2^32 others, and
 * processors compute it, so that writing and reading stay as fast as they were. It is meant for disks; whoever changes a row on purpose
 * can change its sum.
 */
public final class EventSum {

    /** Characters that it takes, and bytes. */
    public static final int LENGTH = 16;

    private static final String SIGNS = " \t\n\r";

    private EventSum() {}

    /** What stands behind the payload. */
    static String of(EventRow row) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(row.id())
                .putLong(row.last())
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, row.at()))
                .flip());
        text(crc, row.kind());
        text(crc, row.host());
        text(crc, row.step());
        text(crc, row.payload());
        StringBuilder signs = new StringBuilder(LENGTH);
        for (int bits = 2 * LENGTH - 2; bits >= 0; bits -= 2) {
            signs.append(SIGNS.charAt((int) (crc.getValue() >>> bits & 3)));
        }
        return signs.toString();
    }

    /** With its length, so that nothing can go from one text to the next unnoticed. */
    private static void text(CRC32C crc, String text) {
        byte[] bytes = text == null ? new byte[0] : Column.plain(text).getBytes(StandardCharsets.UTF_8);
        crc.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(text == null ? -1 : bytes.length)
                .flip());
        crc.update(bytes);
    }

    /** Where it begins in what is kept; the length of that: there is none. */
    static int begin(String kept) {
        int at = kept.length();
        while (at > 0 && SIGNS.indexOf(kept.charAt(at - 1)) >= 0) {
            at--;
        }
        return at;
    }
}

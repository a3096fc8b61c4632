package dev.steward.runner.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * What a file's two headers say of it (H2's MVStore, "File Header").
 *
 * @param created when the file was made, as H2 counts it; 0: no header is whole
 * @param version of the newest chunk that the header knows
 */
record Base(long created, long version) {

    /** No header is whole. */
    static final Base NONE = new Base(0, 0);

    private static final int BLOCK = 4096;
    private static final String SUM = ",fletcher:";

    /** The newest of the two at a file's beginning. */
    static Base of(FileChannel file) throws IOException {
        ByteBuffer both = ByteBuffer.allocate(2 * BLOCK);
        for (int read = 0; read >= 0 && both.hasRemaining(); ) {
            read = file.read(both, both.position());
        }
        return of(both.flip());
    }

    /** The newest of those that are whole in what begins there; nothing of it changes. */
    static Base of(ByteBuffer beginning) {
        Base newest = NONE;
        for (int at = 0; at < 2 * BLOCK && at + BLOCK <= beginning.limit(); at += BLOCK) {
            byte[] block = new byte[BLOCK];
            beginning.get(at, block);
            Map<String, String> said = header(block);
            Base found = new Base(DataUtils.readHexLong(said, "created", 0), DataUtils.readHexLong(said, "version", 0));
            newest = newest.equals(NONE) || found.version > newest.version ? found : newest;
        }
        return newest;
    }

    /** Empty: it is none, or not whole. */
    private static Map<String, String> header(byte[] block) {
        String text = new String(block, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(SUM);
        if (end < 0) {
            return Map.of();
        }
        String sum = String.format("%x", DataUtils.getFletcher32(block, 0, end));
        try {
            return text.startsWith(sum + "\n", end + SUM.length())
                    ? DataUtils.parseMap(text.substring(0, end))
                    : Map.of();
        } catch (MVStoreException torn) {
            return Map.of();
        }
    }
}

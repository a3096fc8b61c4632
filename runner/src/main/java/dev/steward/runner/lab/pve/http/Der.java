package dev.steward.runner.lab.pve.http;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few forms of DER (X.690) that a certificate is written in. */
final class Der {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    /** A tag, the length and the content. */
    static byte[] tagged(int tag, byte[]... parts) {
        byte[] content = joined(parts);
        byte[] length = length(content.length);
        return joined(new byte[] {(byte) tag}, length, content);
    }

    private static byte[] length(int size) {
        if (size < 0x80) {
            return new byte[] {(byte) size};
        }
        byte[] number = BigInteger.valueOf(size).toByteArray();
        int skip = number[0] == 0 ? 1 : 0;
        byte[] length = new byte[number.length - skip + 1];
        length[0] = (byte) (0x80 | number.length - skip);
        System.arraycopy(number, skip, length, 1, number.length - skip);
        return length;
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part, 0, part.length);
        }
        return all.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    static byte[] number(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] text(String value) {
        return tagged(0x0C, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] time(Instant value) {
        return tagged(0x18, TIME.format(value).getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] bits(byte[] value) {
        return tagged(0x03, new byte[] {0}, value);
    }

    static byte[] yes() {
        return tagged(0x01, new byte[] {(byte) 0xFF});
    }

    /** An object identifier in dots. */
    static byte[] oid(String dots) {
        String[] arcs = dots.split("\\.");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            long arc = Long.parseLong(arcs[i]);
            for (int shift = (63 - Long.numberOfLeadingZeros(arc | 1)) / 7 * 7; shift > 0; shift -= 7) {
                bytes.write((int) (arc >> shift & 0x7F | 0x80));
            }
            bytes.write((int) (arc & 0x7F));
        }
        return tagged(0x06, bytes.toByteArray());
    }
}

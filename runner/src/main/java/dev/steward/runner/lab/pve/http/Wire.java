package dev.steward.runner.lab.pve.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 on one connection (RFC 9112), as far as PVE's own server goes. */
final class Wire {

    private static final int LINE = 16 << 10;
    private static final int BODY = 512 << 10;

    private final InputStream in;
    private final OutputStream out;

    Wire(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** The next request; null at the end of the connection. */
    Request read() throws IOException {
        String first = line();
        if (first == null) {
            return null;
        }
        String[] words = first.split(" ");
        if (words.length != 3) {
            throw new IOException("not a request line");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        byte[] body = body(headers);
        String[] target = words[1].split("\\?", 2);
        return new Request(words[0], target[0], target.length > 1 ? target[1] : "", headers, body);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return chunks();
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (length > BODY) {
            throw new IOException("body too large");
        }
        return exactly(length);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() <= BODY) {
            String size = line();
            if (size == null) {
                throw new IOException("cut off");
            }
            byte[] chunk = exactly(Integer.parseInt(size.split(";")[0].trim(), 16));
            line();
            if (chunk.length == 0) {
                return all.toByteArray();
            }
            all.write(chunk, 0, chunk.length);
        }
        throw new IOException("body too large");
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("cut off");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return text.size() == 0 ? null : text.toString(StandardCharsets.ISO_8859_1);
            }
            if (text.size() > LINE) {
                throw new IOException("line too long");
            }
            if (next != '\r') {
                text.write(next);
            }
        }
        return text.toString(StandardCharsets.ISO_8859_1);
    }

    /** Sends an answer; whether the connection may be used again. */
    boolean write(Reply reply, boolean keep) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(reply.status())
                .append(' ')
                .append(reply.reason())
                .append("\r\nCache-Control: max-age=0\r\nConnection: ")
                .append(keep ? "Keep-Alive" : "close")
                .append("\r\nPragma: no-cache\r\nServer: pve-api-daemon/3.0\r\n");
        if (!reply.type().isEmpty()) {
            head.append("Content-Type: ").append(reply.type()).append("\r\n");
        }
        reply.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(reply.body().length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
        boolean cut = reply.sent() >= 0 && reply.sent() < reply.body().length;
        out.write(reply.body(), 0, cut ? reply.sent() : reply.body().length);
        out.flush();
        return keep && !cut;
    }
}

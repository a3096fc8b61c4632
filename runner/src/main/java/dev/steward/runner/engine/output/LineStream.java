package dev.steward.runner.engine.output;

import dev.steward.runner.secret.TextMasker;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes masked, clean, whole lines of one stream's chunks. A line that is too long is cut, with a note of how much. */
final class LineStream {

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final TextMasker.Stream masker;
    private final int longest;
    private final StringBuilder line = new StringBuilder();
    private byte[] undecoded = new byte[0];
    private long cut;
    private boolean begun;

    LineStream(TextMasker.Stream masker, int longest) {
        this.masker = masker;
        this.longest = longest;
    }

    /** The lines this chunk completes. */
    List<String> push(byte[] bytes, int length) {
        ByteBuffer in = ByteBuffer.allocate(undecoded.length + length);
        in.put(undecoded).put(bytes, 0, length).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, false);
        undecoded = new byte[in.remaining()];
        in.get(undecoded);
        return split(masker.push(out.flip().toString()));
    }

    /** The last lines. */
    List<String> end() {
        String rest = new String(undecoded, StandardCharsets.UTF_8);
        undecoded = new byte[0];
        List<String> lines = split(masker.push(rest) + masker.end());
        if (begun) {
            lines.add(finished());
        }
        return lines;
    }

    private List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                append(text, from, i);
                lines.add(finished());
                from = i + 1;
            }
        }
        if (from < text.length()) {
            append(text, from, text.length());
        }
        return lines;
    }

    private void append(String text, int from, int to) {
        begun = true;
        int fits = Math.max(0, Math.min(to - from, longest - line.length()));
        line.append(text, from, from + fits);
        cut += to - from - fits;
    }

    private String finished() {
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r' && cut == 0) {
            line.setLength(line.length() - 1);
        }
        String whole = line.toString();
        String clean = Cleaner.clean(cut > 0 ? masker.cutLine(whole) : masker.line(whole));
        String note = cut > 0 ? " … " + cut + " more characters" : "";
        line.setLength(0);
        cut = 0;
        begun = false;
        return clean + note;
    }
}

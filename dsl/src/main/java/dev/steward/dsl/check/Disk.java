package dev.steward.dsl.check;

import dev.steward.dsl.source.SourceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Playbooks on disk: UTF-8, at most 4 MiB, regular files only. */
public final class Disk implements SourceFolder {

    private static final int LONGEST = 4 << 20;

    @Override
    public String text(String file) throws IOException {
        Path path = path(file);
        if (!Files.exists(path)) {
            throw new NoSuchFileException(file);
        } else if (!Files.isRegularFile(path)) {
            throw new IOException("it is no regular file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("it is larger than 4 MiB");
            }
            return decoded(bytes);
        }
    }

    private static Path path(String file) throws IOException {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(file);
        }
    }

    private static String decoded(byte[] bytes) throws NotTextException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
            throw new NotTextException(line, text.length() - text.lastIndexOf('\n'));
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}

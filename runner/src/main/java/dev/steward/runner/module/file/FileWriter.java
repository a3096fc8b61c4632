package dev.steward.runner.module.file;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.RemoteFile;
import dev.steward.runner.event.Diff;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Writes a file on the host, for copy, template and lineInFile: only where its content differs, whole or not at all, in
 * one round trip for small content.
 */
final class FileWriter {

    /** Content up to this goes along with the question whether it is needed. */
    static final int SMALL = 1 << 18;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss'~'").withZone(ZoneOffset.UTC);

    private final Script script = Script.named("attributes", "write");

    /**
     * What shall be written.
     *
     * @param path absolute
     * @param content whole
     * @param secret whether the content must not be shown, and a new file be readable by its owner alone
     * @param how mode, owner and the like
     * @param expect the SHA-256 the file must still have, "none" for no file; empty: whatever it has
     */
    record Wanted(String path, byte[] content, boolean secret, How how, Optional<String> expect) {}

    /**
     * How a file shall be written.
     *
     * @param validate a command line with one {@code %s}, the new file's path
     */
    record How(
            Optional<String> mode,
            Optional<String> owner,
            Optional<String> group,
            Optional<String> validate,
            boolean backup) {}

    Outcome write(Wanted wanted, Target target) throws ConnectionException, InterruptedException {
        Optional<Outcome> refused = refused(wanted);
        if (refused.isPresent()) {
            return refused.get();
        }
        String sum = sha256(wanted.content());
        boolean small = wanted.content().length <= SMALL;
        Answer answer = script.ask(
                target, small ? wanted.content() : new byte[0], words(wanted, sum, small ? "" : "?", target));
        if (!small && answer.failure().isEmpty() && answer.texts("changed").contains("content") && !target.check()) {
            String beside = wanted.path() + ".steward-" + sum.substring(0, 16);
            put(wanted, beside, target);
            answer = script.ask(target, words(wanted, sum, beside, target));
        }
        return told(wanted, sum, answer, target);
    }

    private static Optional<Outcome> refused(Wanted wanted) {
        if (!wanted.path().startsWith("/")) {
            return Optional.of(Outcome.failed("the path is absolute, not '" + wanted.path() + "'"));
        }
        if (wanted.how().validate().filter(v -> v.split("%s", -1).length != 2).isPresent()) {
            return Optional.of(Outcome.failed("'validate' holds %s once, for the new file's path"));
        }
        return Modes.refused(
                wanted.how().mode(), wanted.how().owner(), wanted.how().group());
    }

    private static String[] words(Wanted wanted, String sum, String from, Target target) {
        How how = wanted.how();
        return new String[] {
            wanted.path(),
            wanted.secret() ? "00600" : "00644",
            how.owner().orElse(""),
            how.group().orElse(""),
            Modes.argument(how.mode()),
            sum,
            from,
            wanted.expect().orElse(""),
            how.validate().orElse(""),
            how.backup() ? stamp(target) : "",
            target.check() ? "1" : "0",
            target.diff() && !wanted.secret() ? "1" : "0"
        };
    }

    /** What a backup's name ends with. */
    static String stamp(Target target) {
        return STAMP.format(target.time().now());
    }

    private static void put(Wanted wanted, String beside, Target target)
            throws ConnectionException, InterruptedException {
        RemoteFile file = new RemoteFile(beside, Optional.of("0600"), Optional.empty(), target.as());
        try {
            target.connection().put(new ByteArrayInputStream(wanted.content()), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome told(Wanted wanted, String sum, Answer answer, Target target) {
        if (answer.failure().isPresent()) {
            String said = answer.text("validation").strip();
            return Outcome.failed(answer.failure().get() + (said.isEmpty() ? "" : ": " + said));
        }
        List<String> changed = answer.texts("changed");
        String missing = answer.text("missing");
        String there = missing.isEmpty() ? "" : "; the folder '" + missing + "' is not there yet";
        String would = target.check() ? " (not done: check mode" + there + ")" : "";
        Outcome outcome = changed.isEmpty()
                ? Outcome.ok(wanted.path() + " is as it should be")
                : Outcome.changed(wanted.path() + ": " + String.join(", ", changed) + " changed" + would);
        outcome = outcome.with("dest", wanted.path()).with("checksum", sum).with("backup", answer.text("backup"));
        return target.diff() ? outcome.with(diffs(wanted, answer, changed)) : outcome;
    }

    private static List<Diff> diffs(Wanted wanted, Answer answer, List<String> changed) {
        List<Diff> diffs = new ArrayList<>();
        if (changed.contains("content")) {
            boolean existed = !answer.text("was").equals("none");
            String before = !existed
                    ? ""
                    : wanted.secret()
                            ? "(secret)\n"
                            : answer.raw("before").map(FileWriter::shown).orElse("(too large to show)\n");
            diffs.add(
                    new Diff(wanted.path(), before, wanted.secret() ? "(secret, changed)\n" : shown(wanted.content())));
        }
        diffs.addAll(Attributes.diffs(wanted.path(), answer));
        return diffs;
    }

    /** Content as a diff shows it. */
    static String shown(byte[] content) {
        if (content.length > SMALL) {
            return "(too large to show)\n";
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.indexOf(0) >= 0 ? "(binary)\n" : text;
        } catch (CharacterCodingException e) {
            return "(binary)\n";
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM lacks SHA-256", e);
        }
    }
}

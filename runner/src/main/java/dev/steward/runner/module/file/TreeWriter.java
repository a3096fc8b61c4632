package dev.steward.runner.module.file;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.RemoteFile;
import dev.steward.runner.event.Diff;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Brings a folder's files to the host, each whole or not at all: in one round trip where it is small or nothing differs.
 * Of a larger one the checksums go first, then what differs.
 */
final class TreeWriter {

    /** Contents up to this go along with the question which of them are needed. */
    private static final long SMALL = 4L << 20;

    private final Script script = Script.named("attributes", "tree");

    /**
     * What shall be written.
     *
     * @param dest absolute, the folder that gets the entries
     * @param fileMode octal, of all files; empty: files keep theirs, new ones have 0644
     * @param preserve whether files get the mode they have here
     * @param folderMode octal, of folders that are made
     */
    record Wanted(
            String dest,
            SourceTree tree,
            Optional<String> fileMode,
            boolean preserve,
            Optional<String> folderMode,
            FileWriter.How how) {

        /** Of the archive's files; empty: as they have it here. */
        Optional<Integer> archived() {
            return preserve ? Optional.empty() : Optional.of(Integer.parseInt(fileMode.orElse("0644"), 8));
        }
    }

    Outcome write(Wanted wanted, Target target) throws ConnectionException, InterruptedException {
        Optional<Outcome> refused = refused(wanted);
        if (refused.isPresent()) {
            return refused.get();
        }
        try {
            boolean small = wanted.tree().size() <= SMALL;
            Answer answer = script.ask(target, archive(wanted, !small, target), words(wanted, "", !small, target));
            if (!small && answer.failure().isEmpty() && !target.check()) {
                Set<String> needed = needed(answer);
                if (!needed.isEmpty()) {
                    Answer second = send(wanted, needed, target);
                    if (second.failure().isPresent()) {
                        return Outcome.failed(second.failure().get());
                    }
                    return told(wanted, answer, target).with("backup", second.text("backup"));
                }
            }
            return told(wanted, answer, target);
        } catch (IOException e) {
            return Outcome.failed("cannot read what to copy: " + e.getMessage());
        }
    }

    private static Optional<Outcome> refused(Wanted wanted) {
        if (!wanted.dest().startsWith("/")) {
            return Optional.of(Outcome.failed("the path is absolute, not '" + wanted.dest() + "'"));
        }
        if (wanted.how().validate().isPresent()) {
            return Optional.of(Outcome.failed("'validate' checks one file; src is a folder"));
        }
        return Modes.refused(
                        wanted.fileMode(), wanted.how().owner(), wanted.how().group())
                .or(() -> Modes.refused(wanted.folderMode(), Optional.empty(), Optional.empty()));
    }

    private static String[] words(Wanted wanted, String from, boolean sums, Target target) {
        FileWriter.How how = wanted.how();
        return new String[] {
            wanted.dest(),
            how.owner().orElse(""),
            how.group().orElse(""),
            wanted.preserve() || wanted.fileMode().isPresent() ? "1" : "0",
            Modes.argument(Optional.of(wanted.folderMode().orElse("0755"))),
            from,
            sums ? "1" : "0",
            how.backup() ? FileWriter.stamp(target) : "",
            target.check() ? "1" : "0",
            target.diff() ? "1" : "0"
        };
    }

    private static byte[] archive(Wanted wanted, boolean sums, Target target) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        wanted.tree().write(bytes, target.time().now(), sums, wanted.archived(), name -> true);
        return bytes.toByteArray();
    }

    private static Set<String> needed(Answer answer) {
        List<String> what = answer.texts("what");
        List<String> where = answer.texts("where");
        return IntStream.range(0, what.size())
                .filter(i -> what.get(i).equals("content"))
                .mapToObj(where::get)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What differs, by way of a file here and one on the host: the contents may be larger than memory likes. */
    private Answer send(Wanted wanted, Set<String> needed, Target target)
            throws ConnectionException, IOException, InterruptedException {
        String beside = wanted.dest() + "/.steward-" + target.ticket().replaceAll("[^A-Za-z0-9-]", "-") + ".tar";
        Path local = Files.createTempFile("steward-copy", ".tar");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(local))) {
                wanted.tree().write(out, target.time().now(), false, wanted.archived(), needed::contains);
            }
            try (InputStream in = Files.newInputStream(local)) {
                target.connection().put(in, new RemoteFile(beside, Optional.of("0600"), Optional.empty(), target.as()));
            }
            return script.ask(target, words(wanted, beside, false, target));
        } finally {
            Files.delete(local);
        }
    }

    private static Outcome told(Wanted wanted, Answer answer, Target target) {
        if (answer.failure().isPresent()) {
            return Outcome.failed(answer.failure().get());
        }
        List<String> where = answer.texts("where").stream().distinct().toList();
        String would = target.check() ? " (not done: check mode)" : "";
        Outcome outcome = where.isEmpty()
                ? Outcome.ok(wanted.dest() + " is as it should be")
                : Outcome.changed(wanted.dest() + ": " + some(where) + " changed" + would);
        outcome = outcome.with("dest", wanted.dest())
                .with("checksum", "")
                .with("backup", answer.text("backup"))
                .with("paths", where);
        return target.diff() ? outcome.with(diffs(wanted, answer)) : outcome;
    }

    private static String some(List<String> names) {
        return names.size() <= 3 ? String.join(", ", names) : names.size() + " entries";
    }

    private static List<Diff> diffs(Wanted wanted, Answer answer) {
        Map<String, SourceTree.Entry> entries =
                wanted.tree().entries().stream().collect(Collectors.toMap(SourceTree.Entry::name, e -> e));
        List<String> what = answer.texts("what");
        List<Diff> diffs = new ArrayList<>();
        for (int i = 0; i < what.size(); i++) {
            String name = answer.texts("where").get(i);
            String path = name.equals(".") ? wanted.dest() : wanted.dest() + "/" + name;
            String was = answer.texts("was").get(i);
            String now = answer.texts("now").get(i);
            diffs.add(
                    switch (what.get(i)) {
                        case "folder" -> new Diff(path, "absent\n", "directory\n");
                        case "content" -> content(path, was, answer.raw("before." + (i + 1)), entries.get(name));
                        default ->
                            new Diff(path + " (" + what.get(i) + ")", shown(what.get(i), was), shown(what.get(i), now));
                    });
        }
        return diffs;
    }

    private static String shown(String what, String value) {
        return (what.equals("mode") ? Modes.shown(value) : value) + "\n";
    }

    private static Diff content(String path, String was, Optional<byte[]> before, SourceTree.Entry entry) {
        String old = was.equals("none") ? "" : before.map(FileWriter::shown).orElse("(too large to show)\n");
        try {
            String now = entry.size() > FileWriter.SMALL
                    ? "(too large to show)\n"
                    : FileWriter.shown(Files.readAllBytes(entry.path()));
            return new Diff(path, old, now);
        } catch (IOException e) {
            return new Diff(path, old, "(cannot be read any more: " + e.getMessage() + ")\n");
        }
    }
}

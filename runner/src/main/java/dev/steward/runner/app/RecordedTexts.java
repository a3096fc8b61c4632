package dev.steward.runner.app;

import dev.steward.dsl.check.Disk;
import dev.steward.dsl.source.SourceFolder;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.RunQueries;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The texts a run was made from, as they were then.
 *
 * @param playbook the name of the first of them
 * @param texts by file name; none where they are no longer kept
 */
public record RecordedTexts(String playbook, Map<String, String> texts) implements SourceFolder {

    public RecordedTexts {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /** Those of a run. */
    public static RecordedTexts of(RunQueries queries, List<RunDetail.SourceText> sources) {
        Map<String, String> texts = new LinkedHashMap<>();
        sources.forEach(source -> queries.text(source.sha256()).ifPresent(text -> texts.put(source.file(), text)));
        boolean whole = !sources.isEmpty() && texts.size() == sources.size();
        return new RecordedTexts(sources.isEmpty() ? "" : sources.get(0).file(), whole ? texts : Map.of());
    }

    /**
     * Those of a run, where they count: a run must not be taken for a repetition that it is not.
     *
     * @return empty: today's texts count
     * @throws RunRefused where they count and are no longer kept, or are to be the same and are not
     */
    static Optional<RecordedTexts> counting(RunQueries queries, RunDetail detail, Runs.Text text) throws RunRefused {
        RecordedTexts then = of(queries, detail.sources());
        long run = detail.run().id();
        if (text == Runs.Text.RECORDED && then.texts().isEmpty()) {
            throw new RunRefused(List.of("The text of run " + run + " is no longer kept; repeat it --as-now."));
        }
        List<String> changed = then.changed();
        if (text == Runs.Text.SAME && !changed.isEmpty()) {
            throw new RunRefused(List.of("The playbook changed since run " + run + ": " + String.join(", ", changed)
                    + ". Say --as-recorded for its text of then (steward runs show " + run
                    + "), or --as-now for its text of today."));
        }
        return text == Runs.Text.RECORDED && !changed.isEmpty() ? Optional.of(then) : Optional.empty();
    }

    @Override
    public String text(String file) throws IOException {
        if (!texts.containsKey(file)) {
            throw new NoSuchFileException(file);
        }
        return texts.get(file);
    }

    /** The files whose text is another today, or that are gone. */
    List<String> changed() {
        Disk disk = new Disk();
        return texts.entrySet().stream()
                .filter(entry -> !same(disk, entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean same(Disk disk, String file, String text) {
        try {
            return disk.text(file).equals(text);
        } catch (IOException e) {
            return false;
        }
    }
}

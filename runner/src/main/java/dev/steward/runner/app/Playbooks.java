package dev.steward.runner.app;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.source.SourceFolder;
import dev.steward.runner.app.git.Pin;
import dev.steward.runner.app.kept.LastValid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The folder of playbooks. */
public interface Playbooks {

    /** Where they are. */
    Path folder();

    /**
     * The playbooks of the folder, by file name: top-level {@code *.groovy} files; none where there is {@link #trouble}.
     *
     * @return names as {@code weekly-updates.groovy}, sorted
     */
    List<String> names();

    /** Why the folder cannot be listed; empty where it can, and where there is none. */
    Optional<String> trouble();

    /**
     * The text of one.
     *
     * @param name one of {@link #names()}
     * @throws IOException when there is none or it cannot be read
     */
    String source(String name) throws IOException;

    /**
     * Checks a playbook; answers from memory while file and parameters are the same.
     *
     * @param file any file
     * @param given parameters
     */
    Checked check(Path file, Map<String, Object> given);

    /**
     * Checks texts that stand elsewhere, as those recorded with a run, by the language of today.
     *
     * @param texts where they come from
     * @param file the playbook among them
     * @param given parameters
     */
    Checked check(SourceFolder texts, String file, Map<String, Object> given);

    /** The revision that a run begins with that begins now. */
    default Pin pin() {
        return Pin.NONE;
    }

    /** The last valid power plan that a state directory holds. */
    default LastValid lastValid(Path state) {
        return new LastValid(
                state,
                folder(),
                kept -> check(new RecordedTexts(kept.playbook(), kept.texts()), kept.playbook(), Map.of()));
    }
}

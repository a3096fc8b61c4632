package dev.steward.runner.git;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * How the last tries went, as a small file beside the revisions, which other processes may read. Times are ISO; null: never.
 *
 * @param subject of the commit in effect, its first line
 * @param author of it
 * @param since when it came into effect
 * @param tried when the server was asked last
 * @param reached when it answered last
 * @param failures tries in a row in which it did not
 * @param trouble what was wrong at the last try; none: all is well
 * @param refused the commit that is not used; null: none
 * @param rewritten the commit that was in effect and is no longer in the branch's history; null: none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GitState(
        String subject,
        String author,
        String since,
        String tried,
        String reached,
        int failures,
        List<String> trouble,
        String refused,
        String rewritten) {

    /** Nothing was tried yet. */
    public static final GitState NONE = new GitState(null, null, null, null, null, 0, List.of(), null, null);

    private static final ObjectMapper JSON = new ObjectMapper();

    public GitState {
        trouble = trouble == null ? List.of() : List.copyOf(trouble);
    }

    /** The server was asked and did not give it. */
    public GitState missed(String now, List<String> why) {
        return new GitState(subject, author, since, now, reached, failures + 1, why, refused, rewritten);
    }

    /** What it gave is not used. */
    public GitState refused(String now, String commit, List<String> why) {
        return new GitState(subject, author, since, now, now, 0, why, commit, rewritten);
    }

    /** It is in effect, and was before. */
    public GitState same(String now) {
        return new GitState(subject, author, since, now, now, 0, List.of(), null, rewritten);
    }

    /** It is in effect from now on. */
    public GitState taken(String now, Revision revision, String left) {
        return new GitState(revision.subject(), revision.author(), now, now, now, 0, List.of(), null, left);
    }

    /** As it was kept; {@link #NONE} where it was not, or cannot be read. */
    public static GitState read(Path home) {
        try {
            return JSON.readValue(Files.readString(file(home)), GitState.class);
        } catch (IOException e) {
            return NONE;
        }
    }

    /** Keeps it. */
    public void keep(Path home) throws IOException {
        Path beside = home.resolve("state.new");
        Files.createDirectories(home);
        Files.writeString(beside, JSON.writeValueAsString(this), StandardCharsets.UTF_8);
        Files.move(beside, file(home), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path file(Path home) {
        return home.resolve("state.json");
    }
}

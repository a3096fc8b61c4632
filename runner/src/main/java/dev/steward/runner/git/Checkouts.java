package dev.steward.runner.git;

import dev.steward.runner.config.git.GitConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revisions as folders, and which of them is in effect. A folder with a commit's id is whole and was checked; which one counts is a
 * link that is replaced at one stroke, so that a Steward that is killed at any moment finds the old or the new one.
 */
public final class Checkouts {

    private static final Logger LOG = LoggerFactory.getLogger(Checkouts.class);
    private static final String BESIDE = ".new-";
    private static final int KEPT = 5;

    private final Path home;
    private final Path folder;
    private final Path current;

    /** In a state directory; nothing is made yet. */
    public Checkouts(Path stateDir) {
        this.home = GitConfig.home(stateDir);
        this.folder = home.resolve("revisions");
        this.current = GitConfig.current(stateDir);
    }

    /** Where everything of git lies. */
    public Path home() {
        return home;
    }

    /** The commit in effect; empty: none yet. */
    public Optional<String> commit() {
        try {
            return Optional.of(Files.readSymbolicLink(current).getFileName().toString())
                    .filter(name -> Files.isDirectory(current));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** A folder that is not there yet, beside the others; what an earlier try left is removed. */
    public Path beside(String commit) throws GitTrouble {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> all = Files.list(folder)) {
                for (Path old : all.filter(one -> one.getFileName().toString().startsWith(BESIDE))
                        .toList()) {
                    Tree.remove(old);
                }
            }
            return folder.resolve(BESIDE + commit);
        } catch (IOException e) {
            throw GitTrouble.here(words(e), e);
        }
    }

    /** Makes a folder that was written and checked the one in effect. */
    public void take(Path beside, String commit) throws GitTrouble {
        try {
            Path whole = folder.resolve(commit);
            if (Files.isDirectory(whole)) {
                // a run may be at work in it, and it is the same
                Tree.remove(beside);
            } else {
                Files.move(beside, whole, StandardCopyOption.ATOMIC_MOVE);
            }
            Path link = home.resolve("current.new");
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, home.relativize(whole));
            Files.move(link, current, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            // the home changed just now: the age of a revision is that of its last taking
            Files.setLastModifiedTime(whole, Files.getLastModifiedTime(home));
        } catch (IOException e) {
            throw GitTrouble.here(words(e), e);
        }
    }

    /** Leaves the last few, and those that are at work. */
    public void prune(Set<String> atWork) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> whole = all.filter(one -> !one.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(Checkouts::age).reversed())
                    .toList();
            String now = commit().orElse("");
            for (Path old : whole.subList(Math.min(KEPT, whole.size()), whole.size())) {
                String name = old.getFileName().toString();
                if (!name.equals(now) && !atWork.contains(name)) {
                    Tree.remove(old);
                }
            }
        } catch (IOException e) {
            LOG.warn("Old revisions in {} could not be removed: {}", folder, e.getMessage());
        }
    }

    private static FileTime age(Path one) {
        try {
            return Files.getLastModifiedTime(one, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /** Throws a folder away that is not to be used. */
    public void drop(Path beside) {
        try {
            Tree.remove(beside);
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", beside, e.getMessage());
        }
    }

    private String words(IOException e) {
        return home + " cannot be written: " + e.getMessage();
    }
}

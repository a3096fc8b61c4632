package dev.steward.runner.git;

import dev.steward.runner.config.git.GitConfig;
import dev.steward.runner.secret.TextMasker;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/**
 * What is known here of one branch of a server's repository: a cache, which is made anew where it is broken. Only one process and
 * one thread use it at a time.
 */
public final class GitRepository {

    private static final String HERE = "refs/steward/incoming";
    private static final long MOST = 512L << 20;

    private final GitConfig config;
    private final Path folder;
    private final Time time;

    /**
     * A repository; nothing is asked.
     *
     * @param home where it keeps what it knows
     */
    public GitRepository(GitConfig config, Path home, Time time) {
        this.config = config;
        this.folder = home.resolve("repository");
        this.time = time;
        Plain.everywhere();
    }

    /**
     * Asks the server for the branch as it is now.
     *
     * @throws GitTrouble where it cannot be had
     */
    public Revision fetch() throws GitTrouble {
        try {
            return fetched();
        } catch (Broken first) {
            forget();
            try {
                return fetched();
            } catch (Broken again) {
                throw GitTrouble.here("what git keeps in " + folder + " cannot be used: " + again.getMessage(), again);
            }
        }
    }

    private Revision fetched() throws GitTrouble, Broken {
        try (Repository repository = open();
                Reach reach = new Reach(config, time)) {
            talk(repository, reach);
            Ref ref = repository.exactRef(HERE);
            if (ref == null) {
                throw missing(null);
            }
            try (RevWalk walk = new RevWalk(repository)) {
                RevCommit commit = commit(walk, ref.getObjectId());
                return new Revision(
                        commit.name(),
                        commit.getAuthorIdent().getName(),
                        commit.getShortMessage(),
                        commit.getCommitterIdent().getWhenAsInstant());
            }
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    private static RevCommit commit(RevWalk walk, ObjectId id) throws IOException, GitTrouble {
        if (walk.peel(walk.parseAny(id)) instanceof RevCommit commit) {
            return walk.parseCommit(commit);
        }
        throw GitTrouble.revision(List.of("what the ref names is no commit"));
    }

    private void talk(Repository repository, Reach reach) throws GitTrouble, IOException {
        Patience patience = new Patience(time, config.timeout(), folder, MOST);
        try (Transport transport = Transport.open(repository, new URIish(config.url()))) {
            reach.over(transport);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setCheckFetchedObjects(true);
            transport.fetch(patience, List.of(new RefSpec("+" + config.fullRef() + ":" + HERE)));
        } catch (TransportException e) {
            throw said(e, patience);
        } catch (IllegalArgumentException e) {
            throw GitTrouble.here(e.getMessage().replace("tls.ca", "git.ca"), e);
        } catch (URISyntaxException e) {
            throw GitTrouble.here("git.url cannot be understood: " + e.getReason(), e);
        }
    }

    private GitTrouble said(TransportException e, Patience patience) throws IOException {
        if (patience.why().isPresent()) {
            return GitTrouble.far(config.url() + ": " + patience.why().get(), e);
        }
        String words = words(e);
        if (words.contains("does not have " + config.fullRef())) {
            return missing(e);
        }
        if (words.contains("No space left on device")) {
            return GitTrouble.here("the disk of " + folder + " is full: free some space there", e);
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof MissingObjectException || cause instanceof CorruptObjectException) {
                throw (IOException) cause;
            }
        }
        return GitTrouble.far(config.url() + " cannot be read: " + words, e);
    }

    private GitTrouble missing(Exception cause) {
        return GitTrouble.far(
                config.url() + " has no " + config.fullRef() + "; look at git.ref in steward.yml"
                        + (config.ref().startsWith("refs/") ? "" : " (a tag is named refs/tags/NAME)"),
                cause);
    }

    /** The innermost words are the ones that say what happened. */
    private String words(Throwable e) {
        String best = String.valueOf(e.getMessage());
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !best.contains(cause.getMessage())) {
                best = best + ": " + cause.getMessage();
            }
        }
        return TextMasker.of(config.secrets())
                .mask(best.replace(config.url() + ": ", ""))
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Whether one commit is in the history of another; a commit that is not known here is not. */
    public boolean leadsTo(String old, String commit) throws GitTrouble {
        try (Repository repository = open();
                RevWalk walk = new RevWalk(repository)) {
            return walk.isMergedInto(
                    walk.parseCommit(ObjectId.fromString(old)), walk.parseCommit(ObjectId.fromString(commit)));
        } catch (MissingObjectException e) {
            return false;
        } catch (IOException e) {
            throw GitTrouble.here("what git keeps in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Why the commit does not count as signed by one of the configured keys; empty: it does, or none need to.
     *
     * @param commit its id
     */
    public Optional<String> unsigned(String commit) throws GitTrouble {
        if (config.signedBy().isEmpty()) {
            return Optional.empty();
        }
        try (Repository repository = open();
                RevWalk walk = new RevWalk(repository)) {
            return new Signatures(config.signedBy()).refuse(walk.parseCommit(ObjectId.fromString(commit)));
        } catch (IOException e) {
            throw GitTrouble.here("what git keeps in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the files of a commit into an empty folder.
     *
     * @throws GitTrouble with everything that keeps it from being used
     */
    public void write(String commit, Path into) throws GitTrouble {
        try (Repository repository = open();
                RevWalk walk = new RevWalk(repository)) {
            RevCommit found = walk.parseCommit(ObjectId.fromString(commit));
            new Tree(repository, into).write(found.getTree(), config.path());
        } catch (IOException e) {
            throw GitTrouble.here(
                    "the files of " + Revision.brief(commit) + " cannot be written to " + into + ": " + e.getMessage(),
                    e);
        }
    }

    private Repository open() throws IOException {
        boolean fresh =
                !Files.isRegularFile(folder.resolve("config")) || !Files.isDirectory(folder.resolve("objects/pack"));
        if (fresh) {
            Tree.remove(folder);
        }
        Files.createDirectories(folder);
        unlock();
        Repository repository =
                new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
        if (fresh) {
            repository.create(true);
            StoredConfig settings = repository.getConfig();
            settings.setBoolean("http", null, "followRedirects", false);
            settings.setBoolean("gc", null, "autoDetach", false);
            settings.save();
        }
        return repository;
    }

    /** Nobody else writes here: a lock that lies about is that of a process which was killed. */
    private void unlock() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path lock :
                    all.filter(file -> file.toString().endsWith(".lock")).toList()) {
                Files.deleteIfExists(lock);
            }
        }
    }

    private void forget() throws GitTrouble {
        try {
            Tree.remove(folder);
        } catch (IOException e) {
            throw GitTrouble.here("what git keeps in " + folder + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** What is kept here cannot be read or written. */
    private static final class Broken extends Exception {

        private static final long serialVersionUID = 1L;

        private Broken(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}

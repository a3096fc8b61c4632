package dev.steward.runner.app.git;

import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.VaultPasswords;
import dev.steward.runner.config.git.GitConfig;
import dev.steward.runner.git.Checkouts;
import dev.steward.runner.git.GitRepository;
import dev.steward.runner.git.GitState;
import dev.steward.runner.git.GitTrouble;
import dev.steward.runner.git.Revision;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.VaultPassword;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps playbooks and inventory as a git server has them: fetched, checked, and only then in effect. */
public final class GitDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GitDesk.class);
    private static final int PATIENT = 3;

    private final Optional<GitConfig> config;
    private final Parts parts;
    private final GitRepository repository;
    private final Checkouts checkouts;
    private final GitNotices notices;
    private final ReentrantLock syncing;
    private final GitRounds rounds;
    private volatile GitState state;

    /**
     * What it stands on.
     *
     * @param loaded the configuration
     * @param vault what opens closed values of the inventory
     * @param atWork the commits of runs that have not ended
     * @param tell takes notices and returns at once
     * @param time both clocks
     */
    public record Parts(
            LoadedConfig loaded,
            List<VaultPassword> vault,
            Supplier<Set<String>> atWork,
            Consumer<Notice> tell,
            Time time) {

        /** Those of a configuration. */
        public static Parts of(
                LoadedConfig loaded,
                Map<String, String> environment,
                Supplier<Set<String>> atWork,
                Consumer<Notice> tell,
                Time time) {
            return new Parts(loaded, VaultPasswords.of(loaded.config(), environment), atWork, tell, time);
        }
    }

    /** The desk; the server is not asked before {@link #start} or {@link #sync}. */
    public GitDesk(Parts parts) {
        this.parts = parts;
        this.syncing = new ReentrantLock();
        this.config = parts.loaded().config().git();
        this.checkouts = new Checkouts(parts.loaded().config().stateDir());
        this.repository = config.map(git -> new GitRepository(git, checkouts.home(), parts.time()))
                .orElse(null);
        this.notices =
                config.map(git -> new GitNotices(git.url(), parts.tell())).orElse(null);
        this.state = GitState.read(checkouts.home());
        this.rounds = new GitRounds(config.map(GitConfig::every).orElse(Duration.ZERO), parts.time(), this::sync);
    }

    /** How the repository of a configuration stands, as the process that keeps it has written it down; empty: there is none. */
    public static Optional<GitStatus> look(LoadedConfig loaded) {
        Checkouts kept = new Checkouts(loaded.config().stateDir());
        return loaded.config().git().map(git -> status(git, kept, GitState.read(kept.home())));
    }

    /** How it stands; empty: no repository is configured. */
    public Optional<GitStatus> status() {
        return config.map(git -> status(git, checkouts, state));
    }

    private static GitStatus status(GitConfig git, Checkouts checkouts, GitState state) {
        return new GitStatus(
                git.url(),
                git.ref(),
                checkouts.commit(),
                Optional.ofNullable(state.subject()).orElse(""),
                Optional.ofNullable(state.author()).orElse(""),
                Optional.ofNullable(state.since()).map(Instant::parse),
                Optional.ofNullable(state.tried()).map(Instant::parse),
                Optional.ofNullable(state.reached()).map(Instant::parse),
                state.trouble(),
                Optional.ofNullable(state.refused()),
                Optional.ofNullable(state.rewritten()));
    }

    /** What the server sends along when it tells of a push; empty: it is not heard. */
    public Optional<Secret> webhook() {
        return config.flatMap(GitConfig::webhook);
    }

    /** From now on the server is asked on its own. */
    public void start() {
        if (config.isPresent()) {
            rounds.start();
        }
    }

    /** Asks the server soon, on another thread. */
    public void soon() {
        rounds.soon();
    }

    /** Asks the server now, and takes what it has where that checks; what was in effect stays otherwise. */
    public void sync() {
        if (config.isEmpty()) {
            return;
        }
        syncing.lock();
        try {
            take(config.get());
        } finally {
            syncing.unlock();
        }
    }

    private void take(GitConfig git) {
        String kept = checkouts.commit().orElse("");
        String now = parts.time().now().toString();
        boolean told = state.refused() != null || state.failures() >= PATIENT;
        try {
            Revision revision = repository.fetch();
            try {
                taken(git, revision, kept, now);
                if (told) {
                    notices.over(revision.commit(), parts.time().now());
                }
            } catch (GitTrouble e) {
                missed(e, Optional.of(revision.commit()), kept, now);
            }
        } catch (GitTrouble e) {
            missed(e, Optional.empty(), kept, now);
        }
    }

    private void taken(GitConfig git, Revision revision, String kept, String now) throws GitTrouble {
        Optional<String> unsigned = repository.unsigned(revision.commit());
        if (unsigned.isPresent()) {
            throw GitTrouble.revision(List.of(unsigned.get()));
        }
        boolean fresh = !kept.equals(revision.commit());
        if (!fresh && state.refused() == null && state.since() != null) {
            keep(state.same(now));
            return;
        }
        Path beside = checkouts.beside(revision.commit());
        try {
            repository.write(revision.commit(), beside);
            List<String> problems = check(git).problems(beside);
            if (!problems.isEmpty()) {
                throw GitTrouble.revision(problems);
            }
            boolean rewritten = fresh && !kept.isEmpty() && !repository.leadsTo(kept, revision.commit());
            checkouts.take(beside, revision.commit());
            keep(state.taken(now, revision, rewritten ? kept : null));
            LOG.info("Revision {} of {} is in effect: {}", revision.brief(), git.ref(), revision.subject());
            if (rewritten) {
                notices.rewritten(kept, revision.commit(), parts.time().now());
            }
            checkouts.prune(parts.atWork().get());
        } finally {
            checkouts.drop(beside);
        }
    }

    private RevisionCheck check(GitConfig git) {
        Map<String, LoadedConfig.Place> said = parts.loaded().places();
        return new RevisionCheck(git, parts.vault(), !said.containsKey("playbooks"), !said.containsKey("inventory"));
    }

    private void missed(GitTrouble e, Optional<String> commit, String kept, String now) {
        boolean told = state.trouble().equals(e.problems());
        if (commit.isPresent() && !e.passing()) {
            keep(state.refused(now, commit.get(), e.problems()));
            if (!told) {
                LOG.warn("Revision {} is not used: {}", Revision.brief(commit.get()), e.getMessage());
                notices.refused(commit.get(), kept, e.problems(), parts.time().now());
            }
            return;
        }
        keep(state.missed(now, e.problems()));
        LOG.warn("The git server could not be read: {}", e.getMessage());
        if (state.failures() == PATIENT) {
            notices.unreachable(kept, e.problems(), parts.time().now());
        }
    }

    private void keep(GitState next) {
        state = next;
        try {
            next.keep(checkouts.home());
        } catch (IOException e) {
            LOG.warn("How the last try went cannot be kept in {}: {}", checkouts.home(), e.getMessage());
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}

package dev.steward.runner.config.guardian;

import dev.steward.runner.config.LoadedConfig.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A guardian.yaml as Proxmox Guardian reads it, its defaults filled in.
 *
 * @param ups what is watched
 * @param proxmox the cluster
 * @param phases in order, one at least
 * @param recovery what returning power means
 * @param notifications who is told
 * @param options the daemon's own
 */
record GuardianFile(
        Ups ups,
        Proxmox proxmox,
        List<Phase> phases,
        Recovery recovery,
        List<Notification> notifications,
        Options options) {

    GuardianFile {
        phases = List.copyOf(phases);
        notifications = List.copyOf(notifications);
    }

    /** What is watched; thresholds in per cent. */
    record Ups(String host, String name, int warning, int critical, int emergency) {}

    /** The cluster; the secret is a token's, beside its id or in a file of its own. */
    record Proxmox(
            String apiUrl,
            String tokenId,
            Optional<String> tokenSecret,
            Optional<String> secretsFile,
            boolean insecure) {}

    /** Actions one after another, or all at once. */
    record Phase(
            String name,
            boolean parallel,
            Optional<Duration> timeout,
            Optional<String> gate,
            List<Action> actions,
            Place at) {

        Phase {
            actions = List.copyOf(actions);
        }
    }

    /** What an action is carried out by. */
    enum Kind {
        SSH("ssh"),
        EXEC("proxmox-exec"),
        GUEST("proxmox-guest"),
        LOCAL("local");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** What a failed action means. */
    enum OnError {
        CONTINUE,
        ABORT_PHASE,
        ABORT_ALL
    }

    /**
     * An action.
     *
     * @param kind what carries it out
     * @param on the host of an ssh action, the guest of an exec one; empty text: none
     * @param user logged in as, of an ssh action
     * @param command passed to one shell unchanged; empty text for a guest action
     * @param guests which guests, of a guest action
     * @param hard whether those are stopped hard
     * @param recovery undoes it
     * @param health looks afterwards
     * @param timeout of the action
     * @param onError what its failure means
     * @param retry further tries
     * @param env of its command
     * @param at where it stands
     */
    record Action(
            Kind kind,
            String on,
            Optional<String> user,
            String command,
            Optional<Selector> guests,
            boolean hard,
            Optional<String> recovery,
            Optional<Health> health,
            Duration timeout,
            OnError onError,
            Retry retry,
            Map<String, String> env,
            Place at) {}

    /** Which guests; what is empty does not choose. */
    record Selector(
            Optional<String> type,
            List<String> tags,
            List<String> excludeTags,
            Optional<String> nameRegex,
            List<Integer> vmidRange) {}

    /** A command that must, or must not, succeed. */
    record Health(String command, boolean succeeds) {}

    /** Tries in all, the first included. */
    record Retry(int attempts, Duration delay, Optional<String> backoff) {

        static final Retry NONE = new Retry(1, Duration.ZERO, Optional.empty());
    }

    /** What returning power means. */
    record Recovery(boolean enabled, Duration stable, String onError) {}

    /** Who is told. */
    record Notification(
            Optional<String> url, Optional<String> urlEnv, List<String> events, Optional<String> template, Place at) {}

    /** The daemon's own. */
    record Options(
            boolean dryRun,
            String logLevel,
            String logFormat,
            Optional<String> logFile,
            String stateFile,
            String lockFile) {}
}

package dev.steward.runner.app;

import dev.steward.runner.engine.RunOptions;
import dev.steward.runner.event.Cause;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.VaultPassword;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a person, schedule or API call says to begin a run.
 *
 * @param playbook the file
 * @param inventory sources in order; empty: the configured ones
 * @param vars what {@code -e} or the form said
 * @param options limit, tags, check …
 * @param login how to log in where the inventory does not say
 * @param cause who or what
 * @param schedule the schedule that fired; empty: none
 * @param recorded the texts of an earlier run that count instead of the files; empty: the files
 * @param onBattery why it begins even while a UPS is on battery; empty: it does not
 */
public record RunRequest(
        Path playbook,
        List<String> inventory,
        Map<String, Object> vars,
        RunOptions options,
        Login login,
        Cause cause,
        Optional<String> schedule,
        Optional<RecordedTexts> recorded,
        Optional<String> onBattery) {

    public RunRequest {
        inventory = List.copyOf(inventory);
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
    }

    /** One that waits for mains. */
    public RunRequest(
            Path playbook,
            List<String> inventory,
            Map<String, Object> vars,
            RunOptions options,
            Login login,
            Cause cause,
            Optional<String> schedule,
            Optional<RecordedTexts> recorded) {
        this(playbook, inventory, vars, options, login, cause, schedule, recorded, Optional.empty());
    }

    /** The same, also on battery, where a reason is given. */
    public RunRequest onBattery(Optional<String> reason) {
        return new RunRequest(
                playbook,
                inventory,
                vars,
                options,
                login,
                cause,
                schedule,
                recorded,
                reason.map(String::strip).filter(said -> !said.isEmpty()));
    }

    /** The same, with passwords that were typed for it. */
    public RunRequest typed(Optional<Secret> password, Optional<Secret> becomePassword) {
        RunOptions own = new RunOptions(
                options.limit(),
                options.tags(),
                options.skipTags(),
                options.check(),
                options.diff(),
                options.forks(),
                options.user(),
                options.become(),
                becomePassword.or(options::becomePassword));
        Login with = new Login(
                login.keyFile(), password.or(login::password), login.knownHosts(), login.vault(), login.typed());
        return new RunRequest(playbook, inventory, vars, own, with, cause, schedule, recorded, onBattery);
    }

    /** From the files as they are. */
    public RunRequest(
            Path playbook,
            List<String> inventory,
            Map<String, Object> vars,
            RunOptions options,
            Login login,
            Cause cause,
            Optional<String> schedule) {
        this(playbook, inventory, vars, options, login, cause, schedule, Optional.empty());
    }

    /**
     * How to log in where the inventory does not say.
     *
     * @param keyFile a private key; empty: the usual ones
     * @param password of the login user; empty: none
     * @param knownHosts a known_hosts file; empty: the user's
     * @param vault what opens closed values of the inventory, before what the configuration names
     * @param typed secrets that a person gave for this run alone, by the path they stand for; never kept
     */
    public record Login(
            Optional<Path> keyFile,
            Optional<Secret> password,
            Optional<Path> knownHosts,
            List<VaultPassword> vault,
            Map<String, Secret> typed) {

        public Login {
            vault = List.copyOf(vault);
            typed = Map.copyOf(typed);
        }

        /** Without typed secrets. */
        public Login(
                Optional<Path> keyFile,
                Optional<Secret> password,
                Optional<Path> knownHosts,
                List<VaultPassword> vault) {
            this(keyFile, password, knownHosts, vault, Map.of());
        }

        /** Nothing said. */
        public static final Login NONE = new Login(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }
}

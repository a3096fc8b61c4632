package dev.steward.web.run;

import dev.steward.dsl.check.Problem;
import dev.steward.runner.app.Playbooks;
import dev.steward.runner.app.RunRequest;
import dev.steward.runner.engine.RunOptions;
import dev.steward.runner.event.Cause;
import dev.steward.runner.inventory.HostPattern;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.secret.Secret;
import dev.steward.web.http.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run that somebody asks for by page or API.
 *
 * @param playbook one of the folder
 * @param vars by name
 * @param limit a host pattern; empty: none
 * @param tags run only these
 * @param skipTags leave these out
 * @param typed secrets for this run alone, by the path they stand for
 * @param how check, diff, forks, on battery
 */
public record Wish(
        String playbook,
        Map<String, Object> vars,
        Optional<String> limit,
        List<String> tags,
        List<String> skipTags,
        Map<String, Secret> typed,
        How how) {

    /**
     * How carefully.
     *
     * @param check change nothing
     * @param diff collect diffs
     * @param forks hosts at once; empty: as usual
     * @param onBattery why it begins even while a UPS is on battery; empty: it does not
     */
    public record How(boolean check, boolean diff, Optional<Integer> forks, Optional<String> onBattery) {}

    /**
     * The request.
     *
     * @throws Refused 404 where the folder holds no such playbook: a name never leads out of it; 400 where the limit cannot be
     *     understood or asks for a file
     */
    public RunRequest request(Playbooks playbooks, Cause cause) {
        known(playbooks, playbook);
        limit.ifPresent(Wish::understood);
        RunOptions options = new RunOptions(
                limit, tags, skipTags, how.check(), how.diff(), how.forks(), Optional.empty(), false, Optional.empty());
        RunRequest request = new RunRequest(
                playbooks.folder().resolve(playbook),
                List.of(),
                vars,
                options,
                new RunRequest.Login(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), typed),
                cause,
                Optional.empty());
        return request.onBattery(how.onBattery());
    }

    private static void understood(String limit) {
        try {
            HostPattern.refuseFiles(limit);
        } catch (InventoryException e) {
            List<String> problems = e.problems().stream().map(Problem::toString).toList();
            throw new Refused(400, "Not understood", "The limit cannot be understood.", problems);
        }
    }

    /**
     * Checks a playbook's name.
     *
     * @throws Refused 404 where the folder holds no such playbook
     */
    public static void known(Playbooks playbooks, String name) {
        if (!playbooks.names().contains(name)) {
            throw Refused.notFound("There is no playbook '" + name + "' in " + playbooks.folder() + ".");
        }
    }
}

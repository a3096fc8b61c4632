package dev.steward.runner.app.readiness;

import dev.steward.runner.app.Ways;
import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.ConfigSecrets;
import dev.steward.runner.config.FileSecrets;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.time.Time;
import java.util.Map;

/** Makes tries of what power protection stands on, without opening the state directory. */
public final class Readying {

    private Readying() {}

    /**
     * A try by a configuration.
     *
     * @throws ConfigRefused where a secret cannot be had
     */
    public static Readiness of(LoadedConfig loaded, Map<String, String> environment, Time time) throws ConfigRefused {
        LoadedConfig whole = loaded.with(
                ConfigSecrets.resolved(loaded, FileSecrets.open(loaded.config().secrets(), environment)));
        Clusters clusters = Clusters.of(whole, time);
        Ways ways = new Ways(whole.config().ssh(), clusters, environment, time);
        Readiness.Around around =
                new Readiness.Around(clusters::now, name -> clusters.estates().api(name), ways::plain, () -> {
                    ways.close();
                    clusters.close();
                });
        return new Readiness(whole, around, time);
    }
}

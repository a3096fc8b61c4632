package dev.steward.runner.app.readiness;

import dev.steward.runner.app.Ways;
import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.ConfigSecrets;
import dev.steward.runner.config.FileSecrets;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.doctor.Checkup;
import dev.steward.runner.proxmox.http.PveClient;
import dev.steward.runner.proxmox.task.UpidStore;
import dev.steward.runner.secret.Secrets;
import dev.steward.runner.time.Time;
import java.util.Map;

/** Makes what asks whether all that a configuration names answers. */
public final class Checkups {

    private Checkups() {}

    /** Of a configuration, without the state directory; refused where a secret cannot be had. */
    public static Checkup of(LoadedConfig loaded, Map<String, String> environment, Time time) throws ConfigRefused {
        Secrets secrets = FileSecrets.open(loaded.config().secrets(), environment);
        LoadedConfig whole = loaded.with(ConfigSecrets.resolved(loaded, secrets));
        Clusters clusters = Clusters.of(whole, time);
        Ways ways = new Ways(whole.config().ssh(), clusters, environment, time);
        return new Checkup(
                whole.config().proxmox(),
                (name, cluster) -> PveClient.open(name, cluster, time),
                () -> Ways.follow(whole, environment, time),
                ways::plain,
                new Checkup.House(clusters.acting(UpidStore.NONE), clusters::now),
                () -> {
                    ways.close();
                    clusters.close();
                });
    }
}

package dev.steward.runner.app;

import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.ConfigSecrets;
import dev.steward.runner.config.FileSecrets;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.doctor.Checkup;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.http.PveClient;
import dev.steward.runner.proxmox.task.UpidStore;
import dev.steward.runner.secret.Secrets;
import dev.steward.runner.time.Time;
import java.util.Map;

/** Makes check-ups of a configuration. */
final class Checkups {

    private Checkups() {}

    /** As {@link Runner#checkup}. */
    static Checkup of(LoadedConfig loaded, Map<String, String> environment, Time time) throws ConfigRefused {
        Secrets secrets = FileSecrets.open(loaded.config().secrets(), environment);
        LoadedConfig whole = loaded.with(ConfigSecrets.resolved(loaded, secrets));
        Clusters clusters = Clusters.of(whole, time);
        Ways ways = new Ways(whole.config().ssh(), clusters, environment, time);
        return new Checkup(
                whole.config().proxmox(),
                (name, cluster) -> PveClient.open(name, cluster, time),
                () -> Runner.follow(whole, environment, time),
                ways::plain,
                estates(clusters),
                () -> {
                    ways.close();
                    clusters.close();
                });
    }

    private static Checkup.Estates estates(Clusters clusters) {
        return new Checkup.Estates() {

            @Override
            public Estate now() throws InterruptedException {
                return clusters.now();
            }

            @Override
            public ActingSource acting() {
                return clusters.acting(UpidStore.NONE);
            }
        };
    }
}

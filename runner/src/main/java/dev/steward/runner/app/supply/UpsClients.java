package dev.steward.runner.app.supply;

import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.ConfigSecrets;
import dev.steward.runner.config.FileSecrets;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.power.UpsConfig;
import dev.steward.runner.power.nut.NutAddress;
import dev.steward.runner.power.nut.NutLogin;
import dev.steward.runner.power.nut.NutServer;
import dev.steward.runner.power.nut.UpsClient;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Clients for UPSes as they are configured. */
public final class UpsClients {

    private UpsClients() {}

    /**
     * The power section with its passwords looked up; empty: there is none.
     *
     * @throws ConfigRefused where one cannot be had
     */
    public static Optional<PowerConfig> configured(LoadedConfig loaded, Map<String, String> environment)
            throws ConfigRefused {
        return ConfigSecrets.resolved(loaded, FileSecrets.open(loaded.config().secrets(), environment))
                .power();
    }

    /** Whom Steward runs as: its state directory belongs to that user, whoever asks. */
    public static String owner(Path state) {
        try {
            return Files.getOwner(state).getName();
        } catch (IOException e) {
            String user = System.getProperty("user.name", "steward");
            return user.equals("root") ? "steward" : user;
        }
    }

    /**
     * A client; it connects at the first request.
     *
     * @param here what the configuration calls it
     * @param config its password looked up
     */
    public static UpsClient open(String here, UpsConfig config, Time time) {
        NutServer server = new NutServer(
                new NutAddress(config.hostname(), config.port()),
                config.user().flatMap(user -> config.password().map(password -> new NutLogin(user, password))),
                config.tls().trust(),
                config.timeout(),
                config.timeout());
        return new UpsClient(server, config.ups(here), time);
    }
}

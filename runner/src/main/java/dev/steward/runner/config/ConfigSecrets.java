package dev.steward.runner.config;

import dev.steward.runner.config.access.OidcConfig;
import dev.steward.runner.config.collect.CollectorConfig;
import dev.steward.runner.config.collect.PushConfig;
import dev.steward.runner.config.git.GitConfig;
import dev.steward.runner.config.hook.HookConfig;
import dev.steward.runner.config.monitor.GrafanaConfig;
import dev.steward.runner.config.monitor.MetricsConfig;
import dev.steward.runner.config.monitor.MonitoringConfig;
import dev.steward.runner.config.notify.GotifyConfig;
import dev.steward.runner.config.notify.MailConfig;
import dev.steward.runner.config.notify.MatrixConfig;
import dev.steward.runner.config.notify.NoticesConfig;
import dev.steward.runner.config.notify.NtfyConfig;
import dev.steward.runner.config.notify.TeamsConfig;
import dev.steward.runner.config.notify.TelegramConfig;
import dev.steward.runner.config.notify.WebhookConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.power.UpsConfig;
import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.secret.Reference;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.Secrets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets of a configuration: each is the text itself, or the word {@code secret('path')} that playbooks use too, so
 * that {@code steward.yml} can be read by everybody.
 */
public final class ConfigSecrets {

    private final LoadedConfig loaded;
    private final Secrets secrets;

    private ConfigSecrets(LoadedConfig loaded, Secrets secrets) {
        this.loaded = loaded;
        this.secrets = secrets;
    }

    /** The path, where it is a reference. */
    static Optional<String> path(Secret said) {
        return Reference.path(said.reveal());
    }

    /**
     * The configuration with every reference looked up.
     *
     * @param secrets where
     * @throws ConfigRefused when there is no secret of a path
     */
    public static StewardConfig resolved(LoadedConfig loaded, Secrets secrets) throws ConfigRefused {
        return new ConfigSecrets(loaded, secrets).resolved();
    }

    private StewardConfig resolved() throws ConfigRefused {
        StewardConfig config = loaded.config();
        Optional<DiunConfig> diun = config.diun();
        if (diun.isPresent()) {
            diun = Optional.of(new DiunConfig(meant(diun.get().token(), "diun.token")));
        }
        Map<String, ProxmoxConfig> proxmox = new LinkedHashMap<>();
        for (Map.Entry<String, ProxmoxConfig> cluster : config.proxmox().entrySet()) {
            proxmox.put(cluster.getKey(), cluster(cluster.getValue(), "proxmox." + cluster.getKey()));
        }
        Map<String, HookConfig> hooks = new LinkedHashMap<>();
        for (Map.Entry<String, HookConfig> hook : config.hooks().entrySet()) {
            String name = "hooks." + hook.getKey() + ".secret";
            try {
                hooks.put(
                        hook.getKey(),
                        hook.getValue().with(meant(hook.getValue().secret(), name)));
            } catch (IllegalArgumentException e) {
                throw new ConfigRefused(List.of(loaded.problem(name, name + ": " + e.getMessage())));
            }
        }
        StewardConfig whole = config.watched(server(config.server()), monitoring(config.monitoring()))
                .from(config.playbooks(), config.inventory(), git(config.git()))
                .hooked(hooks, store(config.store()));
        return whole.with(
                notices(config.notices()),
                diun,
                proxmox,
                collector(config.collector()),
                config.power().isPresent() ? Optional.of(power(config.power().get())) : Optional.empty());
    }

    private Optional<StoreConfig> store(Optional<StoreConfig> said) throws ConfigRefused {
        return said.isEmpty()
                ? said
                : Optional.of(said.get().with(meant(said.get().password(), "store.password")));
    }

    private Optional<GitConfig> git(Optional<GitConfig> said) throws ConfigRefused {
        if (said.isEmpty()) {
            return said;
        }
        try {
            return Optional.of(said.get()
                    .with(
                            meant(said.get().token(), "git.token"),
                            meant(said.get().webhook(), "git.webhook")));
        } catch (IllegalArgumentException e) {
            throw new ConfigRefused(List.of(loaded.problem("git.webhook", "git." + e.getMessage())));
        }
    }

    private ServerConfig server(ServerConfig said) throws ConfigRefused {
        Optional<OidcConfig> oidc = said.oidc();
        if (oidc.isPresent()) {
            oidc = Optional.of(oidc.get().with(meant(oidc.get().clientSecret(), "server.oidc.clientSecret")));
        }
        if (said.metrics().isEmpty()) {
            return said.with(said.metrics(), oidc);
        }
        MetricsConfig metrics = said.metrics().get();
        try {
            return said.with(Optional.of(metrics.with(meant(metrics.token(), "server.metrics.token"))), oidc);
        } catch (IllegalArgumentException e) {
            throw new ConfigRefused(
                    List.of(loaded.problem("server.metrics.token", "server.metrics." + e.getMessage())));
        }
    }

    private MonitoringConfig monitoring(MonitoringConfig said) throws ConfigRefused {
        if (said.grafana().isEmpty()) {
            return said;
        }
        GrafanaConfig grafana = said.grafana().get();
        return said.with(grafana.with(meant(grafana.token(), "monitoring.grafana.token")));
    }

    private PowerConfig power(PowerConfig said) throws ConfigRefused {
        Map<String, UpsConfig> upses = new LinkedHashMap<>();
        for (Map.Entry<String, UpsConfig> ups : said.ups().entrySet()) {
            Optional<Secret> password = meant(ups.getValue().password(), "power.ups." + ups.getKey() + ".password");
            upses.put(ups.getKey(), ups.getValue().with(password));
        }
        return said.with(upses);
    }

    private NoticesConfig notices(NoticesConfig said) throws ConfigRefused {
        Optional<MailConfig> mail = said.mail();
        if (mail.flatMap(MailConfig::password).isPresent()) {
            mail = Optional.of(mail.get().password(meant(mail.get().password().get(), "notices.mail.password")));
        }
        Map<String, WebhookConfig> webhooks = new LinkedHashMap<>();
        for (Map.Entry<String, WebhookConfig> hook : said.webhooks().entrySet()) {
            webhooks.put(hook.getKey(), webhook(hook.getValue(), "notices.webhooks." + hook.getKey()));
        }
        return said.with(mail, webhooks, chats(said));
    }

    private NoticesConfig.Chats chats(NoticesConfig said) throws ConfigRefused {
        Optional<NtfyConfig> ntfy = said.ntfy();
        if (ntfy.flatMap(NtfyConfig::token).isPresent()) {
            ntfy = Optional.of(ntfy.get().token(meant(ntfy.get().token().get(), "notices.ntfy.token")));
        }
        Optional<GotifyConfig> gotify = said.gotify();
        if (gotify.isPresent()) {
            gotify = Optional.of(gotify.get().token(meant(gotify.get().token(), "notices.gotify.token")));
        }
        Optional<TelegramConfig> telegram = said.telegram();
        if (telegram.isPresent()) {
            telegram = Optional.of(telegram.get().token(meant(telegram.get().token(), "notices.telegram.token")));
        }
        Optional<MatrixConfig> matrix = said.matrix();
        if (matrix.isPresent()) {
            matrix = Optional.of(matrix.get().token(meant(matrix.get().token(), "notices.matrix.token")));
        }
        Optional<TeamsConfig> teams = said.teams();
        if (teams.isPresent()) {
            teams = Optional.of(teams(teams.get()));
        }
        return new NoticesConfig.Chats(ntfy, gotify, telegram, matrix, teams);
    }

    private TeamsConfig teams(TeamsConfig said) throws ConfigRefused {
        String key = "notices.teams.url";
        try {
            return said.at(meant(said.url(), key));
        } catch (IllegalArgumentException e) {
            throw new ConfigRefused(List.of(loaded.problem(key, "notices.teams: " + e.getMessage())));
        }
    }

    private WebhookConfig webhook(WebhookConfig said, String name) throws ConfigRefused {
        String key = name + (said.url().isPresent() ? ".url" : ".urlEnv");
        Secret url = said.url().isPresent()
                ? meant(said.url().get(), key)
                : variable(said.urlEnv().orElseThrow(), key);
        try {
            WebhookConfig at = said.at(url);
            return said.secret().isEmpty() ? at : at.signed(meant(said.secret().get(), name + ".secret"));
        } catch (IllegalArgumentException e) {
            throw new ConfigRefused(List.of(loaded.problem(key, name + ": " + e.getMessage())));
        }
    }

    private Secret variable(String name, String key) throws ConfigRefused {
        return secrets.variable(name)
                .orElseThrow(() -> new ConfigRefused(List.of(
                        loaded.problem(key, key + ": the environment has no variable " + name + ", or it is empty"))));
    }

    private CollectorConfig collector(CollectorConfig said) throws ConfigRefused {
        if (said.push().isEmpty()) {
            return said;
        }
        PushConfig push = said.push().get();
        return said.with(Optional.of(push.with(
                meant(push.token(), "collector.push.token"),
                meant(push.refreshToken(), "collector.push.refreshToken"))));
    }

    /**
     * A secret as it is looked up now: what the file holds may have been changed since the start.
     *
     * @param said as written
     * @return what it is; empty: it is the text itself, or is no longer there
     */
    public static Optional<Secret> again(Secret said, Secrets secrets) {
        return path(said).flatMap(secrets::find);
    }

    private ProxmoxConfig cluster(ProxmoxConfig said, String name) throws ConfigRefused {
        try {
            return said.with(
                    meant(said.token(), name + ".token"),
                    meant(said.tokenSecret(), name + ".tokenSecret"),
                    meant(said.password(), name + ".password"));
        } catch (IllegalArgumentException e) {
            throw new ConfigRefused(List.of(loaded.problem(name, name + ": " + e.getMessage())));
        }
    }

    private Optional<Secret> meant(Optional<Secret> said, String name) throws ConfigRefused {
        return said.isPresent() ? Optional.of(meant(said.get(), name)) : said;
    }

    private Secret meant(Secret said, String name) throws ConfigRefused {
        if (Reference.broken(said.reveal())) {
            throw new ConfigRefused(List.of(loaded.problem(
                    name, name + ": begins with secret( and is no reference to a secret; expected secret('path')")));
        }
        Optional<String> path = path(said);
        if (path.isEmpty()) {
            return said;
        }
        return secrets.find(path.get())
                .orElseThrow(() -> new ConfigRefused(List.of(loaded.problem(
                        name,
                        name + ": there is no secret '" + path.get()
                                + "' among systemd's credentials, the environment and the secrets file"))));
    }

    /** The token of the collector's push as it is looked up now: the secrets may have been changed since the start. */
    public static Optional<Secret> pushToken(LoadedConfig said, Map<String, String> environment) {
        try {
            Secrets now = FileSecrets.open(said.config().secrets(), environment);
            return said.config().collector().push().flatMap(push -> again(push.token(), now));
        } catch (ConfigRefused e) {
            return Optional.empty();
        }
    }
}

package dev.steward.runner.config;

import dev.steward.runner.config.access.OidcConfig;
import dev.steward.runner.config.alert.AlertsConfig;
import dev.steward.runner.config.approve.ApprovalConfig;
import dev.steward.runner.config.collect.CollectorConfig;
import dev.steward.runner.config.git.GitConfig;
import dev.steward.runner.config.hook.HookConfig;
import dev.steward.runner.config.keep.RetentionConfig;
import dev.steward.runner.config.monitor.MetricsConfig;
import dev.steward.runner.config.monitor.MonitoringConfig;
import dev.steward.runner.config.notify.NoticesConfig;
import dev.steward.runner.config.patch.PatchesConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.config.wake.WakeConfig;
import dev.steward.runner.secret.Secret;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The whole of {@code steward.yml}; each component is a key of the same name. All paths are absolute.
 *
 * @param stateDir where everything is kept; the environment's STEWARD_HOME goes before it
 * @param server where the page is served
 * @param inventory sources in order: files or folders
 * @param playbooks the folder of playbooks
 * @param ssh how hosts are reached where the inventory does not say
 * @param defaults what holds for tasks that say nothing
 * @param schedules by name; a file that has this key replaces the shipped ones
 * @param retention how long history is kept
 * @param secrets where {@code secret('path')} is looked up
 * @param notices who is told of what
 * @param diun the door for Diun's news of container images; empty: closed
 * @param vault what opens vaulted values
 * @param proxmox clusters by the name this product gives them
 * @param collector what is collected of them
 * @param wake guests that sleep while nobody needs them, by the names they are woken by
 * @param power what happens when the mains fails; empty: nothing
 * @param log what the server writes of its own work
 * @param patches how packages are kept up to date
 * @param monitoring who keeps measurements for long
 * @param alerts what is watched in the clusters and told
 * @param git the repository that playbooks and inventory come from; empty: they lie in folders of this machine
 * @param approval which runs wait for another person's word
 * @param hooks doors by which other programs begin one playbook each, by name
 * @param store the PostgreSQL database the history is kept in; empty: a file in the state directory
 */
public record StewardConfig(
        Path stateDir,
        ServerConfig server,
        List<Path> inventory,
        Path playbooks,
        SshConfig ssh,
        DefaultsConfig defaults,
        Map<String, ScheduleConfig> schedules,
        RetentionConfig retention,
        SecretsConfig secrets,
        NoticesConfig notices,
        Optional<DiunConfig> diun,
        VaultConfig vault,
        Map<String, ProxmoxConfig> proxmox,
        CollectorConfig collector,
        Map<String, WakeConfig> wake,
        Optional<PowerConfig> power,
        LogConfig log,
        PatchesConfig patches,
        MonitoringConfig monitoring,
        AlertsConfig alerts,
        Optional<GitConfig> git,
        ApprovalConfig approval,
        Map<String, HookConfig> hooks,
        Optional<StoreConfig> store) {

    public StewardConfig {
        inventory = List.copyOf(inventory);
        schedules = Collections.unmodifiableMap(new LinkedHashMap<>(schedules));
        proxmox = Collections.unmodifiableMap(new LinkedHashMap<>(proxmox));
        hooks = Collections.unmodifiableMap(new LinkedHashMap<>(hooks));
        wake = Collections.unmodifiableMap(new LinkedHashMap<>(wake));
    }

    /** Every secret it holds: runs mask them, whoever prints them. */
    public List<Secret> kept() {
        List<Secret> all = new ArrayList<>();
        all.addAll(notices.secrets());
        diun.map(DiunConfig::token).ifPresent(all::add);
        proxmox.values().forEach(cluster -> all.addAll(cluster.secrets()));
        collector.push().ifPresent(push -> all.addAll(push.secrets()));
        power.ifPresent(section -> all.addAll(section.secrets()));
        hooks.values().forEach(hook -> all.add(hook.secret()));
        all.addAll(monitoring.secrets());
        server.metrics().flatMap(MetricsConfig::token).ifPresent(all::add);
        server.oidc().map(OidcConfig::clientSecret).ifPresent(all::add);
        git.ifPresent(repository -> all.addAll(repository.secrets()));
        store.flatMap(StoreConfig::password).ifPresent(all::add);
        return List.copyOf(all);
    }

    /**
     * With the sections of these names as another configuration has them; names of no section mean nothing.
     *
     * @param other where from
     */
    public StewardConfig with(Set<String> sections, StewardConfig other) {
        try {
            RecordComponent[] all = StewardConfig.class.getRecordComponents();
            Class<?>[] types = new Class<?>[all.length];
            Object[] values = new Object[all.length];
            for (int i = 0; i < all.length; i++) {
                types[i] = all[i].getType();
                values[i] = all[i].getAccessor().invoke(sections.contains(all[i].getName()) ? other : this);
            }
            return StewardConfig.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record can be made of its parts", e);
        }
    }

    /** With playbooks, inventory and the secrets of the repository they come from. */
    StewardConfig from(Path folder, List<Path> sources, Optional<GitConfig> repository) {
        return new StewardConfig(
                stateDir,
                server,
                sources,
                folder,
                ssh,
                defaults,
                schedules,
                retention,
                secrets,
                notices,
                diun,
                vault,
                proxmox,
                collector,
                wake,
                power,
                log,
                patches,
                monitoring,
                alerts,
                repository,
                approval,
                hooks,
                store);
    }

    /** With what was looked up of who reads and who keeps measurements. */
    StewardConfig watched(ServerConfig page, MonitoringConfig other) {
        return new StewardConfig(
                stateDir, page, inventory, playbooks, ssh, defaults, schedules, retention, secrets, notices, diun,
                vault, proxmox, collector, wake, power, log, patches, other, alerts, git, approval, hooks, store);
    }

    /** With what was looked up of the doors and of the database. */
    StewardConfig hooked(Map<String, HookConfig> doors, Optional<StoreConfig> database) {
        return new StewardConfig(
                stateDir,
                server,
                inventory,
                playbooks,
                ssh,
                defaults,
                schedules,
                retention,
                secrets,
                notices,
                diun,
                vault,
                proxmox,
                collector,
                wake,
                power,
                log,
                patches,
                monitoring,
                alerts,
                git,
                approval,
                doors,
                database);
    }

    /** With another state directory. */
    StewardConfig in(Path dir) {
        return new StewardConfig(
                dir,
                server,
                inventory,
                playbooks,
                ssh,
                defaults,
                schedules,
                retention,
                secrets,
                notices,
                diun,
                vault,
                proxmox,
                collector,
                wake,
                power,
                log,
                patches,
                monitoring,
                alerts,
                git,
                approval,
                hooks,
                store);
    }

    /** With what was looked up. */
    StewardConfig with(
            NoticesConfig told,
            Optional<DiunConfig> door,
            Map<String, ProxmoxConfig> clusters,
            CollectorConfig collected,
            Optional<PowerConfig> guarded) {
        return new StewardConfig(
                stateDir,
                server,
                inventory,
                playbooks,
                ssh,
                defaults,
                schedules,
                retention,
                secrets,
                told,
                door,
                vault,
                clusters,
                collected,
                wake,
                guarded,
                log,
                patches,
                monitoring,
                alerts,
                git,
                approval,
                hooks,
                store);
    }

    /**
     * What holds where nothing is said: {@code inventory} and {@code playbooks} beside the file, and the shipped
     * schedule {@code weekly-updates}.
     *
     * @param base where relative paths start
     * @param stateDir already decided
     */
    public static StewardConfig defaults(Path base, Path stateDir) {
        return new StewardConfig(
                stateDir,
                ServerConfig.DEFAULT,
                List.of(base.resolve("inventory")),
                base.resolve("playbooks"),
                SshConfig.DEFAULT,
                DefaultsConfig.DEFAULT,
                Map.of("weekly-updates", ScheduleConfig.WEEKLY_UPDATES),
                RetentionConfig.DEFAULT,
                SecretsConfig.DEFAULT,
                NoticesConfig.DEFAULT,
                Optional.empty(),
                VaultConfig.DEFAULT,
                Map.of(),
                CollectorConfig.DEFAULT,
                Map.of(),
                Optional.empty(),
                LogConfig.DEFAULT,
                PatchesConfig.DEFAULT,
                MonitoringConfig.DEFAULT,
                AlertsConfig.DEFAULT,
                Optional.empty(),
                ApprovalConfig.DEFAULT,
                Map.of(),
                Optional.empty());
    }
}

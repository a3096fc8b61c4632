package dev.steward.web.parts;

import dev.steward.runner.app.Playbooks;
import dev.steward.runner.app.Runs;
import dev.steward.runner.app.ScheduleDesk;
import dev.steward.runner.app.Version;
import dev.steward.runner.app.approve.ApprovalDesk;
import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.config.hook.HookConfig;
import dev.steward.runner.metrics.Expositions;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.store.Store;
import dev.steward.runner.time.Time;
import dev.steward.runner.wake.Maintenance;
import dev.steward.runner.wake.Wakes;
import dev.steward.web.security.TokenNames;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What the pages stand on.
 *
 * @param runs begins and steers runs
 * @param playbooks the folder
 * @param store what happened
 * @param schedules what will
 * @param hosts which hosts a pattern names
 * @param tokens what opens changes
 * @param time both clocks
 * @param zone absolute times are shown in
 * @param version of this build
 * @param diun what Diun must send as its token; empty: its door is closed
 * @param estates the Proxmox clusters; none where none is configured
 * @param guestHosts under which names runs know a guest
 * @param guests looks at guests and nodes, and starts and stops them
 * @param inventory the configured one
 * @param drift where the inventory's files and the clusters disagree
 * @param wakes guests that sleep while nobody needs them
 * @param maintenance holds them
 * @param power protection
 * @param patches package work, exceptions from it, and reboots on request
 * @param metrics what a monitoring system reads
 * @param alerts what is wrong, and the channels by which people are told
 * @param git the repository that playbooks and inventory come from
 * @param approvals plans that wait for another person's word
 * @param hooks doors by which other programs begin one playbook each, by name
 * @param house the server itself
 * @param plug of a demo's UPS; empty in every server that keeps a real estate: the way in is not there
 */
public record WebParts(
        Runs runs,
        Playbooks playbooks,
        Store store,
        ScheduleDesk schedules,
        HostLookup hosts,
        TokenNames tokens,
        Time time,
        ZoneId zone,
        Version version,
        Optional<Secret> diun,
        Estates estates,
        GuestHosts guestHosts,
        GuestParts guests,
        KnownInventory inventory,
        InventoryDrift drift,
        Wakes wakes,
        Maintenance maintenance,
        PowerDesk power,
        PatchDesk patches,
        Expositions metrics,
        AlertParts alerts,
        GitParts git,
        ApprovalDesk approvals,
        Map<String, HookConfig> hooks,
        HouseParts house,
        Optional<Plug> plug) {}

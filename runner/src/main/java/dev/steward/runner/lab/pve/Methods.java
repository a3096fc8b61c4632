package dev.steward.runner.lab.pve;

import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.cluster.AccessCalls;
import dev.steward.runner.lab.pve.cluster.CephCalls;
import dev.steward.runner.lab.pve.cluster.ClusterReads;
import dev.steward.runner.lab.pve.cluster.HaCalls;
import dev.steward.runner.lab.pve.cluster.HaRules;
import dev.steward.runner.lab.pve.cluster.HaStatus;
import dev.steward.runner.lab.pve.cluster.PoolCalls;
import dev.steward.runner.lab.pve.cluster.Resources;
import dev.steward.runner.lab.pve.guest.AgentCalls;
import dev.steward.runner.lab.pve.guest.BackupCalls;
import dev.steward.runner.lab.pve.guest.CloneCalls;
import dev.steward.runner.lab.pve.guest.ConfigCalls;
import dev.steward.runner.lab.pve.guest.CreateCalls;
import dev.steward.runner.lab.pve.guest.GuestRows;
import dev.steward.runner.lab.pve.guest.InterfaceCalls;
import dev.steward.runner.lab.pve.guest.MigrateCalls;
import dev.steward.runner.lab.pve.guest.SnapshotCalls;
import dev.steward.runner.lab.pve.guest.StatusCalls;
import dev.steward.runner.lab.pve.node.Bulk;
import dev.steward.runner.lab.pve.node.DiskReads;
import dev.steward.runner.lab.pve.node.NodePower;
import dev.steward.runner.lab.pve.node.NodeReads;
import dev.steward.runner.lab.pve.node.RrdCalls;
import dev.steward.runner.lab.pve.node.StorageCalls;
import dev.steward.runner.lab.pve.node.SystemReads;
import dev.steward.runner.lab.pve.node.TaskCalls;

/** Everything the lab carries out. */
final class Methods {

    private Methods() {}

    static Handlers all() {
        Handlers handlers = new Handlers();
        AccessCalls.add(handlers);
        CephCalls.add(handlers);
        ClusterReads.add(handlers);
        HaCalls.add(handlers);
        HaRules.add(handlers);
        HaStatus.add(handlers);
        PoolCalls.add(handlers);
        Resources.add(handlers);
        guests(handlers);
        Bulk.add(handlers);
        NodePower.add(handlers);
        NodeReads.add(handlers);
        RrdCalls.add(handlers);
        StorageCalls.add(handlers);
        SystemReads.add(handlers);
        DiskReads.add(handlers);
        TaskCalls.add(handlers);
        return handlers;
    }

    private static void guests(Handlers handlers) {
        AgentCalls.add(handlers);
        BackupCalls.add(handlers);
        CloneCalls.add(handlers);
        ConfigCalls.add(handlers);
        CreateCalls.add(handlers);
        GuestRows.add(handlers);
        InterfaceCalls.add(handlers);
        MigrateCalls.add(handlers);
        SnapshotCalls.add(handlers);
        StatusCalls.add(handlers);
    }
}

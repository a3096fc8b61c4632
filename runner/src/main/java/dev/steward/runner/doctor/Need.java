package dev.steward.runner.doctor;

import java.util.List;
import java.util.Map;

/**
 * A privilege that something needs.
 *
 * @param privilege as PVE calls it; of several with | between them one is enough
 * @param path where
 * @param role of PVE's own that has it
 * @param purpose what cannot be done without it
 */
record Need(String privilege, String path, String role, String purpose) {

    /** What everybody needs. */
    static final List<Need> TO_READ = List.of(
            new Need("VM.Audit", "/vms", "PVEAuditor", "guests cannot be seen"),
            new Need("Sys.Audit", "/", "PVEAuditor", "the state of the cluster and its nodes cannot be seen"));

    /** What modules need (the permissions of their calls in the schema of 8.4 and 9.2). */
    static final Map<String, Need> OF_MODULES = Map.of(
            "guest", new Need("VM.PowerMgmt", "/vms", "PVEVMAdmin", "guests cannot be started or stopped"),
            "lxc", new Need("VM.Allocate", "/vms", "PVEVMAdmin", "containers cannot be made or removed"),
            "vm", new Need("VM.Allocate", "/vms", "PVEVMAdmin", "VMs cannot be made or removed"),
            "snapshot", new Need("VM.Snapshot", "/vms", "PVEVMAdmin", "snapshots cannot be taken"),
            "rollback",
                    new Need("VM.Snapshot.Rollback|VM.Snapshot", "/vms", "PVEVMAdmin", "nothing can be rolled back"),
            "backup", new Need("VM.Backup", "/vms", "PVEVMAdmin", "guests cannot be backed up"),
            "migrate", new Need("VM.Migrate", "/vms", "PVEVMAdmin", "guests cannot be moved"),
            "node", new Need("Sys.PowerMgmt", "/nodes", "Administrator", "nodes cannot be shut down or rebooted"),
            "haResource", new Need("Sys.Console", "/", "Administrator", "the HA manager takes no orders"),
            "cephFlags", new Need("Sys.Modify", "/", "Administrator", "flags of Ceph cannot be set"));
}

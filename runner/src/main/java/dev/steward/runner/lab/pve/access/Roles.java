package dev.steward.runner.lab.pve.access;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The built-in roles and their privileges (AccessControl.pm). PVE 9 has the guest agent's own privileges, 8 has VM.Monitor. */
public final class Roles {

    private static final String DATASTORE =
            "Datastore.Allocate Datastore.AllocateSpace Datastore.AllocateTemplate Datastore.Audit";
    private static final String VM_USER =
            "VM.Audit VM.Backup VM.Config.CDROM VM.Config.Cloudinit VM.Console VM.PowerMgmt";
    private static final String VM_ADMIN = VM_USER
            + " VM.Allocate VM.Clone VM.Config.CPU VM.Config.Disk VM.Config.HWType VM.Config.Memory VM.Config.Network VM.Config.Options VM.Migrate VM.Snapshot VM.Snapshot.Rollback";
    private static final String AGENT_USER = " VM.GuestAgent.Audit VM.GuestAgent.FileRead VM.GuestAgent.FileWrite";
    private static final String AGENT_ADMIN =
            AGENT_USER + " VM.GuestAgent.FileSystemMgmt VM.GuestAgent.Unrestricted VM.Replicate";
    private static final String SDN = "SDN.Allocate SDN.Audit SDN.Use";
    private static final String ADMIN =
            " Group.Allocate Mapping.Audit Mapping.Use Pool.Allocate Pool.Audit Realm.AllocateUser Sys.Audit Sys.Console Sys.Syslog User.Modify ";

    private final Map<String, Set<String>> roles = new TreeMap<>();

    /** The roles of PVE 9, or of 8. */
    public Roles(boolean nine) {
        String user = VM_USER + (nine ? AGENT_USER + " VM.GuestAgent.FileSystemMgmt" : "");
        String admin = VM_ADMIN + (nine ? AGENT_ADMIN : " VM.Monitor");
        String pveAdmin = DATASTORE + " " + SDN + ADMIN + admin;
        role("PVESysAdmin", "Sys.Audit Sys.Console Sys.Syslog");
        role("PVEPoolUser", "Pool.Audit");
        role("PVEPoolAdmin", "Pool.Allocate Pool.Audit");
        role("PVESDNAdmin", SDN);
        role("PVESDNUser", "SDN.Audit SDN.Use");
        role("PVEAdmin", pveAdmin);
        role(
                "Administrator",
                pveAdmin
                        + " Mapping.Modify Permissions.Modify Realm.Allocate Sys.AccessNetwork Sys.Incoming Sys.Modify Sys.PowerMgmt");
        role("PVEDatastoreAdmin", DATASTORE);
        role("PVEDatastoreUser", "Datastore.AllocateSpace Datastore.Audit");
        role("PVEVMUser", user);
        role("PVEVMAdmin", admin);
        role(
                "PVEAuditor",
                "Datastore.Audit Mapping.Audit Pool.Audit SDN.Audit Sys.Audit VM.Audit"
                        + (nine ? " VM.GuestAgent.Audit" : ""));
        role("PVETemplateUser", "VM.Audit VM.Clone");
        role("PVEMappingUser", "Mapping.Audit Mapping.Use");
        role("PVEMappingAdmin", "Mapping.Audit Mapping.Modify Mapping.Use");
        role("PVEUserAdmin", "Group.Allocate Realm.AllocateUser User.Modify");
        roles.put("NoAccess", Set.of());
    }

    private void role(String name, String privileges) {
        roles.put(name, Stream.of(privileges.split(" ")).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** A role's privileges; none for an unknown role. */
    public Set<String> of(String role) {
        return roles.getOrDefault(role, Set.of());
    }

    /** Whether there is such a role. */
    public boolean has(String role) {
        return roles.containsKey(role);
    }

    /** A new role, or another meaning of one. */
    public void define(String role, List<String> privileges) {
        roles.put(role, new TreeSet<>(privileges));
    }

    /** Every privilege there is. */
    public Set<String> all() {
        return of("Administrator");
    }

    /** All roles by name. */
    public Map<String, Set<String>> byName() {
        return Map.copyOf(roles);
    }
}

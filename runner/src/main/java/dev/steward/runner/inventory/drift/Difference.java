package dev.steward.runner.inventory.drift;

import java.util.Optional;

/**
 * Something in which the files of an inventory and the clusters disagree.
 *
 * @param kind what kind of disagreement
 * @param counts false: worth a look, but no fault, as a guest that comes from the cluster alone
 * @param host of the files; empty: no file has one
 * @param cluster our name of the cluster; empty: none is meant
 * @param subject what it is about there, as {@code lxc/101} or {@code node/pve1}; empty: there is nothing
 * @param inFile what the files say; empty: nothing
 * @param inCluster what the cluster says; empty: nothing
 * @param file where the host was read; empty: no file has one
 * @param text one sentence for people, with the next step where there is one
 */
public record Difference(
        Kind kind,
        boolean counts,
        Optional<String> host,
        Optional<String> cluster,
        Optional<String> subject,
        Optional<String> inFile,
        Optional<String> inCluster,
        Optional<String> file,
        String text) {

    /** The same as a fault. */
    Difference counting() {
        return new Difference(kind, true, host, cluster, subject, inFile, inCluster, file, text);
    }

    /** Kinds of disagreement. */
    public enum Kind {
        /** A host that no cluster has. */
        MISSING,
        /** The vmid of a host is not that of the guest it is by its name or address. */
        VMID,
        /** A guest is called otherwise. */
        NAME,
        /** A guest does not have the address that a file says. */
        ADDRESS,
        /** A guest is on another node. */
        NODE,
        /** A guest is of the other kind: a container, or a virtual machine. */
        TYPE,
        /** A host is a template now, which never runs. */
        TEMPLATE,
        /** Several hosts are one guest. */
        TWICE,
        /** A host fits several guests. */
        AMBIGUOUS,
        /** A guest or node that no file lists. */
        UNLISTED
    }
}

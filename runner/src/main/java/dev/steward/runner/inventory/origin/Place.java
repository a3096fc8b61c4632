package dev.steward.runner.inventory.origin;

import dev.steward.dsl.plan.SourceRef;
import java.util.Optional;

/**
 * Where a variable was said.
 *
 * @param file as the operator named it
 * @param line from 1; 0: the file as a whole
 * @param column from 1; 0: the file as a whole
 * @param cluster our name of the cluster that said it, for which the file only asks; empty: the file says it itself
 */
public record Place(String file, int line, int column, Optional<String> cluster) {

    /** A place in a file. */
    public static Place of(SourceRef at) {
        return new Place(at.file(), at.line(), at.column(), Optional.empty());
    }

    /** A file as a whole. */
    public static Place of(String file) {
        return new Place(file, 0, 0, Optional.empty());
    }

    /** A cluster, asked by a file. */
    public static Place of(String cluster, SourceRef asked) {
        return new Place(asked.file(), asked.line(), asked.column(), Optional.of(cluster));
    }

    /** As {@code hosts.yml:4:9}, or {@code cluster home, asked by proxmox.yml:1:1}. */
    public String words() {
        String where = line == 0 ? file : file + ":" + line + ":" + column;
        return cluster.map(name -> "cluster " + name + ", asked by " + where).orElse(where);
    }
}

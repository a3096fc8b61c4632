package dev.steward.runner.store.migration

import java.nio.file.Files
import java.nio.file.Path
import java.util.zip.GZIPInputStream

/**
 * The history that a Steward of schema 22 left on a machine of its own, by its commands: three runs of one playbook on two hosts
 * (one failed, one well, one only checked), an account and a token. It never knew servers, resumed runs or kept sizes.
 */
final class OlderHistory {

    static final int SCHEMA = 22

    /** What {@code token create ops --scope operate} showed once. */
    static final String TOKEN = 'stw_i-5uCD6xftQUxyXeLvh6o7UqoyPwFtZhdP-oQOcuAdM'

    private OlderHistory() {}

    /** Puts it into a state directory, which is made where there is none. */
    static void into(Path dir) {
        Files.createDirectories(dir)
        OlderHistory.getResourceAsStream('/history/schema-22.mv.db.gz').withCloseable {
            Files.copy(new GZIPInputStream(it), dir.resolve('steward.mv.db'))
        }
    }
}

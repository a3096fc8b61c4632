package dev.steward.runner.lab.pve

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption

/** Keeps every request of every spec in target/pve-requests, a line each: .ci/compare-pve holds them against PVE's own schema. */
class RequestDiary implements RequestWatcher {

    static final ObjectMapper JSON = new ObjectMapper()
    static final Path FILE = Files.createDirectories(Path.of('target', 'pve-requests')).resolve("requests-${ProcessHandle.current().pid()}.jsonl")

    @Override
    void saw(String version, LoggedRequest request) {
        Map line = [version: version, method: request.method(), path: request.path(), params: request.params(), status: request.status(), reason: request.reason()]
        synchronized (FILE) {
            Files.writeString(FILE, JSON.writeValueAsString(line) + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND)
        }
    }
}

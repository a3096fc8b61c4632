package dev.steward.runner.lab.pve

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path

/** What was published and recorded of real PVE; it lies outside the repository (see .ci/compare-pve). */
class PveData {

    static final ObjectMapper JSON = new ObjectMapper()

    final Path folder = Path.of(System.getenv('STEWARD_PVE_DATA'))

    /** The methods of a release such as 9.2, by METHOD path. */
    Map<String, Map> schema(String release) {
        JSON.readValue(folder.resolve("pve-api-${release}.json").toFile(), List).collectEntries { [("$it.method $it.path" as String): it] }
    }

    /** Every recording of a folder, each with request and response. */
    List<Map> recordings(String name) {
        Files.list(folder.resolve('pve-recordings').resolve(name)).withCloseable { files ->
            files.filter { it.toString().endsWith('.json') }.sorted().map { JSON.readValue(it.toFile(), Map) + [file: it.fileName.toString()] }.toList()
        }
    }
}

package dev.steward.runner.proxmox

import static dev.steward.runner.proxmox.http.ScriptedPve.*

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.runner.proxmox.PveException.Kind
import dev.steward.runner.proxmox.http.ClientSpec
import dev.steward.runner.proxmox.http.ScriptedPve
import dev.steward.runner.proxmox.task.TaskBudget
import dev.steward.runner.proxmox.task.TaskWatcher
import dev.steward.runner.proxmox.task.Tasks
import dev.steward.runner.proxmox.task.UpidStore
import dev.steward.runner.proxmox.text.LxcConfig
import dev.steward.runner.proxmox.text.PropertyString
import dev.steward.runner.proxmox.text.QemuConfig
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** The client against recorded answers of real clusters. Run by .ci/compare-pve where they are; no spec of the build. */
class RecordedPveReading extends ClientSpec {

    private static final ObjectMapper JSON = new ObjectMapper()

    private static Path root() {
        def data = System.getenv('STEWARD_PVE_DATA')
        assert data: 'say where the recordings are: STEWARD_PVE_DATA=DIR'
        Path.of(data, 'pve-recordings')
    }

    private static List<Path> files(String form) {
        def found = Files.walk(root()).withCloseable { all -> all.filter { it.fileName.toString() ==~ form }.sorted().toList() }
        assert found: "nothing of the form $form below ${root()}"
        found
    }

    private static ScriptedPve.Reply reply(JsonNode response) {
        text(response.get('status').asInt(), response.get('reason').asText(), response.get('body').isNull() ? '' : JSON.writeValueAsString(response.get('body')))
    }

    /** Reads a recording through the client, over the wire. */
    private Object read(JsonNode recording) {
        def pve = server { reply(recording.get('response')) }
        def raw = RawGet.parse(recording.at('/request/path').asText())
        try {
            return raw.from(client(pve))
        } catch (PveException e) {
            return e
        }
    }

    def 'every recorded answer is read as it is, every recorded failure gets its kind'() {
        given:
        def wrong = []
        def kinds = [:].withDefault { 0 }
        int answers = 0

        when:
        files(/.*\.json/).each { file ->
            def recording = JSON.readTree(file.toFile())
            def response = recording.get('response')
            def result = read(recording)
            if (result instanceof PveException) {
                kinds[result.kind()]++
                boolean same = result.status() == response.get('status').asInt() && result.reason() == response.at('/body/message').asText(response.get('reason').asText()).strip()
                wrong += same && result.kind() != Kind.MALFORMED ? [] : ["$file.fileName: $result.message"]
            } else {
                answers++
                boolean same = result.data() == response.get('body').get('data') && response.get('status').asInt() == 200
                boolean counted = result.total() == (response.get('body').has('total') ? OptionalLong.of(response.at('/body/total').asLong()) : OptionalLong.empty())
                wrong += same && counted ? [] : ["$file.fileName: read as $result"]
            }
        }
        println "$answers answers, failures $kinds"

        then:
        wrong == []
        answers > 100
    }

    def 'every recorded refusal is an error with its text and a kind'() {
        given:
        def blocks = files(/errors-and-auth.txt/).collectMany { file -> file.toFile().text.split(/(?m)^## /).drop(1) as List }
        def wrong = []
        def seen = [:].withDefault { 0 }

        when:
        blocks.each { String block ->
            def lines = block.readLines()
            def status = lines.find { it.startsWith('HTTP/1.1') } =~ /HTTP\/1.1 (\d+) ?(.*)/
            int code = status[0][1] as int
            def body = lines.drop(lines.findIndexOf(1) { it.empty } + 1).join('\n').strip()
            if (code < 400) {
                return
            }
            def pve = server { text(code, status[0][2] as String, body) }
            def e = refusal { client(pve).get(path('/x'), [:]) }
            seen["$code ${e.kind()}"]++
            boolean texted = e.reason().startsWith((status[0][2] as String).strip().take(40))
            boolean params = body.startsWith('{') && JSON.readTree(body).has('errors') ? e.errors().size() == JSON.readTree(body).get('errors').size() : true
            wrong += e.status() == code && texted && params ? [] : ["$block -> $e.message"]
        }
        println "refusals $seen"

        then:
        wrong == []
        seen.keySet().every { !it.contains('MALFORMED') }
        seen.size() > 5
    }

    def 'every recorded UPID ends as its status says, with the whole of its log'() {
        given:
        def wrong = []
        def ends = [:].withDefault { 0 }

        when:
        files(/task-.*-status\.json/).each { file ->
            def status = JSON.readTree(file.toFile())
            def log = JSON.readTree(file.resolveSibling(file.fileName.toString().replace('-status', '-log')).toFile().with { it.exists() ? it.text : '{"response":{"status":200,"reason":"OK","body":{"data":[],"total":0}}}' })
            def pve = server { it.path().endsWith('/log') ? reply(log.get('response')) : reply(status.get('response')) }
            def upid = Upid.parse(status.at('/response/body/data/upid').asText())
            def lines = []
            def end = new Tasks(UpidStore.NONE, time).follow(client(pve), upid, TaskBudget.of(Duration.ofSeconds(5)), { n, text -> lines << text } as TaskWatcher)
            ends[end.result()]++
            def exit = status.at('/response/body/data/exitstatus').asText()
            boolean runs = status.at('/response/body/data/status').asText() == 'running'
            boolean good = runs ? !end.over() : end.ok() == (exit == 'OK' || exit ==~ /WARNINGS: \d+/) && end.exitStatus() == exit.strip() && lines == log.at('/response/body/data')*.get('t')*.asText()
            wrong += good ? [] : ["$file.fileName: $end, lines $lines"]
        }
        println "ends $ends"

        then:
        wrong == []
    }

    def 'every UPID of a recorded task list is one, and is written as it was read'() {
        expect:
        files(/GET_.*_tasks.*\.json/).collectMany { file ->
            JSON.readTree(file.toFile()).at('/response/body/data').collect { it.path('upid').asText() }.findAll { Upid.find(it).map { u -> u.toString() }.orElse('') != it }
        } == []
    }

    def 'every recorded configuration is read, and no property string loses anything'() {
        given:
        def configs = files(/GET_.*_(lxc|qemu)_\d+_config.*\.json/).collect { [it, JSON.readTree(it.toFile()).at('/response/body/data')] }.findAll { it[1].isObject() }

        expect:
        configs.each { Path file, JsonNode data ->
            def fields = new PveFields(data)
            int nets = data.fieldNames().count { it ==~ /net\d+/ }
            if (file.fileName.toString().contains('_lxc_')) {
                def config = LxcConfig.of(fields)
                assert config.nets().size() == nets && config.nets().every { it.name().present && it.bridge().present }
                assert config.rootfs().get().size().asLong > 0 && config.rootfs().get().volume().storage().present
            } else {
                def config = QemuConfig.of(fields)
                assert config.nets().size() == nets && config.nets().every { it.model().present && it.mac().present }
                assert config.disks()*.volume().every { it.storage().present } && config.memory().present
            }
            data.properties().each { assert PropertyString.parse(it.value.asText()).toString() == it.value.asText() || !(it.key ==~ /(net|mp|scsi|virtio)\d+|rootfs|features|boot|agent|startup/) }
        }
        !configs.empty
    }

    def 'every recorded cluster says who it is'() {
        expect:
        files(/GET_cluster_status\.json/).each { file ->
            def pve = server { reply(JSON.readTree(file.resolveSibling(it.path() == '/version' ? 'GET_version.json' : file.fileName.toString()).toFile()).get('response')) }
            def info = PveInfo.fetch(client(pve), Duration.ofSeconds(30))
            println info
            assert info.version().atLeast(8, 4) && info.quorate() && !info.nodes().empty
        }
    }
}

package dev.steward.runner.module.grafana

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification

/** The dashboard that comes with the product; {@code mvn verify -pl dsl,runner -Dtest=BoardSpec -DupdateGolden=true} writes it anew. */
class BoardSpec extends Specification {

    static final Path FILE = Path.of('../playbooks/files/steward-dashboard.json')

    @Shared Map board = new ObjectMapper().readValue(Board.text(), Map)

    def 'the file is what is generated'() {
        given:
        if (Boolean.getBoolean('updateGolden')) {
            Files.writeString(FILE, Board.text())
        }

        expect:
        Files.readString(FILE) == Board.text()
    }

    def 'it has panels of #what'() {
        expect:
        board.panels.any { it.type == 'timeseries' && it.targets*.expr.any { it.contains(metric) } }

        where:
        what       | metric
        'CPU'      | 'pve_cpu_usage_ratio'
        'RAM'      | 'pve_memory_usage_bytes'
        'storage'  | 'pve_disk_usage_bytes'
        'network'  | 'pve_network_receive_bytes_total'
        'UPS'      | 'network_ups_tools_battery_charge'
        'runs'     | 'steward_runs_total'
    }

    def 'no panel lies on another, none is wider than the page, and each has an id of its own'() {
        given:
        def cells = board.panels.collectMany { p ->
            [(p.gridPos.x..<(p.gridPos.x + p.gridPos.w)), (p.gridPos.y..<(p.gridPos.y + p.gridPos.h))].combinations()
        }

        expect:
        cells.size() == cells.toSet().size()
        cells.every { it[0] < 24 }
        board.panels*.id == (1..board.panels.size()).toList()
        board.uid ==~ /[a-zA-Z0-9_-]{1,40}/
    }
}

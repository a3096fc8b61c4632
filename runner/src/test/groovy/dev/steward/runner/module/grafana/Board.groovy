package dev.steward.runner.module.grafana

import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.SerializationFeature

/**
 * Makes playbooks/files/steward-dashboard.json: the model of Grafana's dashboards (schema version 39, Grafana 10 and newer) from rows of
 * panels. What a panel asks is PromQL over Steward's exporter; which data source answers is a variable of the dashboard.
 */
class Board {

    static final String UID = 'steward-overview'
    static final String GUESTS = 'id=~"(lxc|qemu)/.+"'
    private static final Map DATA = [type: 'prometheus', uid: '${datasource}']
    private static final int WIDTH = 24

    private final List<Map> panels = []
    private int x
    private int y
    private int tallest

    static String text() {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(new Board().model()) + '\n'
    }

    Map model() {
        now()
        cpu()
        memory()
        storage()
        network()
        ups()
        runs()
        [
                uid          : UID, title: 'Steward: cluster, UPS and runs', tags: ['steward', 'proxmox'], schemaVersion: 39, editable: true, graphTooltip: 1,
                timezone     : 'browser', refresh: '1m', time: [from: 'now-24h', to: 'now'],
                description  : 'Nodes and guests of Proxmox VE, the UPSes and the runs of Steward, from Prometheus.',
                templating   : [list: [[name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', hide: 0, includeAll: false, multi: false,
                                        current: [text: 'Prometheus of Steward', value: 'steward-prometheus']]]],
                annotations  : [list: [[name: 'Alerts', enable: true, iconColor: 'red', datasource: DATA, expr: 'ALERTS{alertstate="firing"}', titleFormat: '{{alertname}}',
                                        step: '60s']]],
                panels       : panels,
        ]
    }

    private void now() {
        row('Now')
        stat('Nodes online', 'sum(pve_up{id=~"node/.+"})', ok: 1)
        stat('Quorum', 'min(pve_up{id=~"cluster/.+"})', ok: 1, words: [0: 'lost', 1: 'quorate'])
        stat('Guests running', "sum(pve_up{$GUESTS})", ok: 0)
        stat('Alerts', 'count(ALERTS{alertstate="firing"}) or vector(0)', bad: 1)
        stat('Scrapes that fail', 'count(up == 0) or vector(0)', bad: 1)
        stat('Mains', 'max(network_ups_tools_ups_status{flag="OB"})', bad: 1, words: [0: 'there', 1: 'gone'])
        stat('Runs at work or waiting', 'sum(steward_queue_runs)', ok: 0)
        stat('Reboots required', 'sum(steward_host_reboot_required) or vector(0)', bad: 1)
    }

    private void cpu() {
        row('Processors')
        lines('CPU of the cluster', 8, 'percentunit', 'sum(pve_cpu_usage_ratio{id=~"node/.+"} * pve_cpu_usage_limit{id=~"node/.+"}) / sum(pve_cpu_usage_limit{id=~"node/.+"})': 'cluster')
        lines('CPU of the nodes', 8, 'percentunit', 'pve_cpu_usage_ratio{id=~"node/.+"}': '{{id}}')
        lines('CPU of guests, the ten that use most', 8, 'percentunit', (named("topk(10, pve_cpu_usage_ratio{$GUESTS})")): '{{name}} ({{id}})')
    }

    private void memory() {
        row('Memory')
        lines('RAM of the nodes', 12, 'percentunit', 'pve_memory_usage_bytes{id=~"node/.+"} / pve_memory_size_bytes{id=~"node/.+"}': '{{id}}')
        lines('RAM of guests, the ten that use most', 12, 'bytes', (named("topk(10, pve_memory_usage_bytes{$GUESTS})")): '{{name}} ({{id}})')
    }

    private void storage() {
        row('Storage')
        lines('Storages', 8, 'percentunit', 'pve_disk_usage_bytes{id=~"storage/.+"} / (pve_disk_size_bytes{id=~"storage/.+"} > 0)': '{{id}}')
        lines('Pools of ZFS, LVM and Ceph', 8, 'percentunit', 'steward_pve_pool_used_bytes / (steward_pve_pool_size_bytes > 0)': '{{node}} {{pool}} ({{type}})')
        lines('Disks of guests: read and written', 8, 'Bps',
                'sum(rate(pve_disk_read_bytes_total[$__rate_interval]))': 'read', 'sum(rate(pve_disk_written_bytes_total[$__rate_interval]))': 'written')
    }

    private void network() {
        row('Network')
        lines('Network of guests by node', 12, 'Bps',
                (byNode('receive')): '{{node}} received', (byNode('transmit')): '{{node}} sent')
        lines('Network of guests, the ten that send and receive most', 12, 'Bps',
                (named("topk(10, rate(pve_network_receive_bytes_total{$GUESTS}[\$__rate_interval]) + rate(pve_network_transmit_bytes_total{$GUESTS}[\$__rate_interval]))")): '{{name}} ({{id}})')
    }

    private void ups() {
        row('UPS')
        lines('Charge', 6, 'percent', 'network_ups_tools_battery_charge': '{{ups}}')
        lines('Runtime', 6, 's', 'network_ups_tools_battery_runtime': '{{ups}}')
        lines('Load', 6, 'percent', 'network_ups_tools_ups_load': '{{ups}}')
        lines('On battery, low battery, silent', 6, 'short',
                'network_ups_tools_ups_status{flag=~"OB|LB"}': '{{ups}} {{flag}}', '1 - steward_ups_up': '{{ups}} silent')
    }

    private void runs() {
        row('Runs of Steward')
        lines('Runs a day, by how they ended', 8, 'short', 'sum by (outcome) (increase(steward_runs_total[1d]))': '{{outcome}}')
        lines('How long runs take', 8, 's', 'steward_last_run_duration_seconds': '{{playbook}}')
        lines('Since a playbook last went well on all its hosts', 8, 's', 'time() - steward_last_green_run_timestamp_seconds': '{{playbook}}')
        lines('Updates that wait', 12, 'short', 'topk(10, steward_host_updates{kind="all"})': '{{host}}')
        lines('Time until a schedule fires', 12, 's', 'steward_schedule_next_fire_timestamp_seconds - time()': '{{schedule}}')
    }

    /** Rates of guests, summed up by the node that each is on. */
    private static String byNode(String what) {
        "sum by (node) (rate(pve_network_${what}_bytes_total{$GUESTS}[\$__rate_interval]) * on (instance, id) group_left (node) pve_guest_info)"
    }

    /** With the name of the guest. */
    private static String named(String expr) { "$expr * on (instance, id) group_left (name) pve_guest_info" }

    private void row(String title) {
        y += tallest
        x = 0
        tallest = 1
        add(type: 'row', title: title, collapsed: false, panels: [], WIDTH, 1)
        y += 1
        x = 0
        tallest = 0
    }

    private void stat(Map how, String title, String expr) {
        def steps = how.bad ? [[color: 'green', value: null], [color: 'red', value: how.bad]] :
                how.ok ? [[color: 'red', value: null], [color: 'green', value: how.ok]] : [[color: 'blue', value: null]]
        def words = how.words ? [[type: 'value', options: how.words.collectEntries { k, v -> [k as String, [text: v]] }]] : []
        add(type: 'stat', title: title, datasource: DATA, targets: targets([(expr): '']),
                fieldConfig: [defaults: [unit: 'none', mappings: words, thresholds: [mode: 'absolute', steps: steps]], overrides: []],
                options: [colorMode: 'value', graphMode: 'none', reduceOptions: [calcs: ['lastNotNull'], fields: '', values: false]], 3, 4)
    }

    private void lines(Map<String, String> asked, String title, int width, String unit) {
        def share = unit in ['percent', 'percentunit'] ? [min: 0] + (unit == 'percent' ? [max: 100] : [max: 1]) : [min: 0]
        add(type: 'timeseries', title: title, datasource: DATA, targets: targets(asked),
                fieldConfig: [defaults: [unit: unit, custom: [lineWidth: 1, fillOpacity: 10, showPoints: 'never', spanNulls: false]] + share, overrides: []],
                options: [legend: [displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull', 'max']], tooltip: [mode: 'multi', sort: 'desc']], width, 8)
    }

    private static List<Map> targets(Map<String, String> asked) {
        asked.collect { expr, legend -> [datasource: DATA, expr: expr, legendFormat: legend ?: '__auto', range: true] }
                .withIndex().collect { target, i -> target + [refId: ('A'..'Z')[i]] }
    }

    private void add(Map panel, int width, int height) {
        panels << ([id: panels.size() + 1, gridPos: [x: x, y: y, w: width, h: height]] + panel)
        x += width
        tallest = Math.max(tallest, height)
        if (x >= WIDTH) {
            x = 0
            y += tallest
            tallest = 0
        }
    }
}

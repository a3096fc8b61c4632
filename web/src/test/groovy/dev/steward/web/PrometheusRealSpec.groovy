package dev.steward.web

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.runner.config.ProxmoxConfig
import dev.steward.runner.config.ProxmoxLimits
import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.config.monitor.MetricsConfig
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.Store
import dev.steward.runner.power.UpsReading
import dev.steward.runner.power.UpsStatus
import dev.steward.runner.proxmox.estate.Estates
import dev.steward.runner.proxmox.http.PveClient
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SystemTime
import dev.steward.web.server.MetricsServer
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.LocalTime
import java.time.ZoneOffset
import java.time.ZonedDateTime
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Debian's Prometheus, as an operator runs it, on the exporter and a cluster of the lab. */
@Timeout(180)
class PrometheusRealSpec extends Specification {

    static final String TOKEN = 'a-token-for-prometheus'
    static final String CPU = 'sum(pve_cpu_usage_ratio{id=~"node/.*"} * pve_cpu_usage_limit) / sum(pve_cpu_usage_limit{id=~"node/.*"})'

    @TempDir Path folder
    SystemTime time = new SystemTime()
    @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(2).qdevice().ceph()
            .lxc(101, 'web-1') { it.running().tags('prod;web').set('onboot', '1') }
            .qemu(200, 'docker-1') { it.running() }
            .storage(new Store('tank', 'zfspool', 'tank', 'images', false, 100L << 30, 91L << 30, []))
            .also { it.replications() << [id: '101-0', guest: 101, type: 'local', source: 'pve1', target: 'pve2', vmtype: 'lxc', duration: 3.5, last_sync: 1700000000, last_try: 1700000000, next_sync: 1700000900, fail_count: 0] }
            .start(time)
    @AutoCleanup PveClient api
    @AutoCleanup Estates estates
    @AutoCleanup WebFixture web
    @AutoCleanup MetricsServer server
    Process prometheus
    int port
    PollingConditions soon = new PollingConditions(timeout: 60, delay: 0.3)

    def setup() {
        ['prometheus', 'promtool'].each { tool ->
            assert new File("/usr/bin/$tool").canExecute() : "$tool is missing. Run: apt-get install -y prometheus"
        }
        Path ca = Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        api = PveClient.open('lab', new ProxmoxConfig(lab.urls(), Optional.of(new Secret(lab.token())), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), 'pam', new ProxmoxTls(Optional.of(ca), [], true), new ProxmoxLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 4, Duration.ofSeconds(60)), [:], [:]), time)
        estates = new Estates([api], time)
        estates.fresh()
        web = new WebFixture(folder, time.now(), estates)
        web.power.house()
        web.power.said = [cyberpower: new UpsReading.Answered(UpsStatus.of(['ups.status': 'OL CHRG', 'battery.charge': '97', 'battery.runtime': '1260', 'ups.load': '36', 'device.model': 'CP1500']))]
        web.stored.whole(hosts: ['web-1'])
        server = new MetricsServer(new MetricsConfig('127.0.0.1', 0, Optional.of(new Secret(TOKEN))), web.parts.metrics()).start()
    }

    def cleanup() {
        prometheus?.destroy()
        if (prometheus && !prometheus.waitFor(20, TimeUnit.SECONDS)) {
            prometheus.destroyForcibly()
        }
    }

    private String read(String path) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:${server.port()}$path")).header('Authorization', "Bearer $TOKEN").build()
        def answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString())
        assert answer.statusCode() == 200
        answer.body()
    }

    private static String run(List<String> command, String input = '') {
        def process = new ProcessBuilder(command).redirectErrorStream(true).start()
        process.outputStream.withWriter('UTF-8') { it << input }
        def said = process.inputStream.getText('UTF-8')
        assert process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0 : said
        said
    }

    private void begin(String jobs) {
        Path token = Files.writeString(folder.resolve('token'), TOKEN)
        Path config = Files.writeString(folder.resolve('prometheus.yml'), """\
            global: {scrape_interval: 1s, scrape_timeout: 1s}
            scrape_configs:
            """.stripIndent() + jobs.stripIndent().replace('TOKEN', token.toString()).replace('TARGET', "127.0.0.1:${server.port()}"))
        run(['promtool', 'check', 'config', config.toString()])
        port = new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort }
        prometheus = new ProcessBuilder('prometheus', "--config.file=$config", "--storage.tsdb.path=${folder.resolve('tsdb')}", '--storage.tsdb.retention.time=30d',
                "--web.listen-address=127.0.0.1:$port").redirectErrorStream(true).redirectOutput(folder.resolve('prometheus.log').toFile()).start()
        soon.eventually { assert ask('/-/ready').statusCode() == 200 }
    }

    private HttpResponse<String> ask(String path) {
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port$path")).build(), HttpResponse.BodyHandlers.ofString())
    }

    /** The result of an instant query: labels with the value. */
    private List<Map> query(String promql, ZonedDateTime at = null) {
        def path = '/api/v1/query?query=' + URLEncoder.encode(promql, 'UTF-8') + (at ? "&time=${at.toEpochSecond()}" : '')
        def answer = new ObjectMapper().readValue(ask(path).body(), Map)
        assert answer.status == 'success'
        answer.data.result.collect { [labels: it.metric, value: it.value[1] as double] }
    }

    def 'promtool finds nothing to complain of: #path'() {
        when:
        def text = read(path)

        then:
        text.contains(holds)
        run(['promtool', 'check', 'metrics'], text) == ''

        where:
        path                                || holds
        '/metrics'                          || 'steward_runs_total'
        '/metrics/pve'                      || 'steward_pve_pool_used_bytes'
        '/pve?target=pve1&cluster=1&node=1' || 'pve_not_backed_up_total'
        '/ups_metrics'                      || 'network_ups_tools_ups_status'
    }

    @Row(['P-11', 'P-12'])
    def 'Prometheus scrapes both nodes, Steward and the UPS: each target is up, and the metrics keep their names'() {
        given:
        begin('''\
              - {job_name: steward, authorization: {credentials_file: TOKEN}, static_configs: [{targets: ['TARGET']}]}
              - job_name: pve
                metrics_path: /pve
                authorization: {credentials_file: TOKEN}
                static_configs: [{targets: [pve1, pve2]}]
                relabel_configs:
                  - {source_labels: [__address__], target_label: __param_target}
                  - {source_labels: [__param_target], target_label: instance}
                  - {target_label: __address__, replacement: 'TARGET'}
            ''')

        expect:
        soon.eventually {
            assert query('up').collectEntries { ["$it.labels.job $it.labels.instance" as String, it.value] } ==
                    ['pve pve1': 1d, 'pve pve2': 1d, ("steward 127.0.0.1:${server.port()}" as String): 1d]
            assert query('pve_up{job="pve",instance="pve1",id=~"node/.*"}').collectEntries { [it.labels.id, it.value] } == ['node/pve1': 1d, 'node/pve2': 1d]
        }

        and: 'what others join by is there'
        query('pve_cpu_usage_ratio{instance="pve1"} * on(id) group_left(name) pve_guest_info{instance="pve1"}')*.labels*.name.toSorted() == ['docker-1', 'web-1']
        query('network_ups_tools_battery_charge')[0].value == 97d
        query('steward_runs_total{outcome="ok"}')[0].value == 1d

        when: 'a node is lost'
        lab.kill('pve2')

        then: 'the scrape goes on and says so'
        soon.eventually {
            assert query('up{job="pve",instance="pve1"}')[0].value == 1d
            assert query('pve_up{instance="pve1",id="node/pve2"}')[0].value == 0d
            assert query('pve_up{instance="pve1",id="node/pve1"}')[0].value == 1d
        }
    }

    @Row('P-16')
    def 'what the CPU of the cluster was at 15:00 yesterday is answered from what was kept'() {
        given: 'what the exporter told, each quarter of an hour of yesterday afternoon'
        def yesterday = ZonedDateTime.now(ZoneOffset.UTC).minusDays(1)
        def at = { int hour, int minute -> yesterday.with(LocalTime.of(hour, minute)) }
        def history = (13..16).collectMany { hour -> (0..3).collect { quarter -> at(hour, quarter * 15) } }.collectMany { moment ->
            double load = moment.toLocalTime() == LocalTime.of(15, 0) ? 0.62d : 0.05d
            lab.change { it.nodes().values().each { node -> node.load(node.name() == 'pve1' ? load : load / 2) } }
            read('/pve?target=lab&node=0').readLines().findAll { it.startsWith('pve_cpu_usage_') }.collect { "$it ${moment.toEpochSecond()}" as String }
        }
        Path told = Files.writeString(folder.resolve('history.om'), history.groupBy { it.replaceFirst(/\{.*/, '') }.collect { name, lines ->
            "# TYPE $name gauge\n" + lines.join('\n') + '\n'
        }.join('') + '# EOF\n')
        run(['promtool', 'tsdb', 'create-blocks-from', 'openmetrics', told.toString(), folder.resolve('tsdb').toString()])
        begin('''\
              - {job_name: pve, metrics_path: /metrics/pve, authorization: {credentials_file: TOKEN}, static_configs: [{targets: ['TARGET']}]}
            ''')

        expect: 'both nodes have as many processors, so the cluster used the mean of them'
        Math.abs(query(CPU, at(15, 0))[0].value - 0.465d) < 1e-6
        Math.abs(query(CPU, at(14, 45))[0].value - 0.0375d) < 1e-6

        and: 'the same question is answered for now, from what is scraped'
        soon.eventually { assert query(CPU)[0].value > 0d }
    }
}

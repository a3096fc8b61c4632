package dev.steward.runner.metrics.pve

import dev.steward.house.Row
import dev.steward.runner.config.ProxmoxConfig
import dev.steward.runner.config.ProxmoxLimits
import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.PveNode
import dev.steward.runner.lab.pve.state.Store
import dev.steward.runner.metrics.form.Families
import dev.steward.runner.proxmox.estate.Estates
import dev.steward.runner.proxmox.http.PveClient
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class PveExporterSpec extends Specification {

    static final Duration LIMIT = Duration.ofSeconds(8)
    static final long GIB = 1L << 30

    /** prometheus-pve-exporter 3.10.0: each name with its labels; reference/domain.md §2.3. */
    static final Map<String, List<String>> THEIRS = [
            pve_up: ['id'], pve_version_info: ['release', 'repoid', 'version'], pve_node_info: ['id', 'level', 'name', 'nodeid'],
            pve_cluster_info: ['id', 'nodes', 'quorate', 'version'], pve_qdevice_up: ['id'],
            pve_qdevice_info: ['algorithm', 'id', 'model', 'qnetd_host', 'state', 'tie_breaker'], pve_not_backed_up_total: ['id'],
            pve_not_backed_up_info: ['id'], pve_disk_size_bytes: ['id'], pve_disk_usage_bytes: ['id'], pve_memory_size_bytes: ['id'],
            pve_memory_usage_bytes: ['id'], pve_cpu_usage_ratio: ['id'], pve_cpu_usage_limit: ['id'], pve_uptime_seconds: ['id'],
            pve_storage_shared: ['id'], pve_network_transmit_bytes: ['id'], pve_network_receive_bytes: ['id'], pve_disk_write_bytes: ['id'],
            pve_disk_read_bytes: ['id'], pve_network_transmit_bytes_total: ['id'], pve_network_receive_bytes_total: ['id'],
            pve_disk_written_bytes_total: ['id'], pve_disk_read_bytes_total: ['id'], pve_ha_state: ['id', 'state'], pve_lock_state: ['id', 'state'],
            pve_guest_info: ['id', 'name', 'node', 'tags', 'template', 'type'], pve_storage_info: ['content', 'id', 'node', 'plugintype', 'storage'],
            pve_onboot_status: ['id', 'node', 'type'], pve_replication_info: ['guest', 'id', 'source', 'target', 'type'],
            pve_replication_duration_seconds: ['id'], pve_replication_last_sync_timestamp_seconds: ['id'],
            pve_replication_last_try_timestamp_seconds: ['id'], pve_replication_next_sync_timestamp_seconds: ['id'],
            pve_replication_failed_syncs: ['id'], pve_subscription_info: ['id', 'level'], pve_subscription_status: ['id', 'status']]

    @TempDir Path folder
    SystemTime time = new SystemTime()
    @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(2).qdevice()
            .lxc(101, 'web-1') { it.running().tags('prod;web').set('onboot', '1') }
            .lxc(102, 'dns') { it.node('pve2').running() }
            .qemu(200, 'docker-1') { it.running() }
            .storage(new Store('tank', 'zfspool', 'tank', 'images,rootdir', false, 100 * GIB, 91 * GIB, ['pve1']))
            .storage(new Store('vg0', 'lvm', '', 'images', false, 50 * GIB, 20 * GIB, ['pve2']))
            .storage(new Store('data', 'lvmthin', '', 'images', false, 200 * GIB, 40 * GIB, []))
            .storage(new Store('rbd', 'rbd', '', 'images', true, 900 * GIB, 450 * GIB, []))
            .ceph()
            .also { it.replications() << [id: '101-0', guest: 101, type: 'local', source: 'pve1', target: 'pve2', vmtype: 'lxc', duration: 3.5, last_sync: 1700000000, last_try: 1700000000, next_sync: 1700000900, fail_count: 2] }
            .start(time)
    List<Closeable> opened = []
    @AutoCleanup PveExporter exporter

    def cleanup() { opened*.close() }

    private PveExporter of(Map<String, PveLab> labs, Map<String, String> tokens = [:]) {
        def apis = labs.collect { name, one -> PveClient.open(name, config(name, one, tokens[name]), time) }
        def estates = new Estates(apis, time)
        opened = [({ estates.close() } as Closeable)] + apis.collect { api -> ({ api.close() } as Closeable) }
        estates.fresh()
        exporter = new PveExporter(estates, labs.collectEntries { name, one -> [name, one.urls()] }, time)
    }

    private ProxmoxConfig config(String name, PveLab one, String token) {
        Path ca = Files.writeString(folder.resolve("${name}.pem"), one.caPem())
        new ProxmoxConfig(one.urls(), Optional.of(new Secret(token ?: one.token())), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 'pam',
                new ProxmoxTls(Optional.of(ca), [], true), new ProxmoxLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), 4, Duration.ofSeconds(60)), [:], [:])
    }

    static Map<String, Double> samples(String text) {
        def lines = text.readLines().findAll { it && !it.startsWith('#') }
        def all = lines.collectEntries { line -> def at = line.lastIndexOf(' '); [line.substring(0, at), line.substring(at + 1) as double] }
        assert all.size() == lines.size() : 'a series is told twice'
        all
    }

    /** Names with the names of their labels. */
    static Map<String, List<String>> shape(Map<String, Double> samples) {
        samples.keySet().groupBy { it.replaceFirst(/\{.*/, '') }.collectEntries { name, all ->
            [name, all.collectMany { (it =~ /[{,](\w+)="/).collect { found -> found[1] } }.unique().sort()]
        }
    }

    @Row('P-12')
    def 'every metric of prometheus-pve-exporter is there by its name and its labels, and what is measured is in it'() {
        when:
        def told = samples(of(lab: lab).all(LIMIT))

        then:
        shape(told).findAll { it.key.startsWith('pve_') } == THEIRS

        and:
        ['node/pve1', 'node/pve2', 'cluster/lab', 'lxc/101', 'lxc/102', 'qemu/200', 'storage/pve1/tank'].every { told["pve_up{id=\"$it\"}" as String] == 1d }
        told['pve_guest_info{id="lxc/101",name="web-1",node="pve1",tags="prod;web",template="0",type="lxc"}'] == 1d
        told['pve_storage_info{content="images,rootdir",id="storage/pve1/tank",node="pve1",plugintype="zfspool",storage="tank"}'] == 1d
        told['pve_disk_usage_bytes{id="storage/pve1/tank"}'] == 91d * GIB
        told['pve_onboot_status{id="lxc/101",node="pve1",type="lxc"}'] == 1d
        told['pve_replication_failed_syncs{id="101-0"}'] == 2d
        told['pve_replication_info{guest="lxc/101",id="101-0",source="node/pve1",target="node/pve2",type="local"}'] == 1d
        told['pve_subscription_status{id="node/pve2",status="notfound"}'] == 1d
        told['pve_not_backed_up_total{id="cluster/lab"}'] == 3d
        told['pve_qdevice_up{id="cluster/lab"}'] == 1d
        told.findAll { it.key.startsWith('pve_lock_state') }.values().sum() == 0d
        told['pve_cpu_usage_ratio{id="node/pve1"}'] > 0d

        and: 'all of it could be read'
        told.findAll { it.key.startsWith('steward_pve_collector_success') }.every { it.value == 1d }
    }

    @Row('N-58')
    def 'the pools below the storages are told with their size, use and health'() {
        when:
        def told = samples(of(lab: lab).all(LIMIT))

        then:
        told["steward_pve_pool_used_bytes{cluster=\"lab\",node=\"$node\",pool=\"$pool\",type=\"$type\"}" as String] == used * (double) GIB
        told["steward_pve_pool_size_bytes{cluster=\"lab\",node=\"$node\",pool=\"$pool\",type=\"$type\"}" as String] == size * (double) GIB

        and:
        told['steward_pve_pool_healthy{cluster="lab",node="pve1",pool="tank",type="zfs"}'] == 1d
        told['steward_pve_ceph_healthy{cluster="lab"}'] == 1d
        told['steward_pve_ceph_used_bytes{cluster="lab"}'] == 450d * GIB
        told['steward_pve_pool_metadata_used_bytes{cluster="lab",node="pve1",pool="pve/data",type="lvmthin"}'] > 0d

        where:
        type      | node   | pool       | size | used
        'zfs'     | 'pve1' | 'tank'     | 100  | 91
        'lvm'     | 'pve2' | 'vg0'      | 50   | 20
        'lvmthin' | 'pve2' | 'pve/data' | 200  | 40
        'ceph'    | ''     | 'rbd'      | 900  | 450
    }

    def 'a node that is lost is down with its guests, and everything else is told as before'() {
        given:
        def exporter = of(lab: lab)
        lab.kill('pve2')

        when:
        def told = samples(exporter.all(LIMIT))

        then:
        ['node/pve2', 'lxc/102', 'storage/pve2/vg0'].every { told["pve_up{id=\"$it\"}" as String] == 0d }
        ['node/pve1', 'lxc/101', 'qemu/200', 'cluster/lab'].every { told["pve_up{id=\"$it\"}" as String] == 1d }
        told['pve_onboot_status{id="lxc/101",node="pve1",type="lxc"}'] == 1d
        told['steward_pve_pool_used_bytes{cluster="lab",node="pve1",pool="tank",type="zfs"}'] == 91d * GIB
    }

    def 'a cluster that is gone is down with all it had, and the scrape that failed is counted'() {
        given:
        def exporter = of(lab: lab)
        lab.kill('pve1')
        lab.kill('pve2')

        when:
        def told = samples(exporter.all(LIMIT))
        def own = new Families()
        exporter.tell(own)

        then:
        ['cluster/lab', 'node/pve1', 'node/pve2', 'lxc/101', 'lxc/102', 'qemu/200', 'storage/pve1/tank'].every { told["pve_up{id=\"$it\"}" as String] == 0d }
        told['steward_pve_collector_success{cluster="lab",collector="status",node=""}'] == 0d
        with(samples(own.text())) {
            it['pve_scrape_target_errors_total{cluster="1",node="1",target="lab"}'] == 1d
            it['pve_scrape_api_errors_total{method="GET",url="/cluster/status"}'] == 1d
            it['pve_scrape_api_duration_seconds_count{method="GET",url="/cluster/status"}'] == 1d
        }
    }

    def 'who is not let in hears so, and nothing is said to be down that may be up'() {
        when:
        def told = samples(of([lab: lab], [lab: 'root@pam!steward=00000000-0000-0000-0000-000000000000']).all(LIMIT))

        then:
        told['pve_up{id="cluster/lab"}'] == 0d
        !told.containsKey('pve_up{id="node/pve1"}')
        told['steward_pve_collector_success{cluster="lab",collector="resources",node=""}'] == 0d
    }

    def 'one call that fails takes nothing but its own with it'() {
        given:
        def exporter = of(lab: lab)
        lab.faults().refuse('GET', '/nodes/pve1/disks/zfs', 9, 500, 'command \'zpool list\' failed: exit code 1')

        when:
        def told = samples(exporter.all(LIMIT))

        then:
        told['steward_pve_collector_success{cluster="lab",collector="zfs",node="pve1"}'] == 0d
        told['steward_pve_collector_success{cluster="lab",collector="zfs",node="pve2"}'] == 1d
        shape(told).keySet().containsAll(THEIRS.keySet())
        told['steward_pve_pool_used_bytes{cluster="lab",node="pve1",pool="pve/data",type="lvmthin"}'] == 40d * GIB
    }

    def 'a call that hangs ends with the time the scraper gives, and the rest is told'() {
        given:
        def exporter = of(lab: lab)
        lab.faults().freeze('GET', '/nodes/pve2/subscription')

        when:
        long began = System.nanoTime()
        def told = samples(exporter.of(Optional.empty(), true, true, Duration.ofSeconds(1)))

        then:
        Duration.ofNanos(System.nanoTime() - began) < Duration.ofSeconds(8)
        told['steward_pve_collector_success{cluster="lab",collector="subscription",node="pve2"}'] == 0d
        told['pve_up{id="lxc/102"}'] == 1d

        cleanup:
        lab.faults().thaw()
    }

    def 'a target is #target: asked for cluster #cluster and node #node it tells of the nodes #nodes'() {
        when:
        def told = shape(samples(of(lab: lab).of(Optional.of(target), cluster, node, LIMIT)))
        def subscribed = samples(exporter.of(Optional.of(target), cluster, node, LIMIT)).keySet().findAll { it.startsWith('pve_subscription_info') }

        then:
        subscribed.collect { (it =~ /node\/(\w+)/)[0][1] }.sort() == nodes
        told.containsKey('pve_cpu_usage_ratio') == cluster
        told.containsKey('pve_onboot_status') == ('pve1' in nodes)

        where:
        target      | cluster | node  || nodes
        'lab'       | true    | true  || ['pve1', 'pve2']
        'pve2'      | false   | true  || ['pve2']
        'pve1'      | true    | true  || ['pve1']
        'pve1'      | true    | false || []
        '127.0.0.1' | false   | true  || ['pve1']
    }

    def 'an address of IPv6 is whole, with and without brackets and a port: #target'() {
        given: 'the second node has the address that a cut would make of the first one, and the endpoint is another node'
        def ip = PveNode.getDeclaredField('ip').tap { accessible = true }
        lab.change { it.nodes().values().each { one -> ip.set(one, one.name() == 'pve1' ? '2001:db8::1:2' : '2001:db8::1') }; null }
        of(lab: lab)
        def api = new PveExporter(exporter.@estates, [lab: ['https://[2001:db8::9:9]:8006', 'https://pve9.example.com']], time)

        when:
        def subscribed = samples(api.of(Optional.of(target), false, true, LIMIT)).keySet().findAll { it.startsWith('pve_subscription_info') }

        then:
        subscribed.collect { (it =~ /node\/(\w+)/)[0][1] } == [node]

        when:
        api.of(Optional.of('2001:db8::77'), true, true, LIMIT)

        then: 'what may be named is told as it is'
        def refused = thrown(IllegalArgumentException)
        refused.message.contains("'target' is one of lab, 2001:db8::9:9, [2001:db8::9:9]:8006, pve9.example.com, or the name")

        cleanup:
        api?.close()

        where: 'an endpoint that is no node is whoever answers'
        target                  || node
        '2001:db8::1:2'         || 'pve1'
        '[2001:db8::1:2]:8006'  || 'pve1'
        '2001:db8::1'           || 'pve2'
        '[2001:db8::1]'         || 'pve2'
        '2001:db8::9:9'         || 'pve1'
        '[2001:DB8::9:9]:8006'  || 'pve1'
        'pve9.example.com:8006' || 'pve1'
        'pve9.example.com'      || 'pve1'
    }

    def 'nothing but what is configured is ever asked'() {
        when:
        of(lab: lab).of(Optional.of('192.0.2.66'), true, true, LIMIT)

        then:
        def refused = thrown(IllegalArgumentException)
        refused.message.startsWith("No cluster '192.0.2.66' is configured; 'target' is one of lab, ")
    }

    def 'of two clusters that have the same ids each series says of which it is'() {
        given:
        def other = PveLab.cluster('lab').nodes(2).lxc(101, 'shop') { }.start(time)

        when:
        def told = samples(of(home: lab, away: other).all(LIMIT))

        then:
        told['pve_up{cluster="home",id="lxc/101"}'] == 1d
        told['pve_up{cluster="away",id="lxc/101"}'] == 0d

        and: 'where one is asked for, labels are those that others know'
        samples(exporter.of(Optional.of('away'), true, true, LIMIT))['pve_up{id="lxc/101"}'] == 0d

        cleanup:
        other.close()
    }

    def 'a node that stands alone is asked as a cluster is'() {
        given:
        def alone = PveLab.standalone().lxc(105, 'web') { it.running() }.start(time)

        when:
        def told = samples(of(solo: alone).all(LIMIT))
        def name = told.keySet().find { it.startsWith('pve_up{id="node/') }

        then:
        told[name] == 1d
        told['pve_up{id="lxc/105"}'] == 1d
        !told.keySet().any { it.startsWith('pve_cluster_info') || it.startsWith('pve_qdevice') }
        told[name.replace('pve_up', 'pve_not_backed_up_total')] == 1d
        told.findAll { it.key.startsWith('steward_pve_collector_success') }.every { it.value == 1d }

        cleanup:
        alone.close()
    }
}

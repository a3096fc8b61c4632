package dev.steward.runner.collect

import dev.steward.house.Row
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.store.estate.RecordKind
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class CollectorSpec extends Specification {

    @TempDir Path folder
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T02:30:00Z'))
    @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(2)
            .lxc(101, 'web-1') { it.running().tags('prod;web') }
            .lxc(102, 'dns') { it.node('pve2') }
            .qemu(200, 'docker-1') { it.running(Duration.ofMinutes(10)) }
            .start(time)
    @AutoCleanup CollectFixture work = new CollectFixture(folder, [home: lab], time)

    @Row(['A-04', 'A-20', 'A-30'])
    def 'a pass goes from node to node, each with its containers and then its VMs, and only reads'() {
        given:
        work.begin().estates.now()
        int before = lab.requests().size()

        when:
        work.collect()

        then:
        def asked = lab.requests().drop(before)*.path().findAll { it ==~ '/nodes/pve./(status|(lxc|qemu)/[0-9]+/config)' }.dropWhile { it != '/nodes/pve1/status' }
        asked == ['/nodes/pve1/status', '/nodes/pve1/lxc/101/config', '/nodes/pve1/qemu/200/config', '/nodes/pve2/status', '/nodes/pve2/lxc/102/config']

        and: 'one record of the cluster, one of each node and guest'
        RecordKind.values().collectEntries { [it.word(), work.records(it)*.name()] } == [cluster: ['lab'], node: ['pve1', 'pve2'], lxc: ['web-1', 'dns'], qemu: ['docker-1']]

        and: 'it asked, and did nothing else'
        lab.requests()*.method().unique() == ['GET']
    }

    @Row(['A-05', 'A-07', 'A-08'])
    def 'a cluster and its nodes are kept with what they are and measure'() {
        when:
        work.begin().collect()
        def cluster = work.records(RecordKind.CLUSTER)[0]
        def node = work.records(RecordKind.NODE)[0]

        then:
        cluster.facts() == [cluster_name: 'lab', nodes: 2, version: 2]
        cluster.readings().with { it.quorate == 1 && it.nodes_online == 2 && it.guests == 3 && it.guests_running == 2 && it.containers == 2 && it.machines == 1 }

        and: 'its id is its own'
        cluster.id() ==~ /[0-9a-f-]{36}/
        cluster.clusterId().get() == cluster.id()

        and:
        node.facts().with { it.name == 'pve1' && it.node_id == 1 && it.ip && it.local == 1 && it.level == '' && it.pve_version.startsWith('pve-manager/9.2.11') && it.kversion.startsWith('Linux') && it.cpuinfo.cpus == 8 }
        node.readings().with {
            it.online == 1 && it.status == 'online' && it.cpu > 0 && it.loadavg.size() == 3 && it.memory.total > it.memory.used && it.swap.total == 0 &&
                    it.rootfs.total > 0 && it.uptime > 0 && it.idle == 0 && it.wait == 0 && it.quorate == 1 && it.guests == 2
        }
        node.readings().storages*.storage.containsAll(['local'])
        work.records(RecordKind.NODE)[1].facts().local == 0
        node.clusterId().get() == cluster.id()
    }

    @Row('N-10')
    def 'nodes are measured between two passes, too, and those readings go after a day'() {
        given:
        work.begin().collect()
        def node = work.records(RecordKind.NODE)[0]

        when:
        3.times {
            time.advance(Duration.ofSeconds(30))
            work.collector.sample()
        }

        then:
        def history = work.store.estateRecords().history(node.id(), false, 10)
        history.size() == 4
        history.every { it.readings().cpu > 0 && it.readings().memory && it.readings().loadavg && it.readings().uptime > 0 && it.readings().storages }
        history[0].readings().uptime - history[3].readings().uptime == 90

        when:
        work.store.estateRecords().prune(time.now().minus(Duration.ofDays(30)), time.now().plusSeconds(1))

        then: 'what a pass read stays'
        work.store.estateRecords().history(node.id(), false, 10).size() == 1
    }

    @Row(['A-09', 'A-10', 'A-11'])
    def 'a container is kept with its whole configuration, and what it means'() {
        given:
        lab.guest(101).config().putAll([cores: 4, memory: 8192, swap: 2048, searchdomain: 'example.com', nameserver: '192.0.2.53', timezone: 'host', features: 'nesting=1,keyctl=1',
                protection: 1, net0: 'name=eth0,bridge=vmbr0,firewall=1,gw=192.0.2.1,hwaddr=bc:24:11:12:34:56,ip=192.0.2.100/24,type=veth',
                net1: 'name=eth1,bridge=vmbr1,ip=dhcp,tag=20', mp0: '/srv/data,mp=/data,backup=1', rootfs: 'btr:101/vm-101-disk-0.raw,size=32G'])

        when:
        work.begin().collect()
        def told = work.guest(101).told()

        then:
        told.name == 'web-1' && told.lxc_id == 'lxc/101' && told.status == 'running' && told.uptime > 0 && told.vmid == 101 && told.node == 'pve1' && told.ostype == 'debian'
        told.cpu_cores == 4 && told.memory_mb == 8192 && told.swap_mb == 2048 && told.rootfs == 'btr:101/vm-101-disk-0.raw,size=32G'
        told.net0.startsWith('name=eth0') && told.arch == 'amd64' && told.hostname == 'web-1' && told.searchdomain == 'example.com' && told.nameserver == '192.0.2.53'
        told.features == 'nesting=1,keyctl=1' && told.unprivileged == true && told.protection == true && told.tags == 'prod;web' && told.timezone == 'host'
        told.config.mp0 == '/srv/data,mp=/data,backup=1' && told.config.hostname == 'web-1'

        and: 'parsed'
        told.networks[0].subMap(['interface', 'bridge', 'ip', 'gateway', 'mac', 'firewall']) == [interface: 'eth0', bridge: 'vmbr0', ip: '192.0.2.100/24', gateway: '192.0.2.1', mac: 'BC:24:11:12:34:56', firewall: true]
        told.networks[1].subMap(['interface', 'bridge', 'ip', 'vlan', 'firewall']) == [interface: 'eth1', bridge: 'vmbr1', ip: 'dhcp', vlan: 20, firewall: false]
        told.feature_flags.nesting && told.feature_flags.keyctl && !told.feature_flags.fuse
        told.mounts*.path == ['/data']
    }

    @Row(['A-12', 'A-15', 'A-16'])
    def 'features are flags, tags a list with either separator, and the root file system has size and usage: #tags'() {
        given:
        lab.guest(101).config().putAll([tags: tags, features: 'nesting=1,keyctl=1'])

        when:
        work.begin().collect()
        def told = work.guest(101).told()

        then:
        told.tag_list == ['a', 'b']
        told.feature_flags.nesting && told.feature_flags.keyctl
        told.rootfs_size == 1L << 30
        told.rootfs_used > 0 && told.rootfs_used < told.rootfs_size

        where:
        tags << ['a;b', 'a,b', 'a b']
    }

    @Row(['A-13', 'A-14'])
    def 'a VM is kept with its whole configuration, and what it means'() {
        given:
        lab.guest(200).config().putAll([sockets: 2, cores: 4, cpu: 'host', vmgenid: 'abcdef12-3456-7890-abcd-ef1234567890', agent: 'enabled=1,fstrim_cloned_disks=1', boot: 'order=scsi0;ide2;net0',
                scsi0: 'btr:200/vm-200-disk-0.raw,iothread=1,size=500G', ide2: 'local:iso/debian.iso,media=cdrom', net0: 'virtio=BC:24:11:AB:CD:EF,bridge=vmbr0,firewall=1', tags: 'db;prod', cipassword: 'do-not-show'])

        when:
        work.begin().collect()
        def told = work.guest(200, RecordKind.QEMU).told()

        then:
        told.name == 'docker-1' && told.qemu_id == 'qemu/200' && told.status == 'running' && told.uptime == 900 && told.vmid == 200
        told.ostype == 'l26' && told.vmgenid.startsWith('abcdef12') && told.kvm == 0 && told.boot == 'order=scsi0;ide2;net0' && told.cpu == 'host'
        told.sockets == 2 && told.cores == 4 && told.cpu_cores == 8 && told.memory_mb == 512 && told.agent && told.tag_list == ['db', 'prod']
        told.boot_order == ['scsi0', 'ide2', 'net0']
        told.disks.find { it.key == 'scsi0' }.subMap(['bus', 'storage', 'volume', 'iothread', 'size']) == [bus: 'scsi', storage: 'btr', volume: 'btr:200/vm-200-disk-0.raw', iothread: true, size: 500L << 30]
        told.disks.find { it.key == 'ide2' }.cdrom
        told.networks[0].subMap(['model', 'mac', 'bridge', 'firewall']) == [model: 'virtio', mac: 'BC:24:11:AB:CD:EF', bridge: 'vmbr0', firewall: true]
        told.config.scsihw == 'virtio-scsi-single'
        told.config.cipassword == '***'
    }

    @Row('N-06')
    def 'a paused VM is told as paused, with its address, processors, memory and disks'() {
        given:
        lab.change { it.guests().get(200).paused(true) }

        when:
        work.begin().collect()
        def told = work.guest(200, RecordKind.QEMU).told()

        then:
        told.status == 'paused'
        told.subMap(['vmid', 'name', 'cpu_cores', 'memory_mb', 'node']) == [vmid: 200, name: 'docker-1', cpu_cores: 1, memory_mb: 512, node: 'pve1']
        told.disks*.key == ['scsi0']
        told.networks[0].mac
        work.guest(101).told().primary_ip
        work.guest(102).told().status == 'stopped'
    }

    @Row('A-04')
    def 'one guest that cannot be read is told, and the others go on'() {
        given:
        lab.faults().refuse('GET', '/nodes/pve1/lxc/101/config', 1, 500, 'unable to parse the configuration')

        when:
        work.begin().collect()

        then:
        work.records(RecordKind.LXC)*.name() == ['web-1', 'dns']
        work.guest(101).facts() == [name: 'web-1', lxc_id: 'lxc/101', vmid: 101, node: 'pve1', tag_list: ['prod', 'web']]
        work.guest(102).facts().config
        work.guest(200, RecordKind.QEMU).facts().config
        work.logged().findAll { it.contains('web-1') }.size() == 1

        when: 'it can be read again'
        work.collect()

        then:
        work.guest(101).facts().config
        work.logged().any { it.contains('web-1 (lxc/101 on pve1) of home: all is well again') }
    }

    @Row(['A-01', 'A-24'])
    def 'the start is logged with the cluster, and without one that there is nothing to do'() {
        when:
        work.begin().collect()
        work.collect()

        then:
        work.logged().findAll { it.contains('Proxmox VE detected, starting collector') }.size() == 1
        work.logged().findAll { it == 'Node is part of cluster: lab' }.size() == 1

        when:
        def none = new CollectFixture(folder.resolve('none').tap { it.toFile().mkdirs() }, [:], time).begin()
        none.collector.start()
        none.close()

        then:
        none.logged() == ['No Proxmox cluster is configured; the collector is not started']
    }
}

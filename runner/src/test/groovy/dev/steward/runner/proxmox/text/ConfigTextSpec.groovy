package dev.steward.runner.proxmox.text

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.runner.proxmox.PveFields
import java.time.Duration
import spock.lang.Specification

class ConfigTextSpec extends Specification {

    private static PveFields fields(Map config) {
        new PveFields(new ObjectMapper().valueToTree(config))
    }

    @Row('A-11')
    def 'a container\'s network cards are read, all of them in the order of their numbers'() {
        when:
        def nets = LxcConfig.of(fields([
                net10: 'name=eth10,bridge=vmbr1,ip=dhcp,ip6=auto,type=veth',
                net2: 'name=eth2,bridge=vmbr2,ip=manual,ip6=fd00::5/64,gw6=fd00::1,tag=30,link_down=1',
                net0: 'name=eth0,bridge=vmbr0,firewall=1,gw=10.0.0.1,hwaddr=bc:24:11:6b:87:21,ip=10.0.0.5/24,rate=5,type=veth',
                nethack: 'x'])).nets()

        then:
        nets*.key() == ['net0', 'net2', 'net10']
        with(nets[0]) {
            name().get() == 'eth0'
            model().empty
            bridge().get() == 'vmbr0'
            ip().get() == '10.0.0.5/24'
            address().get() == '10.0.0.5'
            gateway().get() == '10.0.0.1'
            mac().get() == 'BC:24:11:6B:87:21'
            firewall()
            !linkDown()
            text().get('rate').get() == '5'
        }
        nets[1].address().empty
        nets[1].address6().get() == 'fd00::5'
        nets[1].gateway6().get() == 'fd00::1'
        nets[1].vlan().get() == 30
        nets[1].linkDown()
        nets[2].address().empty
        nets[2].ip().get() == 'dhcp'
    }

    @Row('A-12')
    def 'features are flags: #text'() {
        expect:
        with(Features.parse(text)) {
            [nesting(), keyctl(), fuse(), mknod()] == flags
            it.mount() == mount
        }

        where:
        text                                       || flags                       | mount
        'nesting=1,keyctl=1'                       || [true, true, false, false]  | []
        'fuse=1,mount=nfs;cifs,mknod=1,nesting=0'  || [false, false, true, true]  | ['nfs', 'cifs']
        ''                                         || [false, false, false, false] | []
    }

    @Row('A-14')
    def 'a VM\'s configuration is read'() {
        when:
        def vm = QemuConfig.of(fields([
                name: 'web', sockets: '2', cores: 4, memory: '2048', agent: 'enabled=1,fstrim_cloned_disks=1', boot: 'order=scsi0;ide2;net0',
                scsi0: 'local-lvm:vm-100-disk-0,size=32G,iothread=1,discard=on,ssd=1', scsi10: 'btr:100/vm-100-disk-3.raw,size=512M,backup=0',
                scsi2: '/dev/disk/by-id/x,size=1.5T', ide2: 'none,media=cdrom', efidisk0: 'local-lvm:vm-100-disk-1,efitype=4m,size=4M', scsihw: 'virtio-scsi-single',
                net0: 'virtio=BC:24:11:63:FE:2B,bridge=vmbr0,firewall=1,queues=4', net1: 'model=e1000,macaddr=bc:24:11:63:fe:2c,bridge=vmbr1',
                tags: 'prod;web', protection: 1, startup: 'order=2', digest: 'abc', future: 'kept']))

        then:
        [vm.sockets(), vm.cores(), vm.cpus(), vm.memory().asInt] == [2, 4, 8, 2048]
        vm.disks()*.key() == ['efidisk0', 'ide2', 'scsi0', 'scsi2', 'scsi10']
        with(vm.disks()[2]) {
            bus() == 'scsi'
            volume().storage().get() == 'local-lvm'
            volume().text() == 'local-lvm:vm-100-disk-0'
            size().asLong == 32L << 30
            iothread() && discard() && ssd() && backup() && !cdrom()
        }
        vm.disks()[1].cdrom()
        vm.disks()[1].volume().storage().empty
        vm.disks()[3].size().asLong == (long) (1.5 * (1L << 40))
        vm.disks()[3].volume().path()
        !vm.disks()[4].backup()
        vm.nets()*.model()*.get() == ['virtio', 'e1000']
        vm.nets()*.mac()*.get() == ['BC:24:11:63:FE:2B', 'BC:24:11:63:FE:2C']
        vm.nets()*.firewall() == [true, false]
        vm.boot() == ['scsi0', 'ide2', 'net0']
        vm.agent().enabled()
        vm.agent().trim()
        vm.tags() == ['prod', 'web']
        vm.protection()
        vm.digest().get() == 'abc'
        vm.all().text('future').get() == 'kept'
    }

    def 'little is said of a VM, and it is read all the same'() {
        given:
        def vm = QemuConfig.of(fields([memory: 'current=512', agent: agent, boot: 'cdn', odd: [1]]))

        expect:
        [vm.cpus(), vm.memory().asInt, vm.agent().enabled(), vm.boot()] == [1, 512, enabled, ['disk', 'cdrom', 'network']]
        vm.disks() == []
        vm.startup().order().empty

        where:
        agent       || enabled
        '1'         || true
        1           || true
        '0'         || false
        'enabled=0' || false
        'type=isa'  || false
    }

    def 'a container\'s root and mount points are read'() {
        when:
        def ct = LxcConfig.of(fields([rootfs: 'local-lvm:vm-101-disk-0,size=8G,mountoptions=discard;noatime', mp0: 'btr:101/vm-101-disk-1.raw,mp=/srv,backup=1,size=1G',
                                      mp1: '/tank/media,mp=/media,ro=1,shared=1', mp2: '/dev/sdb,mp=/raw', unprivileged: 1, onboot: '1', memory: 512, cores: '2']))

        then:
        with(ct.rootfs().get()) {
            path() == '/'
            volume().storage().get() == 'local-lvm'
            size().asLong == 8L << 30
            backup()
            options() == ['discard', 'noatime']
        }
        ct.mounts()*.path() == ['/srv', '/media', '/raw']
        ct.mounts()*.bind() == [false, true, false]
        ct.mounts()*.backup() == [true, false, false]
        ct.mounts()[1].readOnly()
        ct.mounts()[1].shared()
        ct.unprivileged()
        ct.onboot()
        [ct.cores().asInt, ct.memory().asInt] == [2, 512]
        ct.swap().empty
    }

    @Row(['A-15', 'G-59'])
    def 'tags "#text" are a list'() {
        expect:
        Tags.parse(text) == list

        where:
        text              || list
        'a;b'             || ['a', 'b']
        'a,b'             || ['a', 'b']
        'a b'             || ['a', 'b']
        ' a ; b;;a, c \n' || ['a', 'b', 'c']
        ''                || []
    }

    def 'a startup order is read, bare or named: #text'() {
        expect:
        with(Startup.parse(text)) {
            [order().orElse(null), up().orElse(null)?.toSeconds(), down().orElse(null)?.toSeconds()] == parts
        }

        where:
        text                    || parts
        'order=2,up=30,down=120' || [2, 30, 120]
        '3'                     || [3, null, null]
        'down=5'                || [null, null, 5]
        ''                      || [null, null, null]
        'order=any'             || [null, null, null]
    }

    def 'changing the time to shut down changes nothing else: "#before"'() {
        expect:
        Startup.parse(before).withDown(Duration.ofSeconds(90)).toString() == after

        where:
        before                               || after
        'order=2,up=30,down=120'             || 'order=2,up=30,down=90'
        'down=120,order=2,future=x,up=30'    || 'down=90,order=2,future=x,up=30'
        '3'                                  || '3,down=90'
        ''                                   || 'down=90'
    }

    def 'a text that is read and written is the same: #text'() {
        expect:
        PropertyString.parse(text).toString() == text

        where:
        text << ['virtio=BC:24:11:63:FE:2B,bridge=vmbr0,firewall=1', 'local-lvm:vm-101-disk-0,size=8G,mountoptions=a;b', 'order=scsi0;net0', 'uuid=3afe1061-33b3', 'a=b=c', '']
    }
}

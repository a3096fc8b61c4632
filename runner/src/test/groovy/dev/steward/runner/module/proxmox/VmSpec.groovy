package dev.steward.runner.module.proxmox

import dev.steward.runner.lab.pve.LabBuilder

class VmSpec extends PvePlays {

    private void lab(String version = '9.2.11') {
        cluster(version) { LabBuilder builder ->
            builder.qemu(200, 'docker') { it.running() }.qemu(201, 'off') { it.node('pve2') }.lxc(101, 'web') { }
        }
    }

    def 'a VM is created once with disks and cards, on PVE #version'() {
        given:
        lab(version)

        when:
        def run = thrice('pve1', """vm vmid: 300, name: 'build', state: 'started', cores: 2, sockets: 1, memory: 2.GiB, cpu: 'host', ostype: 'l26',
            scsihw: 'virtio-scsi-single', storage: 'btr', scsi0: [size: 32.GiB, discard: 'on', iothread: 1], scsi1: 8.GiB,
            ide2: 'none,media=cdrom', net0: [bridge: 'vmbr0', tag: 20], boot: ['scsi0', 'net0'], agent: 1, guestTags: ['ci'],
            sshKeys: ['ssh-ed25519 AAAA a@b', 'ssh-ed25519 BBBB c d'], ipconfig0: [ip: 'dhcp'], onboot: true""")

        then:
        run.task().data().created
        with(guest(300)) {
            running()
            text('scsi0') =~ /^btr:300\\/.*,discard=on,iothread=1,size=32G/
            text('scsi1').endsWith('size=8G')
            text('ide2') == 'none,media=cdrom'
            text('net0') ==~ /virtio=BC:24:11:[0-9A-F:]+,bridge=vmbr0,tag=20/
            text('boot') == 'order=scsi0;net0'
            text('memory') == '2048'
            text('sshkeys') == 'ssh-ed25519%20AAAA%20a%40b%0Assh-ed25519%20BBBB%20c%20d'
        }

        where:
        version << RELEASES
    }

    def 'what a running VM takes over at its next start only is told, also the next time'() {
        given:
        lab()

        when:
        def run = play('docker', "vm memory: 1.GiB, cores: 2, net0: [bridge: 'vmbr1'], description: 'builds'")

        then:
        changed(run)
        run.message.endsWith('; cores, memory wait for a restart of the guest')
        run.task().data().pending == ['cores', 'memory']
        run.task().data().restartRequired
        guest(200).text('net0') ==~ /virtio=[0-9A-F:]+,bridge=vmbr1/
        kit.writes() == ['POST /nodes/pve1/qemu/200/config']

        when:
        def again = play('docker', "vm memory: 1.GiB, cores: 2, net0: [model: 'virtio', bridge: 'vmbr1'], description: 'builds'")

        then:
        ok(again)
        again.task().data().restartRequired
        kit.writes().size() == 1
    }

    def 'a card keeps its address when its model changes, and takes another where that is said'() {
        given:
        lab()
        def mac = guest(201).text('net0').find(/[0-9A-F]{2}(:[0-9A-F]{2}){5}/)

        expect:
        changed(play('off', "vm net0: [model: 'e1000']"))
        guest(201).text('net0') == "e1000=$mac,bridge=vmbr0"
        ok(play('off', "vm net0: 'e1000=${mac.toLowerCase()}'"))
        changed(play('off', "vm net0: [macaddr: 'BC:24:11:AA:BB:CC', firewall: true]"))
        guest(201).text('net0') == 'e1000=BC:24:11:AA:BB:CC,bridge=vmbr0,firewall=1'
    }

    def 'settings of every kind are compared as PVE means them: #args'() {
        given:
        lab()
        guest(201).config().putAll([cpu: 'host,flags=+aes', agent: '1', onboot: 1, memory: 'current=512', description: 'a text\n'])

        expect:
        ok(play('off', "vm $args"))
        kit.writes().empty

        where:
        args << ["cpu: 'host'", 'agent: [enabled: 1]', 'agent: true', 'onboot: true', 'memory: 512.MiB', "description: 'a text'", "boot: ['scsi0', 'net0']",
                 'scsi0: 1.GiB', "scsi0: [storage: 'btr', size: 1.GiB]", 'protection: false', "config: [kvm: 0]", "name: 'off'", "delete: ['net1']"]
    }

    def 'a disk grows while the VM runs, an optical drive changes its disc, a setting is taken away'() {
        given:
        lab()
        guest(200).config().putAll([ide2: 'local:iso/old.iso,media=cdrom', tablet: 0])

        expect:
        changed(play('docker', "vm scsi0: 2.GiB, ide2: 'local:iso/new.iso', delete: ['tablet']"))
        guest(200).text('scsi0').endsWith('size=2G')
        guest(200).text('ide2') == 'local:iso/new.iso,media=cdrom'
        !guest(200).config().containsKey('tablet')
        failure(play('docker', "vm scsi0: 'btr:200/other.raw'")).contains('one disk is not put in the place of another')
    }

    def 'a change that its UPID fails is a failure with the next step'() {
        given:
        lab()
        kit.lab.fail('resize', 200, 'btrfs error: No space left on device')

        expect:
        failure(play('docker', 'vm scsi0: 2.GiB')).contains('the storage is full: free space on it, or say another one')
    }

    def 'the digest that was read guards what somebody else wrote in between'() {
        given:
        lab()
        kit.lab.faults().refuse('POST', '/nodes/pve2/qemu/201/config', times, 500, 'checksum missmatch (file change by other user?)')

        expect:
        play('off', 'vm memory: 1.GiB').task().status().word() == status
        kit.writes().size() == calls

        where:
        times || status    | calls
        1     || 'changed' | 2
        3     || 'failed'  | 3
    }

    def 'a VM that runs is destroyed only where that is said; one id is never taken for the other kind'() {
        given:
        lab()

        expect:
        failure(play('pve1', "vm vmid: 101, state: 'present'")) == 'web (lxc/101 on pve1) is a container; use lxc, or say another vmid'
        failure(play('pve1', "vm vmid: 200, state: 'absent', consent: 'docker'")).contains('runs; shut it down first')
        changed(play('pve1', "vm vmid: 200, state: 'absent', consent: 'docker', force: true"))
        guest(200) == null
        ok(play('pve1', "vm name: 'docker', state: 'absent', consent: 'docker'"))
        failure(play('pve1', "vm memory: 1.GiB")) == 'nothing says which guest: say vmid or name'
    }
}

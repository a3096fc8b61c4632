package dev.steward.runner.module.proxmox

import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.state.Volume

class LxcSpec extends PvePlays {

    private static final String TEMPLATE = 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst'

    private static final String PROMETHEUS = """lxc vmid: 240, hostname: 'prometheus', state: 'started', unprivileged: true,
        template: '$TEMPLATE', cores: 2, memory: 2.GiB, swap: 0.GiB, storage: 'btr', rootfs: 16.GiB,
        net0: [name: 'eth0', bridge: 'vmbr1', ip: '192.0.2.240/24', gw: '192.0.2.1'],
        features: [nesting: 1], guestTags: ['Web', 'prod'], onboot: true, startup: [order: 2, up: 30], protection: false,
        nameserver: ['192.0.2.53', '192.0.2.54'], description: 'metrics', password: secret('prometheus/root')"""

    private void lab(String version = '9.2.11', Closure<?> more = {}) {
        cluster(version) { LabBuilder builder ->
            builder.lxc(101, 'web') { it.tags('web').set('startup', 'order=2,up=30,down=120').set('cores', 1) }
                    .lxc(102, 'dns') { it.node('pve2').running() }
                    .qemu(200, 'docker') { }
                    .also { it.volumes() << new Volume(TEMPLATE, 'pve1', 'vztmpl', 'tzst', 120_000_000, 0, '', 0) }
            more(builder)
        }
    }

    def 'a container is created and started once, on PVE #version'() {
        given:
        lab(version)

        when:
        def run = thrice('pve1', PROMETHEUS.replace(", password: secret('prometheus/root')", ''))

        then:
        run.message == 'created prometheus (lxc/240 on pve1); started prometheus (lxc/240 on pve1)'
        run.task().data().vmid == 240
        run.task().data().created
        guest(240).running()
        guest(240).config().subMap('hostname', 'cores', 'memory', 'swap', 'tags', 'onboot', 'startup', 'features', 'unprivileged', 'nameserver') ==
                [hostname: 'prometheus', cores: 2, memory: 2048, swap: 0, tags: 'prod;web', onboot: 1, startup: 'order=2,up=30', features: 'nesting=1', unprivileged: 1,
                 nameserver: '192.0.2.53 192.0.2.54']
        guest(240).text('rootfs') =~ /^btr:240\\/.*size=16G/
        guest(240).text('net0').startsWith('name=eth0,bridge=vmbr1,ip=192.0.2.240/24,gw=192.0.2.1')

        where:
        version << RELEASES
    }

    def 'a password reaches the new container and nothing that is kept or shown'() {
        given:
        lab()
        def secrets = folder.resolve('secrets.yml')
        java.nio.file.Files.writeString(secrets, 'prometheus: {root: "s3cret-root"}\n')
        java.nio.file.Files.setPosixFilePermissions(secrets, java.nio.file.attribute.PosixFilePermissions.fromString('rw-------'))
        folder.resolve('steward.yml').toFile() << 'secrets: {file: secrets.yml}\n'
        kit.shut()
        kit.open()

        when:
        def dry = play('pve1', PROMETHEUS, check: true, diff: true)
        def run = play('pve1', PROMETHEUS, diff: true)

        then:
        changed(run)
        form('POST', '/nodes/pve1/lxc').password == 's3cret-root'
        !(run.events.toString() + dry.events).contains('s3cret-root')
        ok(play('pve1', PROMETHEUS))
    }

    def 'an existing container gets what differs and nothing else, and the diff shows it'() {
        given:
        lab()
        guest(101).config().put('net0', 'name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:65,ip=10.99.8.102/24,type=veth')

        when:
        def run = play('web', "lxc cores: 1, memory: 512.MiB, startup: [down: 300], net0: [bridge: 'vmbr1'], guestTags: ['web']", diff: true)

        then:
        changed(run)
        run.message == 'set memory, startup, net0 of web (lxc/101 on pve1)' || run.message == 'set memory, net0, startup of web (lxc/101 on pve1)'
        guest(101).text('startup') == 'order=2,up=30,down=300'
        guest(101).text('net0') == 'name=eth0,bridge=vmbr1,hwaddr=BC:24:11:00:00:65,ip=10.99.8.102/24,type=veth'
        form('PUT', '/lxc/101/config').keySet() - ['node', 'vmid'] == ['memory', 'startup', 'net0', 'digest'] as Set
        with(run.of(RunEvent.TaskFinished)[0].diffs()[0]) {
            name() == 'CT 101 config'
            before() == 'memory: 256\nnet0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:65,ip=10.99.8.102/24,type=veth\nstartup: order=2,up=30,down=120\n'
            after().contains('startup: order=2,up=30,down=300\n')
        }

        and: 'the second time there is nothing to do'
        ok(play('web', "lxc memory: 512.MiB, startup: [down: 300], net0: [bridge: 'vmbr1']"))
    }

    @Row('X-22')
    def 'the time a container has to shut down is set alone'() {
        given:
        lab()

        expect:
        changed(play('web', 'lxc startup: [down: 90]'))
        guest(101).text('startup') == 'order=2,up=30,down=90'
        form('PUT', '/lxc/101/config').startup == 'order=2,up=30,down=90'
        ok(play('web', 'lxc startup: [down: 90]'))
    }

    def 'a disk grows, a mount point is made, neither shrinks nor moves'() {
        given:
        lab()

        expect:
        changed(play('web', "lxc rootfs: 4.GiB, mp0: [storage: 'btr', size: 8.GiB, mp: '/srv', backup: 1]"))
        guest(101).text('rootfs').endsWith('size=4G')
        guest(101).text('mp0') =~ /^btr:101\\/.*mp=\\/srv,backup=1,size=8G$/
        ok(play('web', "lxc rootfs: 4.GiB, mp0: [storage: 'btr', size: 8.GiB, mp: '/srv', backup: 1]"))
        failure(play('web', 'lxc rootfs: 2.GiB')) == 'rootfs has 4G, and a disk does not shrink to 2G; say at least the size it has'
        failure(play('web', "lxc rootfs: [storage: 'local', size: 4.GiB]")).contains('lies on btr:101/vm-101-disk-0.raw, not on storage local')
        changed(play('web', "lxc mp0: [mp: '/data']"))
        guest(101).text('mp0').contains('mp=/data')
    }

    def 'a container that shall not be there is destroyed with consent only, and once: #why'() {
        given:
        lab()
        guest(102).config().put('protection', protection)

        when:
        def run = play('pve1', "lxc vmid: 102, state: 'absent', $more")

        then:
        failure(run).contains(message)
        guest(102) != null
        kit.writes().empty

        where:
        why            | protection | more                              || message
        'no consent'   | 0          | 'purge: true'                     || "needs your consent: say consent: 'dns'"
        'another name' | 0          | "consent: 'web'"                  || "consent names 'web', but lxc/102 is 'dns'; nothing was destroyed"
        'protected'    | 1          | "consent: 'dns', force: true"     || 'is protected in PVE; take the protection away first'
        'running'      | 0          | "consent: 'dns'"                  || "runs; shut it down first (guest state: 'shutdown'), or say force: true"
    }

    def 'it is gone then, with its plug pulled where force is said; nothing is left to do the second time'() {
        given:
        lab()

        when:
        thrice('pve1', "lxc vmid: 102, state: 'absent', consent: 'dns', force: true, purge: true")

        then:
        guest(102) == null
        kit.writes() == ['POST /nodes/pve2/lxc/102/status/stop', 'DELETE /nodes/pve2/lxc/102']
        form('DELETE', '/lxc/102').purge.toString() in ['1', 'true']
    }

    def 'what HA keeps is not destroyed behind its back'() {
        given:
        lab('9.2.11') { it.also { c -> c.services()['ct:102'] = new dev.steward.runner.lab.pve.state.HaResource('ct:102', 'started') } }

        expect:
        failure(play('pve1', "lxc vmid: 102, state: 'absent', consent: 'dns', force: true")).contains("is kept by HA; take it out first (haResource state: 'absent')")
        kit.writes().empty
    }

    def 'a copy of a template is made, named and changed'() {
        given:
        lab('9.2.11') { it.lxc(900, 'pattern') { } }

        expect:
        thrice('pve1', "lxc vmid: 900, state: 'template'")
        guest(900).flag('template')
        thrice('pve1', "lxc vmid: 901, hostname: 'copy', cloneOf: 'pattern', memory: 1.GiB, state: 'started'")
        with(guest(901)) {
            text('hostname') == 'copy'
            text('memory') == '1024'
            running()
        }
        failure(play('pve1', "lxc vmid: 902, cloneOf: 'nosuch'")) == "there is no CT 'nosuch' to clone"
        failure(play('web', "lxc state: 'started', vmid: 900")).contains('is a template')
    }

    def 'a container that cannot be made says why before anything is done: #args'() {
        given:
        lab()

        expect:
        failure(play('pve1', "lxc vmid: 300, hostname: 'x', $args")).contains(message)
        kit.writes().empty

        where:
        args                                                          || message
        "storage: 'btr', rootfs: 4.GiB"                               || 'nothing says what to make it of: say template, or cloneOf'
        "template: '$TEMPLATE', rootfs: 4.GiB"                        || 'nothing says where to make it; say storage'
        "template: '$TEMPLATE', storage: 'btr', rootfs: 4"            || 'write such as 16.GiB'
        "template: '$TEMPLATE', storage: 'bt', rootfs: 4.GiB"         || "node pve1 has no storage 'bt'; there are btr, local"
        "template: 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar', storage: 'btr', rootfs: 4.GiB" || "there is no template 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar' on pve1; there is $TEMPLATE"
        "template: '$TEMPLATE', storage: 'btr', node: 'pve3'"         || "has no node 'pve3'"
        "template: '$TEMPLATE', config: [memory: 5]"                  || "config: 'memory' is a word of the module itself; say it there"
        "template: '$TEMPLATE', net0: [[1]]"                          || 'net0 takes a map such as'
    }

    def 'a failure of PVE is told with the next step: #fault'() {
        given:
        lab()
        kit.lab.fail('vzcreate', 300, 'unable to create CT 300 - command failed: No space left on device')

        expect:
        failure(play('pve1', "lxc vmid: 300, hostname: 'x', template: '$TEMPLATE', storage: 'btr', rootfs: 4.GiB"))
                .contains('No space left on device')
        guest(300) == null
    }

    def 'somebody else who writes in between loses nothing, a locked container is left alone'() {
        given:
        lab()

        when:
        kit.lab.faults().refuse('PUT', '/nodes/pve1/lxc/101/config', 1, 500, 'detected modified configuration - file changed by other user? Try again.')

        then:
        changed(play('web', 'lxc memory: 1.GiB'))
        guest(101).text('memory') == '1024'

        when:
        kit.lab.lock(101, 'backup')

        then:
        failure(play('web', 'lxc memory: 2.GiB')).contains('CT is locked (backup)')
        guest(101).text('memory') == '1024'
    }

    def 'an answer that is lost is looked for before anything is said or done again'() {
        given:
        lab()

        when:
        kit.lab.faults().loseAnswer('PUT', '/nodes/pve1/lxc/101/config', 1)
        def set = play('web', 'lxc memory: 1.GiB')

        then:
        changed(set)
        kit.writes().size() == 1

        when:
        kit.lab.faults().loseAnswer('POST', '/nodes/pve1/lxc', 1)
        def made = play('pve1', "lxc vmid: 300, hostname: 'x', template: '$TEMPLATE', storage: 'btr', rootfs: 4.GiB")

        then:
        changed(made)
        kit.writes().count { it == 'POST /nodes/pve1/lxc' } == 1
        guest(300) != null

        when:
        kit.lab.faults().loseAnswer('DELETE', '/nodes/pve1/lxc/300', 1)
        def gone = play('pve1', "lxc vmid: 300, state: 'absent', consent: 'x'")

        then:
        changed(gone)
        guest(300) == null
        kit.writes().count { it.startsWith('DELETE') } == 1
    }

    def 'without quorum or a right nothing is changed, and that is said'() {
        given:
        lab()
        kit.lab.quorum(false)

        expect:
        failure(play('web', 'lxc memory: 1.GiB')).contains('until enough nodes are back')
        failure(play('pve1', "lxc vmid: 300, hostname: 'x', template: '$TEMPLATE', storage: 'btr', rootfs: 4.GiB")).contains('has no quorum')
        guest(101).text('memory') == '256'
    }

    def 'what only root itself may, a token is told: #args'() {
        given:
        lab()

        expect:
        failure(play('web', "lxc $args")).contains('Proxmox VE allows this to no API token')

        where:
        args << ['features: [nesting: 1, keyctl: 1]', "mp0: '/srv,mp=/srv'", "config: [hookscript: 'local:snippets/x.sh']"]
    }
}

package dev.steward.runner.module.proxmox

import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.state.HaResource

class HaResourceSpec extends PvePlays {

    private void lab(String version = '9.2.11', Closure<?> more = {}) {
        cluster(version) { LabBuilder builder ->
            builder.lxc(101, 'web') { }.qemu(200, 'docker') { it.running() }
            more(builder)
        }
    }

    private HaResource service(String sid) { kit.lab.change { it.services()[sid] } }

    def 'a guest is put into the care of HA, changed and taken out again, on PVE #version'() {
        given:
        lab(version)

        when:
        def run = thrice('web', "haResource state: 'started', maxRestart: 2, comment: 'web'")

        then:
        run.message == 'put web (lxc/101 on pve1) into the care of HA'
        guest(101).running()
        service('ct:101').settings().subMap('state', 'max_restart', 'comment') == [state: 'started', max_restart: 2, comment: 'web']

        when:
        run = thrice('web', "haResource state: 'stopped'")

        then:
        run.message == 'set state of web (lxc/101 on pve1) in HA'
        !guest(101).running()
        service('ct:101').settings().max_restart == 2

        when:
        thrice('web', "haResource state: 'absent'")

        then:
        service('ct:101') == null

        where:
        version << RELEASES
    }

    def 'a guest that runs may be put there without a word on its state'() {
        given:
        lab()

        expect:
        thrice('docker', 'haResource()').message == 'put docker (qemu/200 on pve1) into the care of HA'
        thrice('docker', 'haResource maxRelocate: 3, failback: false')
        service('vm:200').settings().subMap('max_relocate', 'failback') == [max_relocate: 3, failback: 0]
    }

    def 'HA moves what it keeps, and it is waited for, on PVE #version'() {
        given:
        lab(version) { it.also { c -> c.services()['vm:200'] = new HaResource('vm:200', 'started').tap { s -> s.state('started') } } }

        when:
        def run = thrice('docker', "haResource relocate: 'pve2'")

        then:
        run.message == 'relocated docker (qemu/200 on pve1) to pve2'
        guest(200).node() == 'pve2'
        failure(play('web', "haResource relocate: 'pve2'")) == 'HA does not keep web (lxc/101 on pve1); move it by migrate, or put it into the care of HA first'
        failure(play('docker', "haResource relocate: 'pve7'")).contains("has no node 'pve7'")

        where:
        version << RELEASES
    }

    def 'an error of HA is told with the way out of it'() {
        given:
        lab()
        kit.lab.fail('vzstart', 101, 'startup for container failed')

        expect:
        failure(play('web', "haResource state: 'started'")).contains("but it says error; see its log in PVE, mend it, then haResource state: 'disabled' and again 'started'")
    }

    def 'groups are of PVE 8: later ones say so'() {
        given:
        lab()

        expect:
        failure(play('web', "haResource group: 'all'")).contains('ha groups have been migrated to rules')
    }

    def 'the difference is shown'() {
        given:
        lab()
        play('docker', 'haResource()')

        when:
        def run = play('docker', 'haResource maxRestart: 4', diff: true)

        then:
        run.of(RunEvent.TaskFinished)[0].diffs()*.name() == ['HA vm:200']
        run.of(RunEvent.TaskFinished)[0].diffs()*.after() == ['max_restart: 4\n']
    }
}

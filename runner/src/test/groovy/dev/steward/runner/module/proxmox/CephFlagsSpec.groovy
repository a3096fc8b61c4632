package dev.steward.runner.module.proxmox

import dev.steward.runner.lab.pve.LabBuilder

class CephFlagsSpec extends PvePlays {

    private Set<String> flags() { kit.lab.change { it.ceph().get().set().toSet() } }

    def 'flags are set, and taken back as far as they were set here, on PVE #version'() {
        given:
        cluster(version) { LabBuilder builder -> builder.ceph().also { it.ceph().get().set() << 'noscrub' } }

        when:
        def run = kit.tasks('pve1', '''
            task('quiet') { cephFlags set: ['noout', 'noscrub']; register 'flags' }
            task('loud') { cephFlags unset: "${flags.set}" ; when { false } }
            task('back') { cephFlags unset: flags.set; register 'back' }
            task('seen') { assertThat { back.unset == ['noout'] } }''')

        then:
        run.status == 'ok'
        run.task().message() == 'set noout'
        flags() == ['noscrub'] as Set
        kit.writes() == ['PUT /cluster/ceph/flags', 'PUT /cluster/ceph/flags']

        where:
        version << RELEASES
    }

    def 'in check mode nothing is set; what is so already is no change'() {
        given:
        cluster { LabBuilder builder -> builder.ceph() }

        expect:
        thrice('pve1', "cephFlags set: ['noout', 'norebalance']").message == 'set noout, norebalance'
        thrice('pve1', "cephFlags unset: ['noout', 'norebalance']").message == 'unset noout, norebalance'
        flags().empty
    }

    def 'a wrong word is told: #args'() {
        given:
        cluster { LabBuilder builder -> builder.ceph() }

        expect:
        failure(play('pve1', "cephFlags($args)")).contains(message)
        kit.writes().empty

        where:
        args                               || message
        "set: ['noot']"                    || "Ceph has no flag 'noot'; did you mean 'noout'?"
        "set: ['noout'], unset: ['noout']" || 'a flag cannot be set and unset at once: noout'
        ''                                 || 'nothing says which flags: say set, unset or both'
    }

    def 'a cluster without Ceph says so'() {
        given:
        cluster { }

        expect:
        failure(play('pve1', "cephFlags set: ['noout']")).contains('cluster home has no Ceph')
    }
}

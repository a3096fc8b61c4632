package dev.steward.runner.module.proxmox

import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.Pool
import java.time.Duration

class BackupSpec extends PvePlays {

    private void lab(String version = '9.2.11') {
        cluster(version) { LabBuilder builder ->
            builder.lxc(101, 'web') { it.running() }.lxc(102, 'dns') { }.qemu(200, 'docker') { it.running() }.lxc(103, 'far') { it.node('pve2') }
        }
    }

    private List<String> archives() { kit.lab.change { it.volumes().findAll { it.content() == 'backup' }*.id() } }

    def 'a guest is backed up as it is said, on PVE #version'() {
        given:
        lab(version)

        when:
        def dry = play('web', "backup storage: 'local'", check: true)
        def run = play('web', "backup storage: 'local', mode: 'stop', compress: 'gzip', notes: '{{guestname}} nightly', protect: true, prune: ['keep-last': 3], bwlimit: 10.MiB")

        then:
        dry.message == 'would back up web (lxc/101 on pve1) to local'
        changed(run)
        run.task().data().archives == archives()
        run.message.startsWith('backed up web (lxc/101 on pve1) as local:backup/vzdump-lxc-101-2026_03_01-')
        form('POST', '/vzdump').findAll { it.key != 'node' }*.toString().sort() ==
                ['bwlimit=10240', 'compress=gzip', 'mode=stop', 'notes-template={{guestname}} nightly', 'protected=1', 'prune-backups=keep-last=3', 'storage=local', 'vmid=101']
                || form('POST', '/vzdump').protected.toString() in ['1', 'true']
        guest(101).running()

        where:
        version << RELEASES
    }

    def 'a young backup is enough where that is said'() {
        given:
        lab()
        play('web', "backup storage: 'local'")

        expect:
        ok(play('web', "backup storage: 'local', maxAge: 20.hours"))
        archives().size() == 1

        when:
        kit.time.advance(Duration.ofHours(21))

        then:
        changed(play('web', "backup storage: 'local', maxAge: 20.hours"))
        archives().size() == 2
    }

    def 'a job of many that fails for one says which, why, and what was backed up: #call'() {
        given:
        lab()
        kit.lab.lock(102, 'snapshot')
        kit.lab.change { it.pools()['prod'] = new Pool('prod').tap { p -> p.guests().addAll([101, 102, 103]) } }

        when:
        def message = failure(play('pve1', call))

        then:
        message.contains("failed for 102: CT is locked (snapshot)")
        message.contains("backed up: $done")
        message.contains('UPID:pve1:')
        archives().size() == done.split(', ').size()

        where:
        call                                   || done
        "backup storage: 'local', all: true"    || '101, 200'
        "backup storage: 'local', pool: 'prod'" || '101'
    }

    def 'what cannot be is refused before anything is done: #call'() {
        given:
        lab()

        expect:
        failure(play('web', "backup $call")).contains(message)
        kit.writes().empty

        where:
        call                                || message
        "storage: 'btr'"                    || "storage 'btr' takes no backups; backups may go to local"
        "storage: 'nas'"                    || "node pve1 has no storage 'nas'; backups may go to local"
        "notes: 'x'"                        || 'notes and protected belong to an archive on a storage; say storage'
        "storage: 'local', prune: [last: 3]" || "prune: 'last' is none of"
        'maxAge: 1.hours'                   || 'say storage'
        "vmid: 101, all: true"              || 'say one of vmid, name, pool and all, not several'
    }

    def 'a missing right is told with the next step'() {
        given:
        cluster { only(it.lxc(101, 'web') { }, ['/': 'PVEAuditor']) }
        by(LOOK)

        expect:
        failure(play('web', "backup storage: 'local'")).contains('Permission check failed (/vms/101, VM.Backup)')
        failure(play('web', "snapshot 'one'")).contains('VM.Snapshot')
        failure(play('web', "lxc memory: 1.GiB")).contains('Permission check failed')
        failure(play('web', "lxc memory: 1.GiB")).contains('pveum acl modify')
    }
}

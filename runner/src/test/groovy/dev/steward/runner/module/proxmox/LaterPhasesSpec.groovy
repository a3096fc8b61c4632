package dev.steward.runner.module.proxmox

import dev.steward.house.Row
import dev.steward.runner.app.evidence.Evidence
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.Store
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.time.ZoneOffset
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What a house may want later is not asked for now, and is not in the way. */
class LaterPhasesSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit

    @Row('P-53')
    def 'backups to a Proxmox Backup Server and measurements inside containers are no criterion, and both can be had'() {
        given:
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(1)
                .storage(new Store('pbs', 'pbs', '', 'backup', true, 500L << 30, 100L << 30, []))
                .lxc(101, 'web-1') { it.running() }, new SystemTime())

        expect: 'nothing of it is asked for'
        new Evidence(kit.runner, ZoneOffset.UTC).checklist(true).criteria().every { !(it.text() =~ /(?i)backup|log/) }

        and: 'a playbook, and with it a schedule, begins a backup there'
        kit.tasks('localhost', "task('Back up') { backup name: 'web-1', storage: 'pbs', mode: 'snapshot' }").status == 'ok'
        kit.lab.requests().find { it.path() == '/nodes/pve1/vzdump' }.params().storage == 'pbs'
    }
}

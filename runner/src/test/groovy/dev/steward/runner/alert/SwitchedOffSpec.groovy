package dev.steward.runner.alert

import static dev.steward.runner.notice.Notice.Kind.*

import dev.steward.house.Row
import dev.steward.runner.config.alert.StateRule
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What nobody wants to be watched. */
class SwitchedOffSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T15:00:00Z'))
    @AutoCleanup AlertKit kit

    private AlertKit kit(int nodes, Map said) {
        kit = new AlertKit(PveLab.cluster('lab').nodes(nodes).lxc(101, 'web-1') { it.running() }.start(time), time, dir).open(said)
        kit.pass(minutes(2))
        kit.told.clear()
        kit
    }

    private static Duration minutes(long count) { Duration.ofMinutes(count) }

    @Row('P-55')
    def 'switched #word, #what'() {
        given:
        kit(3, [enabled: enabled])

        when:
        kit.lab.kill('pve3')
        kit.pass(minutes(2))

        then:
        kit.titles() == told
        kit.desk.open().size() == told.size()

        where:
        enabled | word  | what                                     || told
        false   | 'off' | 'nothing is watched and nothing is told' || []
        true    | 'on'  | 'a node that is lost is'                 || ['Node pve3 of home is offline']
    }

    @Row('P-55')
    def 'switched off for #what, that is told to nobody, and all else is'() {
        given:
        kit(3, said)

        when:
        kit.lab.kill('pve3')
        kit.lab.fail('vzdump', 101, 'no space left')
        kit.lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: '101', storage: 'local', mode: 'stop'])
        kit.pass(minutes(3))

        then:
        kit.kinds().toSet() == told.toSet()

        where:
        what        | said                                                        || told
        'nothing'   | [:]                                                         || [NODE_OFFLINE, BACKUP_FAILED]
        'nodes'     | [node: new StateRule(false, Duration.ZERO, Duration.ZERO)]   || [BACKUP_FAILED]
        'backups'   | [backup: new StateRule(false, Duration.ZERO, Duration.ZERO)] || [NODE_OFFLINE]
    }
}

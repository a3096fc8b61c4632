package dev.steward.runner.alert

import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What is remembered of backups. */
class BackupSignsSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T15:00:00Z'))
    @AutoCleanup AlertKit kit

    def 'no more is remembered than the cluster still tells of its tasks and its guests'() {
        given: 'a backup of two guests each day'
        kit = new AlertKit(PveLab.cluster('lab').nodes(1).lxc(101, 'web-1') { it.running() }.lxc(102, 'dns') { it.running() }.start(time), time, dir)
        BackupSigns signs = new BackupSigns(kit.api)
        def look = {
            kit.lab.settle()
            kit.estates.refresh('home')
            signs.look(kit.estates.now().clusters().home.view().get(), [] as Set, time.now())
        }
        def day = {
            [101, 102].findAll { kit.lab.guest(it) }.each { kit.lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: it as String, storage: 'local', mode: 'stop']) }
            def looked = look()
            time.advance(Duration.ofDays(1))
            looked
        }

        when: 'a month passes, and one of them is removed'
        30.times { day() }
        kit.lab.pvesh('DELETE', '/nodes/pve1/lxc/102', [force: 1])
        10.times { day() }
        def last = day()

        then:
        last.signs()*.subject() == ['lxc/101']
        signs.@read.size() in 8..10
        signs.@outcomes.keySet() == ['lxc/101'] as Set
    }

    def 'what was read is not read again, and a failure of long ago stays one until a backup goes well'() {
        given:
        kit = new AlertKit(PveLab.cluster('lab').nodes(1).lxc(101, 'web-1') { it.running() }.start(time), time, dir)
        BackupSigns signs = new BackupSigns(kit.api)
        kit.lab.fail('vzdump', 101, 'no space left')
        kit.lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: '101', storage: 'local', mode: 'stop'])
        kit.lab.settle()

        when:
        def looks = (1..20).collect {
            kit.estates.refresh('home')
            def looked = signs.look(kit.estates.now().clusters().home.view().get(), [] as Set, time.now())
            time.advance(Duration.ofDays(1))
            looked.signs()*.level()
        }

        then:
        looks.unique() == [[Sign.Level.BAD]]
        signs.@read.isEmpty()
    }
}

package dev.steward.runner.module.patch.guard

import dev.steward.house.Row
import dev.steward.runner.module.Outcome.Kind
import java.util.concurrent.TimeUnit
import spock.lang.Timeout

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SkipsSpec extends GuardTry {

    def 'a guest that is to be left alone is, and the reason is told: #said'() {
        given:
        lab { it.lxc(110, 'mold') { it.set('template', 1) }.lxc(111, 'shy') { it.running().tags('web;no-auto') } }
        prepare(kit)
        int before = kit.writes().size()
        def work = of(how, name, vmid)

        when:
        def outcome = new Transaction().around(work)

        then:
        outcome.result() == Kind.SKIPPED
        outcome.message() == 'skipped: ' + said
        outcome.data() == [stage: 'skipped', skipped: said]
        work.steps == []
        kit.writes().size() == before

        where:
        name     | vmid | how                | prepare                                                                                  || said
        'off'    | 103  | [:]                | {}                                                                                       || 'is stopped'
        'off'    | 103  | [stopped: 'start', dry: true] | {}                                                                            || 'is stopped'
        'mold'   | 110  | [stopped: 'start'] | {}                                                                                       || 'is a template'
        'shy'    | 111  | [:]                | {}                                                                                       || 'has the tag no-auto'
        'web'    | 101  | [:]                | { it.lab.lock(101, 'backup') }                                                          || 'is being backed up'
        'web'    | 101  | [:]                | { it.lab.lock(101, 'migrate') }                                                         || 'is locked (migrate)'
        'web'    | 101  | [:]                | { it.lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: 101, storage: 'local']) }           || 'is being backed up'
        'web'    | 101  | [:]                | { it.lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: '104,102', storage: 'local']) }     || 'may be next in a backup of several guests under way on pve1'
        'docker' | 200  | [stopped: 'start'] | { it.lab.pvesh('POST', '/nodes/pve1/qemu/200/status/suspend', [:]); it.time.advance(java.time.Duration.ofSeconds(30)) } || 'is suspended'
    }

    def 'a guest tagged no-auto is gone about where a person named it, and that is told'() {
        given:
        lab { it.lxc(111, 'shy') { it.running().tags('no-auto') } }
        def work = of('shy', 111, named: true)

        expect:
        new Transaction().around(work).result() == Kind.CHANGED
        work.target.logged.first() == 'has the tag no-auto, and is gone about since the limit names it'
    }

    @Row('N-29')
    def 'a guest that is off is started for it where that is asked, and off again after, be the update #end'() {
        given:
        lab()
        def work = of(how, 'off', 103, meanwhile: { assert guest(103).running() }, stopped: 'start')

        when:
        def outcome = new Transaction().around(work)

        then:
        outcome.result() == result
        outcome.message().endsWith(said)
        work.steps.first() == 'check'
        !guest(103).running()
        writes().count { it == 'POST 103/status/start' } == 1

        where:
        end                      | how                                  || result       | said
        'good'                   | [:]                                  || Kind.CHANGED | '; started for it and stopped again'
        'needless'               | [finds: 0]                           || Kind.OK      | 'nothing to do; started for it and stopped again'
        'failed'                 | [fails: 'no']                        || Kind.FAILED  | '; started for it and stopped again'
        'failed and rolled back' | [fails: 'no', rollback: true]        || Kind.FAILED  | 'it is off as before; started for it and stopped again'
        'refused'                | [protect: 'backup']                  || Kind.FAILED  | '; started for it and stopped again'
    }
}

package dev.steward.runner.engine

import static dev.steward.runner.engine.PlanKit.plan

import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import spock.lang.Specification

class EngineFlowSpec extends Specification {

    static final TWO = KitHosts.of('h1', 'h2')

    def 'a block with body #body, rescue #rescue, always #always: #recap'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all') {
                block({ task('body') { host.name == 'h1' ? body : 'ok' } },
                        rescue == null ? null : { task 'rescue', rescue },
                        always == null ? null : { task 'always', always })
                task 'after'
            }
        }, hosts: TWO)

        then:
        run.recap[0] == "h1 $recap"
        run.exit == exit

        where:
        body          | rescue   | always   || recap                         | exit
        'ok'          | 'ok'     | 'ok'     || 'ok=3'                        | 0
        'failed'      | 'ok'     | null     || 'ok=2 rescued=1'              | 0
        'failed'      | 'ok'     | 'ok'     || 'ok=3 rescued=1'              | 0
        'failed'      | 'failed' | 'ok'     || 'ok=1 failed=1 rescued=1'     | 2
        'failed'      | null     | 'ok'     || 'ok=1 failed=1'               | 2
        'failed'      | 'ok'     | 'failed' || 'ok=1 failed=1 rescued=1'     | 2
        'unreachable' | 'ok'     | 'ok'     || 'unreachable=1'               | 4
    }

    def 'a failure in an inner block is rescued by the outer one, and both always sections run'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all') {
                block({
                    block({ task 'deep', 'failed'; task 'never' }, null, { task 'inner always' })
                    task 'never either'
                }, { task 'outer rescue' }, { task 'outer always' })
                task 'after'
            }
        }, hosts: KitHosts.of('h1'))

        then:
        run.started*.minus('@h1') == ['deep', 'inner always', 'outer rescue', 'outer always', 'after']
        run.recap == ['h1 ok=4 rescued=1']
    }

    def 'keywords are inherited from play and block, the inner word wins, conditions add up'() {
        given:
        List<String> seen = Collections.synchronizedList([])
        KitRun run = new KitRun(hosts: KitHosts.of('h1'))
        run.acts.words['see'] = { target, args ->
            seen << (target.as().user().orElse('login') + (target.check() ? ' check' : ''))
            dev.steward.runner.module.Outcome.ok('')
        }

        when:
        run.run(plan {
            play('all', become: true, when: { true }) {
                task 'a', 'see'
                block(becomeUser: 'www-data', check: true, when: { true }) {
                    task 'b', 'see'
                    task 'c', 'see', becomeUser: 'postgres', check: false
                    task 'd', 'see', become: false
                    task 'e', 'see', when: ['no', { false }]
                    task 'f', 'failed', ignoreErrors: true
                }
            }
        })

        then:
        seen == ['root', 'www-data check', 'postgres', 'login check']
        run.finished('0.1.3', 'h1').message() == 'when { no }'
    }

    def 'handlers run once for a host, where something changed, in their own order, at the end'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all') {
                task('a', notifies: ['second', 'topic']) { host.name == 'h1' ? 'changed' : 'ok' }
                task('b', notifies: ['first', 'second']) { 'changed' }
                task 'c'
                handler 'first', 'changed', notifies: ['last']
                handler 'second'
                handler 'third', listen: ['topic']
                handler 'unasked'
                handler 'last'
            }
        }, hosts: TWO)

        then:
        run.started.findAll { it.endsWith('@h1') }*.minus('@h1') == ['a', 'b', 'c', 'first', 'second', 'third', 'last']
        run.started.findAll { it.endsWith('@h2') }*.minus('@h2') == ['a', 'b', 'c', 'first', 'second', 'last']
        run.of(RunEvent.HandlerNotified).findAll { it.host() == 'h1' }*.handler() == ['second', 'third', 'first', 'last']
    }

    def 'flushHandlers runs them there, and what is notified later runs at the end'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all') {
                task 'a', 'changed', notifies: ['h']
                flushHandlers()
                task 'b', 'changed', notifies: ['h']
                task 'c'
                handler 'h'
            }
        }, hosts: KitHosts.of('h1'))

        then:
        run.started*.minus('@h1') == ['a', 'h', 'b', 'c', 'h']
    }

    def 'a host that failed runs no handlers, unless forced: #force'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all', forceHandlers: force) {
                task 'a', 'changed', notifies: ['h']
                task('b') { host.name == 'h1' ? 'failed' : 'ok' }
                handler 'h'
            }
        }, hosts: TWO)

        then:
        run.started.findAll { it.startsWith('h@') }.toSorted() == handled
        run.exit == 2

        where:
        force | handled
        false | ['h@h2']
        true  | ['h@h1', 'h@h2']
    }

    def '--tags #only --skip-tags #skip picks #picked'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all') {
                task 'plain'
                task 'a', tags: ['a']
                block(tags: ['a']) { task 'ab', tags: ['b'] }
                task 'always', tags: ['always']
                task 'never', tags: ['never', 'n']
            }
        }, hosts: KitHosts.of('h1'), options: new RunOptions(Optional.empty(), only, skip, false, false, Optional.empty(), Optional.empty(), false, Optional.empty()))

        then:
        run.started*.minus('@h1') == picked

        where:
        only         | skip       || picked
        []           | []         || ['plain', 'a', 'ab', 'always']
        ['all']      | []         || ['plain', 'a', 'ab', 'always']
        ['a']        | []         || ['a', 'ab', 'always']
        ['b']        | []         || ['ab', 'always']
        ['n']        | []         || ['always', 'never']
        ['never']    | []         || ['always', 'never']
        ['tagged']   | []         || ['a', 'ab', 'always']
        ['untagged'] | []         || ['plain', 'always']
        []           | ['a']      || ['plain', 'always']
        ['a']        | ['a']      || ['always']
        ['a']        | ['always'] || ['a', 'ab']
        []           | ['tagged'] || ['plain']
        []           | ['all']    || ['always']
        ['zzz']      | ['always'] || []
    }

    def 'a failing host does not stop the others, and the run is marked failed'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all', forks: 2) { task('upgrade') { host.name == 'h3' ? 'failed' : 'changed' }; task 'reboot' }
        }, hosts: KitHosts.of('h1', 'h2', 'h3', 'h4', 'h5'))

        then:
        run.recap == ['h1 ok=2 changed=1', 'h2 ok=2 changed=1', 'h3 failed=1', 'h4 ok=2 changed=1', 'h5 ok=2 changed=1']
        run.summary.status() == RunStatus.FAILED
        run.of(RunEvent.RunFinished)[0].status() == RunStatus.FAILED
    }

    @Row('P-54')
    def 'one host at a time: the next begins only when the former is reachable again and wants no reboot'() {
        given:
        Map<String, Integer> looks = [:].withDefault { 0 }
        KitRun run = new KitRun(hosts: KitHosts.of('vm1', 'vm2'))
        run.acts.words['reachable'] = { target, args ->
            looks[target.host().name()]++ < 3 ? dev.steward.runner.module.Outcome.failed('down') : dev.steward.runner.module.Outcome.ok('up')
        }
        run.acts.words['flag'] = { target, args -> dev.steward.runner.module.Outcome.ok('').with('exists', false) }

        when:
        run.run(plan {
            play('all', serial: [1]) {
                task 'upgrade', 'changed'
                task 'reboot', 'changed', module: 'reboot'
                task 'back', 'reachable', retry: new dev.steward.dsl.plan.Retry(5, java.time.Duration.ofSeconds(10), dev.steward.dsl.plan.Retry.Backoff.CONSTANT)
                task 'no reboot wanted', 'flag', module: 'look', register: 'flag', failedWhen: { flag.exists }
            }
        })

        then:
        run.started == ['upgrade@vm1', 'reboot@vm1', 'back@vm1', 'no reboot wanted@vm1',
                        'upgrade@vm2', 'reboot@vm2', 'back@vm2', 'no reboot wanted@vm2']
        run.of(RunEvent.TaskFinished).findAll { it.step() == '0.2' }*.attempts() == [4, 4]
        run.exit == 0
    }
}

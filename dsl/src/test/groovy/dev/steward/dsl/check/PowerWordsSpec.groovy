package dev.steward.dsl.check

import dev.steward.dsl.TestCatalog
import dev.steward.dsl.value.Ups
import java.nio.file.NoSuchFileException
import java.time.Duration
import spock.lang.Shared
import spock.lang.Specification

/** The words of power playbooks: what is refused, where and with which next step. */
class PowerWordsSpec extends Specification {

    static final String PLAY = "play('q') { hosts 'all'; tasks { task('t') { debug 'x' } } }"
    static final String OTHER = "play('r') { hosts 'all'; tasks { task('t') { debug 'x' } } }"

    @Shared PlaybookCompiler compiler = new PlaybookCompiler(new TestCatalog())

    def 'in a power playbook: #text'() {
        expect:
        problems("playbook('p') {\nvars low: 20, on: true\nonBattery()\n$text\n}") == expected

        where:
        text                                                                || expected
        ''                                                                  || ['3:1: a power playbook has one phase at least; write phase(\'…\') { … } in it']
        'if (!on) { ' + phase('a') + ' }'                                   || ['3:1: a power playbook has one phase at least; write phase(\'…\') { … } in it']
        "phase('a') { pointOfNoReturn() }"                                  || ['4:1: this phase does nothing; write play(\'…\') { … } in it']
        "phase('a')"                                                        || ["4:1: 'phase' needs braces: phase('…') { … }"]
        "phsae('a') { $PLAY }"                                              || ["3:1: a power playbook has one phase at least; write phase('…') { … } in it", "4:1: unknown word 'phsae' in a playbook; did you mean 'phase'?"]
        phase('a') + '\n' + phase('a')                                      || ["5:7: another phase here is named 'a' as well, at line 4"]
        "['a', 'a'].each { n -> phase(n) { $PLAY } }"                       || ["4:30: another phase here is named 'a' as well, at line 4"]
        phase('a') + '\n' + PLAY                                            || ["5:1: a power playbook does everything in its phases, so 'play' cannot stand beside them; put it into a phase('…') { … }, or into a playbook of its own"]
        phase('stop') + '\n' + phase('b', "after 'stpo'")                   || ["5:20: no phase is named 'stpo'; did you mean 'stop'?"]
        phase('a', "after 'a'")                                             || ["4:20: phase 'a' waits for itself"]
        phase('a', 'pointOfNoReturn()') + '\n' + phase('b', 'pointOfNoReturn()') || ["5:14: 'pointOfNoReturn' is said in two phases, first at line 4; say it in the first phase that is never taken back"]
        phase('a', 'pointOfNoReturn(); pointOfNoReturn()')                  || ["4:33: 'pointOfNoReturn' is said twice in a phase"]
        phase('a', 'timeout 0.seconds')                                     || ["4:24: 'timeout' takes a duration above zero"]
        phase('a', "timeout '5m'")                                          || ["4:22: 'timeout' takes a duration such as 5.minutes, not text"]
        phase('a', 'limit 5.minutes')                                       || ["4:14: unknown word 'limit' in a phase; here stand after, onError, play, pointOfNoReturn, recover, shrink, startWhen, timeout"]
        phase('a', "onError 'stop'")                                        || ["4:22: 'onError' is one of [continue, abortPhase, abortAll], not 'stop'"]
        phase('a', 'shrink to: 5.seconds')                                  || ["4:14: 'shrink' needs 'order', a whole number; write order: …"]
        phase('a', 'shrink order: 0, to: -5.seconds')                       || ["4:28: 'shrink' takes 1 to 1000, not 0"]
        phase('a', "recover { task('x') { debug 1 } }")                     || ["4:24: 'task' cannot stand in a list of plays; it belongs in a list of tasks or a block"]
        phase('a', OTHER + '; ' + OTHER)                                    || ["4:81: another play here is named 'r' as well, at line 4"]
        phase('a') + '\nwayBack()'                                          || ["5:1: 'wayBack' says how machines come on again: upsReturn: true, wake: ['host'] or note: '…'"]
        phase('a') + "\nwayBack wake: ['n', 'n']"                           || ["5:15: 'n' is said twice"]
        phase('a') + '\nonPowerRestored charge: 110'                        || ["5:25: 'onPowerRestored' takes 0 to 100, not 110"]
        phase('a') + '\nonBattery()'                                        || ["5:1: 'onBattery' is said twice in a playbook"]
        phase('a') + '\nif (on) { wayBack upsReturn: true }'                || ["5:11: 'wayBack' stands directly in a playbook, not in if or each"]
        phase('a') + "\nimportPlaybook 'plain.groovy'"                      || ["5:1: a power playbook does everything in its phases, so 'importPlaybook' cannot stand beside them"]
        "onBattery 'cyberpower'"                                            || ["3:1: a power playbook has one phase at least; write phase('…') { … } in it", "4:1: 'onBattery' is said twice in a playbook", "4:11: 'onBattery' takes its values by name: ups: …, confirm: …"]
        phase('a', 'after b')                                               || ["4:20: unknown name 'b'"]
        phase('a', 'recover { }')                                           || ["4:14: this recover undoes nothing; write play('…') { … } in it, or leave it out"]
        "phase('a') { task('x') { debug 1 } }"                              || ["4:14: 'task' cannot stand in a phase; it belongs in a list of tasks or a block"]
        phase('a') + "\nstopBefore consumers: 'web'"                        || ["5:1: 'stopBefore' needs 'providers', text; write providers: …"]
    }

    def 'what would wait for itself is refused with the way it goes round: #text'() {
        expect:
        problems("playbook('p') {\nonBattery()\n$text\n}") == expected

        where:
        text                                                                                || expected
        phase('a', "after 'b'") + '\n' + phase('b', "after 'a'")                             || ["3:20: these phases wait for each other: 'a' after 'b' after 'a'"]
        phase('a', "after 'b'") + '\n' + phase('b')                                         || ["3:20: these phases wait for each other: 'a' after 'b' after 'a'; a phase without 'after' waits for the one written before it"]
        phase('a') + '\n' + phase('b', "after 'd'") + '\n' + phase('c') + '\n' + phase('d') || ["4:20: these phases wait for each other: 'b' after 'd' after 'c' after 'b'; a phase without 'after' waits for the one written before it"]
        phase('a') + "\nstopBefore consumers: 'web', providers: 'nas'\nstopBefore consumers: 'nas', providers: 'web'" || ["4:1: these would be stopped before each other: 'nas' after 'web' after 'nas'; leave one of them out, or name the hosts one by one"]
        phase('a') + "\nstopBefore consumers: 'web:nas', providers: 'nas'"                  || ["4:1: 'nas' would be stopped before itself; leave one of them out, or name the hosts one by one"]
        phase('a', "after 'c'") + '\n' + phase('b', "after 'a'") + '\n' + phase('c', "after 'b'") + '\n' + phase('d', "after 'd2'") || ["3:20: these phases wait for each other: 'a' after 'c' after 'b' after 'a'", "6:20: no phase is named 'd2'; did you mean 'd'?"]
    }

    def 'the order of phases may differ from the order of the text'() {
        expect:
        problems("playbook('p') {\nonBattery()\n" + phase('a', "after 'c'") + '\n' + phase('b', "after 'c'") + '\n' + phase('c', "after 'd'") + '\n' + phase('d', "after 'e'") + '\n' + phase('e', "after 'f'") + '\n}') ==
                ["7:20: no phase is named 'f'; did you mean 'a'?"]
    }

    def 'a question about the power is checked: #condition'() {
        expect:
        problems("playbook('p') {\nvars low: 20\nonBattery()\nphase('a') {\nstartWhen {\n$condition }\n$PLAY }\n}") == expected

        where:
        condition                                  || expected
        'battery <= 20'                            || ["6:1: unknown name 'battery'; write ups.charge"]
        'onBatteryFor > 5.minutes'                 || ["6:1: unknown name 'onBatteryFor'; write ups.onBatteryFor"]
        'ups.chrage <= 20'                         || ["6:5: ups has no property 'chrage'; did you mean 'charge'?"]
        'ups.onBatteryFor >= 60'                   || ["6:1: '>=' compares a duration with a whole number; write the number with its unit, such as 30.seconds"]
        'ups.runtime < ups.charge'                 || ["6:1: '<' compares a duration with a number; write the number with its unit, such as 30.seconds"]
        "ups.charge <= '20'"                       || ["6:1: '<=' compares a number with text; write the number without quotes, or use toInteger()"]
        'ups.charge <= 0.2'                        || ['6:15: a charge is in per cent, 0 to 100, and never 0.2; write such as 20']
        '200 >= ups.charge'                        || ['6:8: a charge is in per cent, 0 to 100, and never 200; write such as 20']
        "host.name == 'a'"                         || ["6:1: 'host' belongs to a host, but this is asked of the power alone; ask ups, such as ups.charge <= 20"]
        'upps.charge < low'                        || ["6:1: unknown name 'upps'; did you mean 'ups'?"]
        'ups.charge = 20'                          || ["6:1: '=' cannot be used in a playbook; to compare, write ==; to name a value, write def name = … before it is used"]
        'ups.charge <= low && ups.runtime < 3.minutes' || []
    }

    def 'ups is known where the power is asked about, and nowhere else: #text'() {
        expect:
        problems(text) == expected

        where:
        text                                                                                        || expected
        "playbook('p') { play('q') { hosts 'all'; tasks { task('t') { when { ups.onBattery }; debug 'x' } } } }" || ["1:69: 'ups' is known only in the phases of a power playbook and in its emergencyWhen"]
        "playbook('p') { vars ups: 1\nonBattery()\nphase('a') { $PLAY } }"                          || ["3:1: in a power playbook 'ups' stands for the UPS, but a value has that name already; call that value otherwise"]
        "playbook('p') { onBattery()\nphase('a') { play('q') { hosts 'all'; tasks { task('t') { debug 'x'; register 'ups' } } } } }" || ["2:79: the name 'ups' is taken: every task knows its own under it; choose another one, such as 'result'"]
        "playbook('p') { onBattery()\nphase('a') { play('q') { hosts ups.charge; tasks { task('t') { debug 'x' } } } } }" || ["2:32: 'hosts' is settled before the run, but this is known only at run time"]
        "playbook('p') { vars ups: 1\nplay('q') { hosts 'all'; tasks { task('t') { debug ups } } } }" || []
    }

    def 'what others need goes after them in every play that switches machines off, and comes back before them'() {
        given:
        String off = "play('Off') { hosts 'all'; tasks { task('t') { guest state: 'shutdown' } } }"
        String text = """playbook('p') { onBattery()
            stopBefore consumers: 'web', providers: 'db'
            stopBefore consumers: 'db', providers: 'nas'
            phase('a') { $off; $PLAY; recover { play('On') { hosts 'all'; tasks { block { task('t') { guest state: 'started' } } } } } } }"""
        def phase = compiler.check({ text }, 'p.groovy', [:]).plan().power().get().phases()[0]

        expect:
        phase.plays()*.hosts() == ['all:!db:!nas', 'all:&db:!nas', 'all:&nas', 'all']
        phase.plays()*.name() == ['Off', 'Off: db', 'Off: nas', 'q']
        phase.recover()*.hosts() == ['all:&nas', 'all:&db:!nas', 'all:!db:!nas']
    }

    def 'without onBattery, or imported, a power playbook is refused'() {
        expect:
        problems("playbook('p') {\n${phase('a')}\n}") == ["2:1: this playbook does not say which UPS it is about; write onBattery ups: '…', or onBattery()"]
        problems("playbook('p') {\nimportPlaybook 'power.groovy'\n}") == ["2:1: 'power.groovy' is a power playbook, which is no part of another run; it is carried out on an outage, or by steward power"]
        problems("playbook('p') {\nstopBefore consumers: 'a', providers: 'b'\n$PLAY }") == [
                "2:1: this playbook does not say which UPS it is about; write onBattery ups: '…', or onBattery()",
                "3:1: a power playbook does everything in its phases, so 'play' cannot stand beside them; put it into a phase('…') { … }, or into a playbook of its own"]
    }

    def 'what is not known never compares: #condition with charge #charge'() {
        given:
        def gate = gate(condition)

        expect:
        gate.evaluate { it == Ups.NAME ? ups(charge) : null } == opens

        where:
        condition                                         | charge || opens
        'ups.charge <= 20'                                | 20.0   || true
        'ups.charge <= 20'                                | 20.5   || false
        'ups.charge <= 20'                                | null   || false
        'ups.charge > 20'                                 | null   || false
        '!(ups.charge > 20)'                              | null   || false
        '!(ups.charge > 20)'                              | 10.0   || true
        'ups.charge != 50'                                | null   || false
        'ups.charge == null'                              | null   || false
        'ups.charge in [10, 20]'                          | null   || false
        'ups.charge + 10 <= 200'                          | null   || false
        'ups.charge <= 20 || ups.onBattery'               | null   || true
        'ups.charge <= 20 && ups.onBattery'               | null   || false
        '!(ups.charge <= 20 && !ups.onBattery)'           | null   || true
        '(ups.charge <= 20 ? true : true)'                | null   || false
        '(ups.charge ?: 0) <= 20'                         | null   || true
        'ups.runtime < 5.minutes'                         | null   || false
        'ups.load >= 0'                                   | 50.0   || false
        'ups.onBatteryFor >= 90.seconds'                  | null   || true
        'ups.onBatteryFor > 1.minutes + 30.seconds'       | null   || false
        'ups.onlineFor > 0.seconds || ups.forcedShutdown || ups.emergency || ups.lowBattery' | null || false
    }

    private static Ups ups(BigDecimal charge) {
        new Ups(true, Duration.ofSeconds(90), Duration.ZERO, Optional.ofNullable(charge?.doubleValue()), Optional.empty(),
                Optional.of(Double.NaN), false, false, false)
    }

    private gate(String condition) {
        String text = "playbook('p') {\nonBattery()\nphase('a') {\nstartWhen { $condition }\n$PLAY }\n}"
        def checked = compiler.check({ text }, 'p.groovy', [:])
        assert checked.problems() == []
        checked.plan().power().get().phases()[0].startWhen().get().code()
    }

    private static String phase(String name, String more = '') {
        "phase('$name') { $more; $PLAY }".replace('{ ; ', '{ ')
    }

    private List<String> problems(String text) {
        def files = ['p.groovy': text, 'plain.groovy': "playbook('x') { $OTHER }", 'power.groovy': "playbook('x') { onBattery(); phase('a') { $PLAY } }"]
        def checked = compiler.check({ file ->
            if (!files[file]) {
                throw new NoSuchFileException(file)
            }
            files[file]
        }, 'p.groovy', [:])
        checked.problems().collect { problem ->
            assert problem.toString().startsWith('p.groovy:')
            problem.toString() - 'p.groovy:'
        }
    }
}

package dev.steward.dsl.check

import dev.steward.dsl.TestCatalog
import dev.steward.dsl.plan.EvaluationException
import dev.steward.dsl.plan.Expression
import dev.steward.dsl.plan.Scope
import dev.steward.dsl.plan.SecretRef
import dev.steward.dsl.plan.Text
import java.time.Duration
import spock.lang.Shared
import spock.lang.Specification

/** What plans hold, and what their code answers on a host. */
class RunTimeSpec extends Specification {

    @Shared PlaybookCompiler compiler = new PlaybookCompiler(new TestCatalog())

    static final Scope HOST = { name ->
        [host: [name: 'web1', vars: [list: ['a', 'b'], n: 3L, x: 'y'], facts: [distribution: 'Debian'], groups: ['web']],
         st: [exists: true, mode: '0644', changed: false, size: 5L]][name]
    }

    def 'when { #condition } is #expected on the host'() {
        given:
        def task = task("debug 'x'; when { $condition }")

        expect:
        task.keywords().when()[0].code().evaluate(HOST) == expected
        task.keywords().when()[0].source() == condition

        where:
        condition                                                 || expected
        'st.exists && flag'                                       || true
        'st.exists && !flag'                                      || false
        "host.name == 'web1' || host.vars.missing"                || true
        'host.vars.missing'                                       || null
        'host.vars.n > 2 && host.vars.n <= number'                || true
        "host.vars.list.contains('a')"                            || true
        "'b' in host.vars.list"                                   || true
        "host.vars.list.collect { it + '!' }.join(',')"           || 'a!,b!'
        "host.vars.list.every { e -> e.size() == 1 }"             || true
        "host.facts.distribution == 'Debian' ? 1 : 2"             || 1
        "host.vars.missing ?: 'none'"                             || 'none'
        'host.vars.missing?.deeper'                               || null
        'st.duration ?: wait'                                     || Duration.ofSeconds(5)
        "host.vars['list'][-1]"                                   || 'b'
        '"${host.name}:${number}"'                                || 'web1:3'
        'st.failed'                                               || null
        '-host.vars.n + 1'                                        || -2L
    }

    def 'a question without an answer fails at its place: #condition'() {
        when:
        task("debug 'x'; when { $condition }").keywords().when()[0].code().evaluate(HOST)

        then:
        def failure = thrown(EvaluationException)
        failure.message =~ message
        failure.at().line() == 7

        where:
        condition                    || message
        'host.vars.missing.deeper'   || 'null'
        'host.vars.x > 5'            || 'cannot compare text with a whole number'
        'host.vars.n.readLines()'    || "has no 'readLines'"
        'host.vars.list / 2'         || "cannot stand between"
    }

    def 'a text outside shell is collapsed where nothing is deferred'() {
        expect:
        task('debug "${number} in ${wait}"').call().arguments() == [text: '3 in 5s']
        task('debug "${number} on ${host.name}"').call().arguments().text.parts() == [new Text.Value(3), new Text.Literal(' on '), new Text.Deferred(expression('host.name'))]
        task('stat path: "/srv/${number}"').call().arguments().path instanceof String
    }

    def 'in a shell line every value stands apart'() {
        expect:
        task('shell "a ${number} ${raw(dir)} ${secret(\'s\')} ${host.name}"').call().arguments().line.parts()*.class*.simpleName ==
                ['Literal', 'Value', 'Literal', 'Raw', 'Literal', 'Secret', 'Literal', 'Deferred']
        task("shell 'ls'").call().arguments().line.parts() == [new Text.Literal('ls')]
    }

    def 'each keeps its own value for what runs later'() {
        given:
        def tasks = plan('[1, 2].each { n -> task("t${n}") { debug "${n} on ${host.name}" } }').plays()[0].tasks()[1, 2]

        expect:
        tasks*.name() == ['t1', 't2']
        tasks.collect { it.call().arguments().text.parts()[0] } == [new Text.Value(1), new Text.Value(2)]
    }

    def 'units are durations and bytes'() {
        expect:
        task("lxc vmid: 1, memory: 2.GiB, net0: [a: 1.hours, b: [1, 'x']], password: secret('p')").call().arguments().with {
            assert memory == 2L * 1024 * 1024 * 1024
            assert net0 == [a: Duration.ofHours(1), b: [1, 'x']]
            password instanceof SecretRef
        }
    }

    def 'vars are given with the type of their default: #given'() {
        expect:
        plan("task('x') { debug 1 }", given).parameters().find { it.name() == given.keySet()[0] }.value() == value

        where:
        given               || value
        [flag: 'no']        || false
        [number: '12']      || 12
        [wait: '90s']       || Duration.ofSeconds(90)
        [wait: '2.hours']   || Duration.ofHours(2)
        [dir: 'x y']        || 'x y'
        [many: 'a, b']      || ['a', 'b']
        [many: ['c']]       || ['c']
        [disk: '3GiB']      || 3L * 1024 * 1024 * 1024
    }

    def 'a value of the wrong type, or for no var, is a problem: #given'() {
        expect:
        check("task('x') { debug 1 }", given).problems()*.toString() == [problem]

        where:
        given            || problem
        [flag: 'maybe']  || "p.groovy:2:54: the value given for 'flag' is not true or false; write true or false"
        [wait: '5']      || "p.groovy:2:19: the value given for 'wait' is not a duration; write such as 90s, 5m or 2.hours"
        [nmuber: 5]      || "p.groovy:1:1: this playbook has no var 'nmuber', which was given for the run; did you mean 'number'?"
    }

    private static Expression expression(String source) {
        new Expression(source, null, null)
    }

    private task(String body) {
        plan("task('t') {\n$body\n}").plays()[0].tasks()[1]
    }

    private plan(String tasks, Map given = [:]) {
        def checked = check(tasks, given)
        assert checked.problems() == []
        checked.plan()
    }

    private Checked check(String tasks, Map given) {
        String text = """playbook('p') {
            |  vars number: 3, wait: 5.seconds, dir: '/a', x1: 1, flag: true, many: ['z'], disk: 1.GiB
            |  play('q') { hosts 'all'
            |    tasks {
            |      task('first') { stat path: '/x'; register 'st' }
            |$tasks
            |      task('late') { debug 2; register 'later2' } } } }""".stripMargin()
        compiler.check({ text }, 'p.groovy', given)
    }
}

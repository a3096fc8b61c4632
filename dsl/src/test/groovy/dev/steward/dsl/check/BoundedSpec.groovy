package dev.steward.dsl.check

import dev.steward.dsl.TestCatalog
import dev.steward.dsl.plan.EvaluationException
import dev.steward.house.Row
import dev.steward.house.Tries
import spock.lang.Shared
import spock.lang.Specification

/** What a playbook computes stays within bounds of time and memory, however little text asks for it. */
class BoundedSpec extends Specification {

    private static final String DIGITS = 'has at most 1000 digits before and behind the point'
    private static final String NUMBER = 'this number is too large or too fine'
    private static final String LIST = 'a list holds at most 100000 values'
    private static final String VALUES = 'with all that is in it this holds more than 1000000 values, or too much text'
    private static final String WORK = 'this looks at too many values'

    @Shared PlaybookCompiler compiler = new PlaybookCompiler(new TestCatalog())

    private Checked check(String body, Map given = [:], String tasks = '') {
        compiler.check({ "playbook('x') { $body\nplay('p') { hosts 'all'; tasks { $tasks } } }" as String }, 'x.groovy', given)
    }

    /** Forty vars, each of which holds the one before it twice. */
    private static String doubled(String first, String name = 'a') {
        "${name}0: $first, " + (1..40).collect { "$name$it: [$name${it - 1}, $name${it - 1}]" }.join(', ')
    }

    @Row('S-09')
    def 'what would take a gigabyte or a day is refused soon, where it stands: #what'() {
        when:
        def checked = Tries.within(what) { check("vars $vars") }

        then:
        checked instanceof Checked.Refused
        checked.problems()*.message().any { it.contains(message) }

        where:
        what                         | vars                                                                              || message
        'lists in lists, as a text'  | doubled("['x']") + ', z: "${a40}"'                                                || VALUES
        'lists in lists, flat'       | doubled("['x']") + ', z: a40.flatten()'                                           || VALUES
        'lists in lists, compared'   | doubled("['x']") + ', ' + doubled("['x']", 'b') + ', z: a40 == b40'               || VALUES
        'maps in maps'               | 'a0: [x: 1], ' + (1..40).collect { "a$it: [x: a${it - 1}, y: a${it - 1}]" }.join(', ') || VALUES
        'one text many times'        | "t: '${'x' * 3000}', l: (1..9000).collect { t }, z: l.join(',')"                  || VALUES
        'a list taken from a list'   | 'a: (1..10000).collect { [1, 2, 3, 4, 5, 6, 7, 8, 9] }.flatten(), z: a - a'       || WORK
        'a list made in each turn'   | 'a: (1..10000).collect { it }, z: (1..10000).any { x -> (a + a).size() == 1 }'    || WORK
        'a list asked in each turn'  | 'a: (1..10000).collect { it }, z: a.findAll { x -> !a.contains(x) }'              || WORK
        'a text as a number'         | "z: '1e999999999'.toBigDecimal()"                                                 || DIGITS
        'a number as it is typed'    | 'a: 1e999999999, z: "${a}"'                                                       || NUMBER
        'a number of many hours'     | 'z: 1e999999999.hours'                                                            || NUMBER
        'a divisor near nothing'     | "z: 1 / 1e-999.toString().toBigDecimal() / '1e-900'.toBigDecimal()"               || DIGITS
        'a number that wraps'        | 'z: 10000000000.5.toInteger()'                                                    || 'it is too large for a whole number'
        'a sign that wraps'          | 'a: -9223372036854775807 - 1, z: -a'                                              || 'this has no value'
    }

    @Row('S-09')
    def 'a given number of a gigabyte is refused before anything is computed with it: #given'() {
        when:
        def checked = Tries.within('given') { check('vars z: ask(1.5, "How much"), q: "${z * 2}"', [z: given]) }

        then:
        checked instanceof Checked.Refused
        checked.problems()*.message().any { it.contains("'z'") }

        where:
        given << ['1e999999999', '1e-999999999', new BigDecimal('1e999999999'), Double.POSITIVE_INFINITY, Double.NaN, '9' * 1001]
    }

    @Row('S-09')
    def 'a result of such a size fails the expression, not the run: #condition'() {
        given:
        def results = [host: [vars: [huge: new BigDecimal('1e999999999')]]]
        def checked = check('', [:], "task('t') { debug 'x'; when { $condition } }") as Checked.Accepted
        def code = checked.plan().plays()[0].tasks()[0].keywords().when()[0].code()

        when:
        Tries.within(condition) { code.evaluate { name -> results[name] } }

        then:
        def failure = thrown(AssertionError)
        failure.cause instanceof EvaluationException
        failure.message.contains(DIGITS)

        where:
        condition << ['host.vars.huge + 1 > 2', 'host.vars.huge.toString() + host.vars.huge * 2']
    }

    def 'what fits is computed as ever'() {
        expect:
        check('vars a: (1..10000).collect { [n: it, t: "host ${it}"] }, b: a.findAll { it.n > 9000 }.collect { it.t }, c: b.join(", "), d: 1e30 + 0.5, e: 12.9.toInteger(), f: "${1e5}", g: -5') instanceof Checked.Accepted
    }
}

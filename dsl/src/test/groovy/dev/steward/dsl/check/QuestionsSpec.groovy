package dev.steward.dsl.check

import dev.steward.dsl.TestCatalog
import dev.steward.dsl.plan.Parameter
import java.nio.file.NoSuchFileException
import java.time.Duration
import spock.lang.Shared
import spock.lang.Specification

/** What ask says of a var beyond its default, and what holds every value given for it to that. */
class QuestionsSpec extends Specification {

    @Shared PlaybookCompiler compiler = new PlaybookCompiler(new TestCatalog())

    private Checked check(String vars, Map given = [:]) {
        compiler.check({ file -> if (file != 'p.groovy') throw new NoSuchFileException(file); "playbook('p') { vars $vars }" as String }, 'p.groovy', given)
    }

    private Parameter one(String vars, Map given = [:]) {
        def checked = check(vars, given)
        assert checked.problems() == []
        (checked as Checked.Accepted).plan().parameters()[0]
    }

    private List<String> wrong(String vars, Map given = [:]) { check(vars, given).problems()*.toString() }

    def 'it says label, help, choices, limits and whether it must be given'() {
        when:
        def size = one("size: ask('small', 'Which size', help: 'large costs more', choices: ['small', 'large'])")
        def wait = one("wait: ask(5.minutes, 'How long', min: 1.minutes, max: 1.hours)")
        def ticket = one("ticket: ask('', 'Ticket', required: true)")

        then:
        with(size) { label() == 'Which size' && asked().help() == 'large costs more' && asked().choices() == ['small', 'large'] && !missing() }
        with(wait.asked()) { least().get() == Duration.ofMinutes(1) && most().get() == Duration.ofHours(1) }
        ticket.missing()
        !one("ticket: ask('', 'Ticket', required: true)", [ticket: 'T-1']).missing()
    }

    def 'what is given is held to it: #given of #vars'() {
        expect:
        wrong(vars, [v: given]) == ["p.groovy:1:22: the value given for 'v' is $says" as String]

        where:
        vars                                                  | given      || says
        "v: ask('a', 'V', choices: ['a', 'b'])"               | 'c'        || "'c', but one of a, b is expected"
        "v: ask(['a'], 'V', choices: ['a', 'b'])"             | ['a', 'c'] || "'c', but one of a, b is expected"
        "v: ask(['a'], 'V', choices: ['a', 'b'])"             | 'b,c'      || "'c', but one of a, b is expected"
        "v: ask(3, 'V', min: 1, max: 5)"                      | 6          || 'more than 5'
        "v: ask(3, 'V', min: 1, max: 5)"                      | '0'        || 'less than 1'
        "v: ask(5.minutes, 'V', min: 1.minutes)"              | '30s'      || 'less than 1m'
        "v: ask(2.GiB, 'V', max: 4.GiB)"                      | '8GiB'     || 'more than 4294967296'
    }

    def 'what it takes it takes: #given of #vars'() {
        expect:
        one(vars, [v: given]).value() == value

        where:
        vars                                       | given || value
        "v: ask('a', 'V', choices: ['a', 'b'])"    | 'b'   || 'b'
        "v: ask(['a'], 'V', choices: ['a', 'b'])"  | 'a,b' || ['a', 'b']
        "v: ask(3, 'V', choices: [1, 3])"          | '1'   || 1
        "v: ask(5.minutes, 'V', max: 1.hours)"     | '1h'  || Duration.ofHours(1)
    }

    def 'what cannot be asked is a problem where it stands: #vars'() {
        expect:
        wrong(vars)*.replaceAll(/^p.groovy:1:\d+: /, '') == [says]

        where:
        vars                                            || says
        "v: ask('a', 'V', choises: ['a'])"              || "ask has no 'choises'; did you mean 'choices'?"
        "v: ask('a', 'V', choices: [])"                 || "'choices' of ask is a list of the values there are: choices: ['small', 'large']"
        "v: ask('c', 'V', choices: ['a', 'b'])"         || "the default of 'v' is 'c', but one of a, b is expected"
        "v: ask('a', 'V', choices: ['a', 1])"           || "each of the 'choices' of ask is of the type of the default; those of a list are texts"
        "v: ask(true, 'V', choices: [true])"            || "'choices' of ask is for texts, numbers, durations, sizes and lists"
        "v: ask('a', 'V', min: 1)"                      || "'min' of ask is for numbers, durations and sizes"
        "v: ask(5.minutes, 'V', min: 1)"                || "'min' of ask is of the type of the default"
        "v: ask(9, 'V', max: 5)"                        || "the default of 'v' is more than 5"
        "v: ask(3, 'V', min: 5, max: 1)"                || "'max' of ask is less than its 'min'"
        "v: ask(3, 'V', required: true)"                || "'required' of ask is for texts and lists; anything else has a value always"
        "v: ask('', 'V', required: 'yes')"              || "'required' of ask is true or false"
        "v: ask('', 'V', help: 3)"                      || "'help' of ask is a text"
        "v: ask('')"                                    || "ask takes a default and a label: ask(false, 'Reboot if needed')"
    }
}

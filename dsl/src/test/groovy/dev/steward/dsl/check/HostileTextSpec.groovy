package dev.steward.dsl.check

import dev.steward.dsl.TestCatalog
import dev.steward.house.Row
import dev.steward.house.Tries
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification

/** Texts that nobody wrote by hand: each is taken or refused with a reason, soon, and nothing of it is carried out. */
class HostileTextSpec extends Specification {

    private static final List<String> PIECES = ['{', '}', '(', ')', '[', ']', "'", '"', '"""', '/', '$', '${', '*.', '?.', '.&', '::', '->', '@', ';', '\\', '\\u000a', '\u0000', '\u202e', '/*', '*/', '//', '<<', '..',
                                                'new ', 'class X { static { } }', '@Grab("a:b:1") ', 'import java.io.*\n', 'this.', 'it.', 'evaluate ', 'while (true) { }', '"$x"', 'System.exit(1)', 'null', '-1', '1e999', '0x7fffffffffffffff',
                                                '9' * 400, 'goto ', 'throw ', 'return ', 'def ', 'x = ', '1.hours', "include 'x.groovy'", "vars a: 1\n", "hosts 'all'\n", "play('x') { }\n", "task('x') { debug msg: 'x' }\n"]

    private static final Path CANARY = Path.of('target/canary-of-texts')

    @Shared PlaybookCompiler compiler = new PlaybookCompiler(new TestCatalog())
    /** Not the long ones: each check of those takes its time. */
    @Shared List<String> shipped = texts(Path.of('../playbooks')).findAll { it.length() < 5_000 }
    /** With a canary of their own: the other spec, which may run at the same time, lets its canary be written on purpose. */
    @Shared List<String> hostile = texts(HostileSpec.FOLDER)*.replace('target/canary', CANARY as String)

    private static List<String> texts(Path folder) {
        Files.list(folder).withCloseable { it.filter { f -> f.toString().endsWith('.groovy') }.sorted().toList() }.collect { Files.readString(it) }
    }

    def cleanup() {
        assert !Files.deleteIfExists(CANARY)
    }

    @Row('S-09')
    def 'a shipped playbook that was damaged is taken or refused with a reason at a place'() {
        given:
        int refused = 0

        when:
        Tries.of(60) { Random random ->
            refused += refuses(Tries.damaged(shipped[random.nextInt(shipped.size())], random, PIECES)) ? 1 : 0
        }

        then:
        System.getProperty('steward.seed') || refused > 20
    }

    @Row('S-09')
    def 'what wants to act is not carried out where it is put into a playbook, whatever surrounds it'() {
        when:
        Tries.of(60) { Random random ->
            def lines = hostile[random.nextInt(hostile.size())].readLines().findAll { !it.startsWith('//') }
            int from = random.nextInt(lines.size())
            String piece = lines.subList(from, Math.min(lines.size(), from + 1 + random.nextInt(6))).join(random.nextBoolean() ? '\n' : ' ')
            String whole = shipped[random.nextInt(shipped.size())]
            def places = (0..<whole.length()).findAll { whole.charAt(it) in ['{' as char, '\n' as char, ' ' as char, '(' as char, ',' as char] }
            int at = places[random.nextInt(places.size())] + 1
            refuses(whole.substring(0, at) + piece + whole.substring(at))
            assert !Files.exists(CANARY): piece
        }

        then:
        !Files.exists(CANARY)
    }

    @Row('S-09')
    def 'arbitrary text is refused: #kind'() {
        expect:
        Tries.of(40) { Random random ->
            assert refuses((0..random.nextInt(400)).collect { piece(random) }.join(''))
        }

        where:
        kind          | piece
        'characters'  | { Random r -> (char) r.nextInt(0x10000) }
        'words'       | { Random r -> PIECES[r.nextInt(PIECES.size())] + ' ' }
        'punctuation' | { Random r -> '(){}[]<>\'"`$@#%&*+-=/\\|~^?!.,:; \n'[r.nextInt(33)] }
    }

    @Row('S-09')
    def 'what is deep, long or huge is refused soon: #what'() {
        expect:
        Tries.within(what) { refuses("playbook('x') { $body; play('p') { hosts 'all' } }") }

        where:
        what                      | body
        'parentheses'             | 'vars a: ' + '(' * 5_000 + '1' + ')' * 5_000
        'not not not'             | 'vars a: ' + '!' * 3_900 + 'true'
        'minus minus minus'       | 'vars a: ' + '- ' * 1_900 + '1'
        'maps in maps'            | 'vars a: ' + '[a: ' * 3_000 + '1' + ']' * 3_000
        'closures in closures'    | 'vars a: [1].collect ' + '{ [1].collect ' * 500 + '{ 1 }' + ' }' * 500
        'texts in texts'          | 'vars a: ' + '"${' * 800 + '1' + '}"' * 800
        'a ladder of ternaries'   | 'vars a: ' + 'true ? 1 : ' * 900 + '1'
        'a chain of calls'        | "vars a: 'x'" + '.trim()' * 900
        'a chain of indexes'      | 'vars a: [1]' + '[0]' * 1_900
        'a number of many digits' | 'vars a: ' + '9' * 200_000
        'a number of a power'     | 'vars a: 9999999 ** 9999999'
        'a decimal of a power'    | 'vars a: 1e999999999 + 1'
        'a text times a number'   | "vars a: 'x' * 2000000000"
        'a list times a number'   | 'vars a: [1] * 2000000000'
        'a text padded'           | "vars a: 'x'.padLeft(2000000000)"
        'shifted far'             | 'vars a: 1G << 2000000000'
        'a regex that goes back'  | "vars a: ('a' * 40) ==~ /(a+a+)+b/"
        'a replace of a regex'    | "vars a: ('a' * 40).replaceAll('(a+a+)+b', '')"
        'a comment without end'   | '/' + '*' * 100_000
        'a label of labels'       | 'a: ' * 3_000 + 'vars a: 1'
        'a name of many letters'  | 'vars ' + 'a' * 250_000 + ': 1'
        'many plays'              | "play('p') { hosts 'all' }\n" * 9_000
        'many blocks'             | "play('q') { hosts 'all'; tasks { " + "block('b') { " * 900 + '}' * 900 + ' } }'
    }

    private boolean refuses(String text) {
        Checked checked = compiler.check({ file -> file == 'x.groovy' ? text : Files.readString(Path.of('../playbooks', file)) }, 'x.groovy', [:])
        assert checked instanceof Checked.Accepted || checked.problems()
        assert checked.problems().every { it.message() && it.at().line() > 0 && !(it.message() =~ /Exception|\bat (java|groovy|dev)\./) }: checked.problems()
        checked instanceof Checked.Refused
    }
}

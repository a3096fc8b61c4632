package dev.steward.dsl.check

import dev.steward.dsl.TestCatalog
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Whatever stands in a file, checking it ends soon and answers with problems. */
class RobustnessSpec extends Specification {

    @Shared PlaybookCompiler compiler = new PlaybookCompiler(new TestCatalog())

    @TempDir Path dir

    @Timeout(20)
    def '#what is a problem at a place'() {
        given:
        Path file = dir.resolve('x.groovy')
        Files.write(file, text instanceof byte[] ? text : text.getBytes(StandardCharsets.UTF_8))

        when:
        List<Problem> problems = compiler.check(file, [:]).problems()

        then:
        !problems.empty
        problems[0].at().file() == file.toString()
        problems[0].at().line() == line
        problems[0].at().column() == column
        problems[0].message() =~ message

        where:
        what                      | text                                                     || line | column | message
        'an empty file'           | ''                                                       || 1    | 1      | 'holds no playbook'
        'a comment'               | '// nothing\n'                                           || 1    | 1      | 'holds no playbook'
        'bytes that are no UTF-8' | [0x61, 0x0a, 0x62, 0xff, 0x63] as byte[]                  || 2    | 2      | 'not UTF-8'
        'zero bytes'              | 'playbook("x") {\u0000}'                                 || 1    | 16     | 'nexpected'
        'a missing brace'         | "playbook('x') {\n"                                      || 2    | 1      | 'nexpected'
        'an open text'            | "playbook('x"                                            || 1    | 10     | 'nexpected'
        'a long sum'              | "playbook('x') { vars a: ${'1+' * 20_000}1 }"            || 1    | 1      | 'at most 4000 characters'
        'a sum of many lines'     | "playbook('x') { vars a: ${'1+\n' * 20_000}1 }"          || 101  | 1      | 'too long'
        'deep brackets'           | "playbook('x') { vars a: ${'[' * 3_000}${']' * 3_000} }" || 1    | 1      | 'nested too deeply'
        'deep braces'             | "a {" * 2_000 + '}' * 2_000                              || 1    | 1      | 'nested too deeply'
        'a very long file'        | '// x\n' * 60_000                                        || 1    | 1      | 'at most 262144'
        'many problems'           | "playbook('x') {\n" + "  nope 1\n" * 1_000 + '}'          || 2    | 3      | 'unknown word'
    }

    def 'a path that holds no file is a problem: #what'() {
        expect:
        compiler.check(path(dir), [:]).problems()*.message().every { it =~ message }
        compiler.check(path(dir), [:]) instanceof Checked.Refused

        where:
        what          | path                                  || message
        'nothing'     | { Path d -> d.resolve('no.groovy') }  || 'there is no file'
        'a folder'    | { Path d -> d }                       || 'cannot be read'
        'a device'    | { Path d -> Path.of('/dev/zero') }    || 'cannot be read'
    }

    def 'a playbook that would go on for ever is stopped: #what'() {
        expect:
        check("playbook('x') { $body; play('p') { hosts 'all' } }").problems()*.message().any { it =~ message }

        where:
        what               | body                                                                       || message
        'nested collects'  | 'vars a: (1..9999).collect { (1..9999).collect { 1 } }'                    || 'steps'
        'a huge range'     | 'vars a: (1..2000000000)'                                                  || 'range'
        'a huge text'      | "def a = (1..9999).collect { 'xxxxxxxxxxxxxxxx' }.join('${'x' * 200}')"    || 'text holds'
        'a list of lists'  | 'vars a: (1..9000).collect { (1..19).collect { 1 } }.flatten()'            || 'list holds|steps'
    }

    def 'a file of a byte order mark and Windows line ends is read'() {
        given:
        Path file = dir.resolve('x.groovy')
        Files.writeString(file, "\uFEFFplaybook('x') {\r\n  play('p') {\r\n    hosts 'all'\r\n  }\r\n}\r\n")

        expect:
        compiler.check(file, [:]).problems() == []
    }

    def 'random damage to a playbook never throws, and every refusal says why'() {
        given:
        def random = new Random(20261121)
        String whole = Files.readString(Path.of('src/test/resources/plans/everything.groovy'))

        when:
        List<Checked> checked = (1..40).collect {
            def text = new StringBuilder(whole)
            (1..(1 + random.nextInt(4))).each { damage(text, random) }
            check(text.toString())
        }

        then:
        checked.every { it instanceof Checked.Accepted || !it.problems().empty }
        checked.count { it instanceof Checked.Refused } > 15
    }

    def 'several threads check at once'() {
        given:
        def pool = Executors.newFixedThreadPool(4)
        Path file = Path.of('src/test/resources/plans/everything.groovy')
        def expected = compiler.check(file, [:])

        when:
        def all = pool.invokeAll((1..16).collect { { -> compiler.check(file, [:]) } as Callable })*.get()

        then:
        all.every { it == expected }

        cleanup:
        pool?.shutdownNow()
    }

    private static void damage(StringBuilder text, Random random) {
        int from = random.nextInt(text.length() - 30)
        switch (random.nextInt(4)) {
            case 0: text.delete(from, from + 1 + random.nextInt(6)); break
            case 1: text.insert(from, '(){}[]\'"$*.:,;@~&|'.charAt(random.nextInt(18))); break
            case 2: text.insert(from, text.substring(from, from + random.nextInt(30))); break
            default: text.setCharAt(from, (char) (32 + random.nextInt(95)))
        }
    }

    private Checked check(String text) {
        compiler.check({ file ->
            if (file == 'x.groovy') {
                return text
            }
            Files.readString(Path.of('src/test/resources/plans', file))
        }, 'x.groovy', [:])
    }
}

package dev.steward.dsl.check

import dev.steward.dsl.TestCatalog
import java.nio.file.NoSuchFileException
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** What Groovy's parser refuses: all of it in one report with what else is wrong, and nothing that only follows from it. */
class SyntaxSpec extends Specification {

    @Shared PlaybookCompiler compiler = new PlaybookCompiler(new TestCatalog())

    private List<String> found(String text, Map<String, String> others = [:]) {
        compiler.check({ file ->
            if (file == 'p.groovy') { return text }
            others[file] ?: { throw new NoSuchFileException(file) }()
        }, 'p.groovy', [:]).problems().collect { "${it.at().line()}:${it.at().column()}" as String }
    }

    static String tasks(String... tasks) {
        "playbook('p') {\n  play('q') {\n    hosts 'all'\n    tasks {\n" + tasks.collect { "      $it\n" }.join() + '    }\n  }\n}\n'
    }

    def '#what: #places'() {
        expect:
        found(tasks(*lines)) == places

        where:
        what                                   | lines                                                                                    || places
        'one slip'                             | ["task('a') { debug 'x }"]                                                              || ['5:25']
        'two texts that are not closed'        | ["task('a') {", "debug 'x", "}", "task('b') {", "debug 'y", "}"]                         || ['6:13', '9:13']
        'two slips in two tasks'               | ["task('a') { stat path: }", "task('b') { debug 'x' }", "task('c') { debug 1 +* 2 }"]    || ['5:30', '7:27']
        'two slips in one task'                | ["task('a') {", "debug 1 +* 2", "when { host.name == }", "}"]                            || ['6:16', '7:26']
        'a slip and a wrong word'              | ["task('a') { stat path: }", "task('b') { atp name: 'x' }"]                              || ['5:30', '6:19']
        'a slip before a wrong parameter'      | ["task('a') { debug 1 +* 2 }", "task('b') { apt upgrade: 'dits' }"]                      || ['5:28', '6:32']
        'what a refused task registers'        | ["task('a') { stat path: '/x'; register 'st', }", "task('b') { when { st.exists }; debug 'x' }"] || ['5:51']
        'an unknown name is still told'        | ["task('a') { stat path: }", "task('b') { debug nobody }"]                               || ['5:30', '6:25']
        'a statement over several lines'       | ["task('a') { debug 1 +* 2 }", "task('b') {", "apt upgrade: 'dist',", "  updateCache: true", "debug host.nmae", "}"] || ['5:28', '9:7', '9:18']
        'a block with its rescue'              | ["block('x') {", "task('a') { debug 1 +* 2 }", "} rescue {", "task('b') { debug 3 +* 4 }", "}"] || ['6:28', '8:27']
        'braces in texts and comments'         | ["task('a') { debug '}{' } // }", "task('b') { debug 1 +* 2 } /* { */", "task('c') { debug 3 +* 4 }"] || ['6:28', '7:27']
    }

    def 'a brace too few is told once, with its count'() {
        given:
        def problems = compiler.check({ "playbook('p') {\n  play('q') {\n    hosts 'all'\n    tasks { task('a') { debug 1 +* 2 }\n  }\n}\n" }, 'p.groovy', [:]).problems()

        expect:
        problems.size() == 1
        problems[0].suggestion().get().contains("is one missing?")
    }

    def 'slips of an imported file are told beside those of the playbook'() {
        expect:
        found("playbook('p') {\n  importPlaybook 'q.groovy'\n  play('x') {\n    hosts 'all'\n    forks 1 +* 2\n  }\n}\n",
                ['q.groovy': "playbook('q') { play('y') { hosts 'all'; forks 3 +* 4 } }"]) == ['5:14', '1:51']
    }

    @Timeout(20)
    def 'many slips end soon'() {
        expect:
        found(tasks((1..2_000).collect { "task('t$it') { debug 1 +* 2 }" as String }.join('\n'))).size() >= 1
    }
}

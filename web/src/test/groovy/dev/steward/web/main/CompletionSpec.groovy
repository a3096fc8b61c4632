package dev.steward.web.main

import dev.steward.house.Row
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What bash completes, asked of bash itself. */
@Timeout(60)
class CompletionSpec extends Specification {

    @TempDir @Shared Path dir
    @Shared Path script

    def setupSpec() {
        script = Files.writeString(dir.resolve('steward'), said('completion', 'bash')[1])
    }

    static List said(String... words) {
        def out = System.out, err = System.err
        def text = new ByteArrayOutputStream(), wrong = new ByteArrayOutputStream()
        System.out = new PrintStream(text, true)
        System.err = new PrintStream(wrong, true)
        try {
            [new Program([:]).execute(words), text.toString(), wrong.toString()]
        } finally {
            System.out = out
            System.err = err
        }
    }

    /** What Tab offers behind these words; the last is the begun one. */
    List<String> offered(List<String> words) {
        def line = words.join(' ')
        def ask = """
            . '$script'
            COMP_WORDS=(${words.collect { "'$it'" }.join(' ')}); COMP_CWORD=${words.size() - 1}; COMP_LINE='$line'; COMP_POINT=${line.size()}
            _complete_steward steward '${words[-1]}' '${words.size() > 1 ? words[-2] : ''}'
            printf '%s\\n' "\${COMPREPLY[@]}"
            """
        def bash = new ProcessBuilder('bash', '--noprofile', '--norc', '-c', ask).directory(dir.toFile()).redirectErrorStream(true).start()
        def lines = bash.inputStream.text.readLines()*.trim().findAll { it }
        bash.waitFor()
        lines
    }

    @Row('S-15')
    def 'bash completes verbs, what is below them, and options: #words'() {
        expect:
        offered(words).containsAll(wanted)

        where:
        words                                 || wanted
        ['steward', 'pow']                    || ['power']
        ['steward', '']                       || ['run', 'check', 'plan', 'serve', 'power', 'patch', 'completion', 'demo', 'vault', 'git']
        ['steward', 'power', 're']            || ['rehearse', 'recover', 'report']
        ['steward', 'run', '--lim']           || ['--limit']
        ['steward', 'runs', 'retry', '--as-'] || ['--as-recorded', '--as-now']
        ['steward', 'inventory', 'dr']        || ['drift']
        ['steward', 'completion', '']         || ['bash']
    }

    def 'another shell is told which there is'() {
        expect:
        with(said('completion', 'fish')) {
            it[0] == 5
            it[2].contains("expected one of [bash]")
        }
    }
}

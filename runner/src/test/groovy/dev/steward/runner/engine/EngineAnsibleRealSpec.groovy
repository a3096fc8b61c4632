package dev.steward.runner.engine

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.Future
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The same work by Debian's ansible-playbook and by our engine: recap lines and exit codes are equal. */
class EngineAnsibleRealSpec extends Specification {

    @TempDir Path dir
    @Shared @TempDir Path theirDir
    @Shared @AutoCleanup('shutdownNow') ExecutorService threads = Executors.newFixedThreadPool(2)
    /** What Ansible made of each case. Its start takes longest of all, so all of them run while our engine does. */
    @Shared Map<String, Future<List>> theirs

    def setupSpec() {
        assert new ProcessBuilder("sh", "-c", "command -v ansible-playbook").start().waitFor() == 0: "apt-get install ansible-core"
        theirs = AnsibleCases.ALL.withIndex().collectEntries { example, i ->
            [example[0], threads.submit({ -> ansible(i, example[1], example[2]) } as Callable<List>)]
        }
        assert theirs.size() == AnsibleCases.ALL.size()
    }

    private List ansible(int number, List<String> args, String plays) {
        new PairRuns(Files.createDirectory(theirDir.resolve(number as String))).withCloseable { it.ansible(EngineAnsibleRealSpec.plays(plays), args) }
    }

    def 'as Ansible: #what'() {
        given:
        PairRuns pair = new PairRuns(dir)
        String script = "playbook('x') {\n" + steward.split(/(?m)^---$/).withIndex().collect { body, i -> "play('p$i') {\n$body\n}\n" }.join('').replace('@DIR@', dir.toString()) + '}\n'

        expect:
        pair.steward(script, options(args)) == theirs[what].get()

        cleanup:
        pair?.close()

        where:
        what << AnsibleCases.ALL*.get(0)
        args << AnsibleCases.ALL*.get(1)
        steward << AnsibleCases.ALL*.get(3)
    }

    /** Play bodies separated by ---, each its keywords and tasks. */
    private static String plays(String bodies) {
        bodies.split(/(?m)^---$/).collect { body ->
            '- gather_facts: false\n' + body.readLines().findAll { it.trim() }.collect { '  ' + it + '\n' }.join('')
        }.join('')
    }

    private static RunOptions options(List<String> args) {
        def value = { String flag -> args.contains(flag) ? Optional.of(args[args.indexOf(flag) + 1]) : Optional.<String> empty() }
        new RunOptions(value('--limit'), value('--tags').map { it.split(',') as List }.orElse([]),
                value('--skip-tags').map { it.split(',') as List }.orElse([]), args.contains('--check'), false,
                Optional.empty(), Optional.empty(), false, Optional.empty())
    }
}

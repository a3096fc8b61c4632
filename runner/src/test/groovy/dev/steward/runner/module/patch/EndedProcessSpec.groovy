package dev.steward.runner.module.patch

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** What the scripts of detached work take for a process that is at work. */
class EndedProcessSpec extends Specification {

    @TempDir Path dir

    private static String functions(String file, String begin, String end) {
        String text = EndedProcessSpec.getResource("/dev/steward/runner/module/$file").text
        text.substring(text.indexOf(begin), text.indexOf('\n}', text.indexOf(end)) + 2)
    }

    def 'a process that has ended is none, though its parent never asks for it: #file'() {
        given: 'the first process of a container may reap nobody; its child runs, then it is ended'
        def parent = new ProcessBuilder('sh', '-c', 'sleep 100 & echo $!; exec sleep 100').start()
        long child = parent.inputStream.newReader().readLine() as long
        String script = "${functions(file, begin, 'lives()')}\nlives '$dir/pid' && echo lives || echo ended"
        Files.writeString(dir.resolve('pid'), "$child ${new File("/proc/$child/stat").text.replaceAll(/.*\) /, '').split(' ')[19]}\n")
        def said = { new ProcessBuilder('sh', '-c', script).start().inputStream.text.strip() }

        expect:
        said() == 'lives'

        when:
        ProcessHandle.of(child).get().destroyForcibly()
        new PollingConditions(timeout: 10).eventually { assert new File("/proc/$child/stat").text.contains(') Z ') }

        then:
        said() == 'ended'

        cleanup:
        parent.destroyForcibly()

        where:
        file            | begin
        'patch-base.sh' | 'since()'
        'job.sh'        | 'started()'
    }
}

package dev.steward.runner.connection.shell

import dev.steward.runner.connection.RunAs
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Numbers of processes are given out again. Needs root: a process namespace of its own, in which the next number is said. */
@Timeout(60)
class ReusedPidRealSpec extends Specification {

    @TempDir Path folder

    /** Arguments: the folder, the line that starts a shell. Says whether a stranger lives on when the link has ended. */
    static final String SCRIPT = '''
        cd "$1"; mkfifo in
        sh -c "$2" <in >out 2>err & program=$!
        exec 9>in; cat lines >&9
        MEANWHILE
        sleep 60 9>&- & stranger=$!
        exec 9>&-
        i=0; while [ $i -lt 30 ] && kill -0 $stranger 2>/dev/null; do sleep .1; i=$((i+1)); done
        kill -0 $stranger 2>/dev/null && alive=yes || alive=no
        echo "same number: $([ $stranger = $program ] && echo yes || echo no), stranger lives: $alive"
        kill -9 $stranger 2>/dev/null
    '''

    private String answer(String program, String meanwhile) {
        Files.writeString(folder.resolve('lines'), Protocol.SUPERVISOR + "\n1 0\n" + program + "\n")
        def running = new ProcessBuilder('unshare', '--pid', '--fork', '--mount-proc', 'sh', '-c', SCRIPT.replace('MEANWHILE', meanwhile),
                'sh', folder as String, Protocol.line(RunAs.LOGIN, 'root')).redirectErrorStream(true).start()
        assert running.waitFor(30, TimeUnit.SECONDS)
        running.inputStream.text.trim()
    }

    def 'when the link ends, whoever has the number of a program that is over by now lives on'() {
        expect:
        answer(':', 'wait $program; sleep .1; echo $((program-1)) >/proc/sys/kernel/ns_last_pid') == 'same number: yes, stranger lives: yes'
    }

    def 'a program that runs still ends with its link, and nobody else does'() {
        when:
        def said = answer('echo $$ >pid; sleep 50', 'while [ ! -s pid ]; do sleep .1; done')

        then:
        said == 'same number: no, stranger lives: yes'
    }
}

package dev.steward.runner.connection.shell

import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionContractSpec
import dev.steward.runner.connection.Output
import dev.steward.runner.time.SystemTime
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared

class LocalSpec extends ConnectionContractSpec {

    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @Shared Connection local = new ShellConnection(new Local(threads), new SystemTime(), threads, {})

    @Override
    Connection connection() { local }

    def 'what ignores the first signal is killed a second later by the clock, however many processes the machine has'() {
        given: 'looking for descendants once reads every process of the machine'
        def many = new ProcessBuilder('sh', '-c', 'i=0; while [ $i -lt 800 ]; do sleep 100 & i=$((i+1)); done; echo up; wait').start()
        assert many.inputReader().readLine() == 'up'

        when:
        double obedient = killed('echo up; exec sleep 1000')
        double deaf = killed('trap "" TERM; echo up; while :; do sleep 0.2; done')

        then:
        deaf < 2 + 2 * obedient

        cleanup:
        many?.descendants()?.each { it.destroyForcibly() }
        many?.destroyForcibly()
    }

    /** How long the kill of a script takes, in seconds. */
    private double killed(String script) {
        def up = new CountDownLatch(1)
        def gone = new CompletableFuture<Long>()
        def thread = Thread.start {
            try {
                connection().run(Command.script(script), { a, b, c -> up.countDown() } as Output)
            } catch (InterruptedException ended) {
                gone.complete(System.nanoTime())
            }
        }
        assert up.await(20, TimeUnit.SECONDS)
        long asked = System.nanoTime()
        thread.interrupt()
        (gone.get(60, TimeUnit.SECONDS) - asked) / 1e9
    }
}

package dev.steward.runner.module.power

import dev.steward.house.Row
import dev.steward.runner.module.ModuleTry
import java.nio.file.Files
import java.time.Duration
import java.util.concurrent.TimeUnit

/** waitForJobs on processes of this machine. */
class ProcessesSpec extends ModuleTry {

    List<Process> begun = []
    String name = "job-${UUID.randomUUID().toString().take(18)}"

    void cleanup() { begun*.destroyForcibly() }

    private Process begin(String seconds, String trap = '') {
        def script = Files.writeString(folder.resolve(name), "#!/bin/sh\n$trap\nsleep $seconds &\nwait\n")
        script.toFile().executable = true
        begun << new ProcessBuilder(script as String).start()
        begun.last()
    }

    @Row('F-32')
    def 'a process is waited for by its name, though it is longer than the kernel keeps, and without cost where there is none'() {
        given:
        begin('2')

        when:
        def outcome = call('waitForJobs', processes: [name], timeout: Duration.ofSeconds(20))

        then:
        ok(outcome)
        outcome.message() == 'nothing runs any more'
        !begun[0].alive
        target.connection.trips == 1
        ok(call('waitForJobs', processes: [name, 'rsync-of-another-world']))
    }

    def 'one that does not end in time is a failure, is left, or is asked to end, as is said'() {
        given:
        def job = begin('60')

        when:
        def failed = call('waitForJobs', processes: [name], timeout: Duration.ofSeconds(1))
        def left = call('waitForJobs', processes: [name], timeout: Duration.ofSeconds(1), onTimeout: 'leave')

        then:
        failed.message() == "still running: $name (process ${job.pid()})"
        left.message() == "left running: $name (process ${job.pid()})"
        job.alive

        when:
        checking()
        def dry = call('waitForJobs', processes: [name], onTimeout: 'abort')
        target.check = false

        then:
        dry.message() == "would wait for $name (process ${job.pid()})"
        job.alive

        when:
        def aborted = call('waitForJobs', processes: [name], timeout: Duration.ofSeconds(1), onTimeout: 'abort')

        then:
        changed(aborted)
        aborted.message() == "aborted: $name (process ${job.pid()})"
        job.waitFor(5, TimeUnit.SECONDS)
    }
}

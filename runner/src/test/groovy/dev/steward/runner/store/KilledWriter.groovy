package dev.steward.runner.store

import static dev.steward.runner.store.StoreFixture.*

import java.nio.file.Path

/** A process of its own that works on a run and prints the number of every acknowledged event, until it is killed. */
class KilledWriter {

    static void main(String[] args) {
        def fixture = new StoreFixture(Path.of(args[0]))
        def log = fixture.begin(text: UUID.randomUUID().toString())
        long run = fixture.lastRun
        def hosts = (1..4).collect { "h$it" as String }
        acknowledge(run, log.append(started()))
        log.append(play(hosts))
        hosts.each { host ->
            Thread.start {
                for (int step = 0; step < 1_000_000; step++) {
                    acknowledge(run, log.append(taskStarted(host, "0.$step")))
                    3.times { log.append(output(host, 'a line of output')) }
                    acknowledge(run, log.append(taskFinished(host, dev.steward.runner.event.Status.OK, '', "0.$step")))
                }
            }
        }
    }

    /** One write, so that a line is whole or not there. */
    private static void acknowledge(long run, long number) {
        System.out.write("$run $number\n".getBytes('UTF-8'))
        System.out.flush()
    }
}

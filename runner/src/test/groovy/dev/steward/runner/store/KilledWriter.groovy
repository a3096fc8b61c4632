package dev.steward.runner.store

import static dev.steward.runner.store.StoreFixture.*

import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.secret.Secret
import java.nio.file.Path

/** A process of its own that works on a run and prints the number of every acknowledged event, until it is killed. */
class KilledWriter {

    static final String SERVER = 'KILLED_WRITER_SERVER'
    static final String PASSWORD = 'KILLED_WRITER_PASSWORD'

    /** @param args the state directory; in the environment where its history is, if not there */
    static void main(String[] args) {
        String url = System.getenv(SERVER)
        if (url) {
            StoreFixture.server = { Path folder -> Optional.of(new StoreConfig(url, Optional.of(new Secret(System.getenv(PASSWORD))), Optional.empty(), Optional.empty())) }
        }
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

package dev.steward.web

import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.RemoteFile
import dev.steward.runner.connection.Result
import dev.steward.runner.connection.RunAs
import dev.steward.runner.follow.Doors
import dev.steward.runner.follow.Follow
import dev.steward.runner.proxmox.act.ActingSource
import dev.steward.runner.proxmox.act.Means
import dev.steward.runner.proxmox.estate.Estates
import dev.steward.runner.proxmox.task.Tasks
import dev.steward.runner.proxmox.task.UpidStore
import dev.steward.runner.secret.TextMasker
import dev.steward.runner.time.SystemTime
import dev.steward.web.parts.GuestParts
import java.nio.charset.StandardCharsets
import java.time.Duration
import java.util.concurrent.atomic.AtomicInteger

/** What looks at the guests of simulated clusters; the hosts themselves say the same line whatever they are asked, live again and again. */
class GuestDoors {

    final AtomicInteger running = new AtomicInteger()
    final List<List<String>> asked = [].asSynchronized()

    GuestParts parts(Estates estates) {
        def time = new SystemTime()
        Doors doors = { subject, live -> new Doors.Door(new Said(), RunAs.LOGIN, {}) }
        new GuestParts(new Follow(estates, [:], doors, new TextMasker(), time, {}), new ActingSource() {
            List<String> names() { estates.names() }

            Means of(String cluster) { new Means(estates.api(cluster), new Tasks(UpidStore.NONE, time), time, Duration.ofSeconds(60)) }
        })
    }

    private class Said implements Connection {

        @Override
        Result run(Command command, Output output) {
            def words = command.body() instanceof Command.Argv ? command.body().words() : ['?']
            asked << words
            def live = words.contains('-f') || words.contains('-F')
            running.incrementAndGet()
            try {
                say(output, words[0] == '?' ? 'systemd gnu -\n' : "line of ${words[0]}\n")
                while (live) {
                    new SystemTime().sleep(Duration.ofMillis(50))
                    say(output, 'again\n')
                }
            } finally {
                running.decrementAndGet()
            }
            def out = words[0] == '?' ? 'systemd gnu -\n' : ''
            new Result(Result.End.EXITED, 0, out.bytes, new byte[0], false, Duration.ZERO)
        }

        private static void say(Output output, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8)
            output.accept(Output.Stream.STDOUT, bytes, bytes.length)
        }

        @Override
        void put(InputStream source, RemoteFile file) { throw new UnsupportedOperationException() }

        @Override
        void get(String path, RunAs as, OutputStream target) { throw new UnsupportedOperationException() }

        @Override
        void reset() { }

        @Override
        String route() { 'said' }

        @Override
        void close() { }
    }
}

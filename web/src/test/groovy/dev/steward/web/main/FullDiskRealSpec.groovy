package dev.steward.web.main

import dev.steward.house.Row
import java.nio.file.Files

/** The state directory is a disk of its own, which fills up or turns read-only. Needs root. */
class FullDiskRealSpec extends ServedHouse {

    def setup() {
        Files.createDirectories(state())
        run('mount', '-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', state().toString())
    }

    private Process filling

    def cleanup() {
        filling?.destroyForcibly()?.waitFor()
        server?.close()
        server = null
        run('umount', '-l', state().toString())
    }

    private state() { dir.resolve('.steward') }

    private static void run(String... words) {
        def process = new ProcessBuilder(words).redirectErrorStream(true).start()
        def said = process.inputReader().text
        assert process.waitFor() == 0: "$words: $said (this spec needs root)"
    }

    /** To the last byte, and what is given back as well. */
    private void fill() {
        filling = new ProcessBuilder('sh', '-c', 'while :; do cat /dev/zero >> fill 2>/dev/null; sleep 0.01; done').directory(state().toFile()).start()
        soon.eventually { assert Files.getFileStore(state()).usableSpace == 0 }
    }

    @Row(['F-35'])
    def 'the disk fills up while the server runs: the outage is carried out to its end, and the journal says that it is in memory'() {
        given:
        start(config())
        soon.eventually { assert power().state == 'online' }
        fill()

        when:
        pullThePlug()

        then:
        soon.eventually { assert (power().troubles as List).any { it.contains('outage.journal') && it.contains('goes on in memory') } }
        soon.eventually { assert !lab.guest(101).running() && !lab.change { it.node('pve2').up() } }
        lab.change { it.node('pve1').up() }
    }

    @Row(['F-35'])
    def 'the disk is #how when the server starts: it protects power alone, and carries an outage out'() {
        given:
        goodDay()
        how == 'full' ? fill() : run('mount', '-o', 'remount,ro', state().toString())

        when:
        start(config())

        then:
        starting.troubles().any { it.contains(told) }
        power().troubles[0] == starting.troubles()[0]

        when:
        pullThePlug()

        then:
        soon.eventually { assert !lab.guest(101).running() && !lab.change { it.node('pve2').up() } }

        where:
        how         || told
        'full'      || 'The disk is full'
        'read-only' || 'Read-only file system'
    }
}

package dev.steward.runner.power.hint

import dev.steward.runner.power.upsmon.NotifyScript
import dev.steward.runner.time.SystemTime
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

@Timeout(60)
class HintWatchSpec extends Specification {

    @TempDir
    Path dir
    Path folder
    Path script
    def woken = new LinkedBlockingQueue<List<Hint>>()
    @AutoCleanup
    HintWatch watch
    def soon = new PollingConditions(timeout: 10, delay: 0.02)

    def setup() {
        folder = dir.resolve('ups')
        script = Files.writeString(dir.resolve('steward-notify'), NotifyScript.text(folder))
        script.toFile().setExecutable(true)
        watch = new HintWatch(folder, new SystemTime(), { woken << it })
    }

    int say(Map env, String... words) {
        def builder = new ProcessBuilder([script.toString(), *words])
        builder.environment().putAll(env)
        def process = builder.start()
        assert process.waitFor(10, TimeUnit.SECONDS)
        process.exitValue()
    }

    def 'upsmon tells by the environment, and Steward wakes within 200 ms'() {
        given:
        Files.createDirectory(folder)
        watch.start()
        soon.eventually { assert Files.exists(dir.resolve('.ups-taken')) }

        when: 'five events, further apart than the rest after each'
        def took = (1..5).collect {
            def began = System.nanoTime()
            assert say([NOTIFYTYPE: 'ONBATT', UPSNAME: 'cyberpower@localhost'], 'UPS cyberpower@localhost on battery') == 0
            def hints = woken.poll(5, TimeUnit.SECONDS)
            assert hints == [new Hint('ONBATT', 'cyberpower@localhost', 'UPS cyberpower@localhost on battery')]
            def ms = (System.nanoTime() - began) / 1_000_000
            woken.poll(1100, TimeUnit.MILLISECONDS)
            ms
        }
        println "hint from the start of the script to the wake in ms: $took"

        then:
        took.sort()[2] < 200
    }

    def 'the script ends well and leaves nothing behind where there is no Steward'() {
        expect:
        say([NOTIFYTYPE: 'ONBATT', UPSNAME: 'a@b'], 'x') == 0
        !Files.exists(folder)
    }

    def 'what was said while Steward was down is found at its start'() {
        given:
        Files.createDirectory(folder)
        say([NOTIFYTYPE: 'ONBATT', UPSNAME: 'a@b'], 'one')
        say([NOTIFYTYPE: 'FSD', UPSNAME: ''], 'two')

        when:
        watch.start()

        then:
        woken.poll(5, TimeUnit.SECONDS)*.type() as Set == ['ONBATT', 'FSD'] as Set
    }

    def 'a message may have anything in it'() {
        given:
        Files.createDirectory(folder)

        when:
        say([NOTIFYTYPE: 'ONBATT', UPSNAME: 'a@b'], 'UPS "a" $(reboot) `x`\ntype=FSD\nups=z %s')
        watch.start()

        then: 'a line of it is not taken for one of ours'
        woken.poll(5, TimeUnit.SECONDS) == [new Hint('ONBATT', 'a@b', 'UPS "a" $(reboot) `x` type=FSD ups=z %s')]
    }

    def 'a flood wakes once a second at most'() {
        given:
        Files.createDirectory(folder)
        watch.start()
        def end = System.nanoTime() + 3_000_000_000L
        def count = 0

        when:
        while (System.nanoTime() < end) {
            Files.writeString(folder.resolve("f${count++}"), 'type=FSD\nups=a@b\n')
        }

        then:
        count > 500
        woken.size() in 1..4
    }

    def 'a folder that is missing is said, and used once it is there'() {
        given:
        watch.start()
        soon.eventually { assert watch.trouble().get().contains("$folder is missing") && watch.trouble().get().contains('ups-config') }

        when:
        Files.createDirectory(folder)
        say([NOTIFYTYPE: 'ONLINE', UPSNAME: 'a@b'], 'x')

        then:
        woken.poll(10, TimeUnit.SECONDS)*.type() == ['ONLINE']
        watch.trouble().empty
    }
}

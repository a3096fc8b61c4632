package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** {@code steward serve} as processes of their own, beside an upsd. */
@Timeout(240)
class ServeProcessSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup UpsLab upsd = UpsLab.open(new SystemTime())
    final List<Launched> processes = []
    def soon = new PollingConditions(timeout: 60, delay: 0.2)

    def setup() {
        upsd.add('cyberpower')
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('ups.groovy'),
                "playbook('UPS') { onBattery ups: 'cyberpower'; phase('One') { play('p') { hosts 'localhost'; tasks { task('t') { shell 'true' } } } } }")
        Files.writeString(dir.resolve('steward.yml'), """\
            inventory: hosts.yml
            playbooks: .
            schedules: {}
            proxmox: {home: {endpoints: ['https://127.0.0.1:9'], token: 'steward@pve!a=5f3c1a9e-0d52-4d0b-9c55-6a1f00c0ffee'}}
            power: {plan: ups.groovy, poll: 1s, ups: {cyberpower: {host: '${upsd.address()}'}}}
            """.stripIndent())
    }

    def cleanup() { processes*.close() }

    private Launched serve() {
        def served = Launched.compiled(['serve', '--port', '0'], [STEWARD_HOME: dir.resolve('state') as String], dir)
        processes << served
        served
    }

    private Map status(Launched served) {
        def port = (served.said() =~ /http:\/\/localhost:(\d+)/)[0][1] as int
        Launched.json(port, '/api/v1/power') as Map
    }

    private void up(Launched served) { soon.eventually { assert served.said().contains('Steward serves') } }

    @Row('G-34')
    def 'neither upsd nor a cluster answers: it starts and tries again, and SIGTERM ends it cleanly'() {
        given:
        upsd.stop()

        when:
        def served = serve()
        up(served)

        then:
        soon.eventually { assert status(served).upses[0].trouble != null }
        status(served).state == 'unknown'
        served.process.alive

        when: 'upsd comes'
        upsd.start()

        then:
        soon.eventually { assert status(served).state == 'online' }
        status(served).plan == 'UPS'

        when:
        served.process.destroy()

        then: 'what it held is free, and upsd was told'
        served.exit(30) == 143
        !served.said().contains('Exception')
        !Files.exists(dir.resolve('state/steward.sock'))
    }

    @Row('G-68')
    def 'a second one is refused by the first, which it names; of one that was killed it takes over at once'() {
        given:
        def first = serve()
        up(first)

        when:
        def second = serve()

        then:
        second.exit(60) == 1
        second.said().contains("another Steward owns ${dir.resolve('state')}: serve, pid ${first.process.pid()}, since ")

        when:
        first.process.destroyForcibly().waitFor()
        def third = serve()
        up(third)

        then:
        Files.readAllLines(dir.resolve('state/steward.owner'))[0] == third.process.pid() as String
        third.process.alive
    }
}

package dev.steward.runner.power.upsmon

import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/**
 * {@code upsmon -c fsd} on the machine at the UPS, with Debian's upsd and an upsmon on each of two nodes that
 * provision-nut-client.groovy set up: both get FSD at once, and node 2 goes before node 1. They really go off.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class FsdRealSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup NodesOnUps nodes
    def soon = new PollingConditions(timeout: 90, delay: 0.2)

    /** Nodes with the shipped files; then FSD is what happens next. */
    private Path ready(Map<String, Object> times, String more = '') {
        nodes = new NodesOnUps(folder, more)
        def run = nodes.provision(times)
        assert run.status == 'ok': NodesOnUps.changed(run)
        Path cut = nodes.primary()
        if (more) {
            nodes.kit.runner.housePower().begin()
        }
        int logins = more ? 6 : 5
        soon.eventually { assert nodes.clients().readLines().count { it.startsWith('127.') } == logins: nodes.clients() + nodes.nut.log('primary') }
        cut
    }

    private void fsd() {
        nodes.nut.forceShutdown('primary')
        soon.eventually { assert nodes.nut.log('primary').contains('User requested FSD') }
    }

    @Row('P-22')
    def 'without Steward: node 1 goes once node 2 is seen to be off, long before its time, and the power is cut after both'() {
        given:
        Path cut = ready(slot: Duration.ofSeconds(80), grace: Duration.ofSeconds(3))
        long begun = System.nanoTime()

        when:
        fsd()
        soon.eventually { assert nodes.off(2) }
        boolean cutEarly = Files.exists(cut)

        then: 'the primary still waits for node 1, though its upsmon has told it all'
        !nodes.off(1)
        !cutEarly

        when:
        soon.eventually { assert nodes.off(1) }
        double seconds = (System.nanoTime() - begun) / 1e9
        println "node 2 to node 1: ${nodes.end(1) - nodes.end(2)} s; all: $seconds s"

        then:
        nodes.end(2) < nodes.end(1)
        seconds < 60

        and: 'only then has the UPS its order'
        soon.eventually { assert Files.exists(cut) }
    }

    @Row('P-22')
    def 'with Steward: as long as it holds the outage no node goes by itself, and its plan takes node 2 before node 1'() {
        given: 'a plan that has more to do before the nodes, and takes longer than they would wait'
        Files.createDirectories(folder.resolve('playbooks'))
        Files.writeString(folder.resolve('playbooks/ups.groovy'), '''
            playbook('UPS shutdown') {
                onBattery ups: 'cyberpower', confirm: 0.seconds
                phase('Second node') {
                    startWhen { ups.onBatteryFor >= 30.minutes }
                    play('Something first') {
                        hosts 'localhost'
                        tasks { task('Takes its time') { command 'sleep', '12' } }
                    }
                    play('Node 2') {
                        hosts 'host-2'
                        tasks { task('Power off') { poweroff timeout: 40.seconds, settle: 1.seconds } }
                    }
                }
                phase('First node') {
                    pointOfNoReturn()
                    play('Node 1') {
                        hosts 'host-1'
                        tasks { task('Power off') { poweroff timeout: 40.seconds, settle: 1.seconds } }
                    }
                }
            }
            '''.stripIndent())
        Path cut = ready([slot: Duration.ofSeconds(1), grace: Duration.ofSeconds(6)], """
            power:
              plan: ups.groovy
              poll: 1s
              pollOnBattery: 1s
              hints: ${Files.createDirectories(folder.resolve('hints'))}
              self: {outside: true}
              ups: {cyberpower: {host: 'UPSD', user: steward, password: geheim}}""")

        when:
        fsd()
        soon.eventually { assert nodes.off(2) }

        then:
        !nodes.off(1)

        when:
        soon.eventually { assert nodes.off(1) }

        then:
        nodes.end(2) < nodes.end(1)

        and: 'it was Steward who switched them off, both'
        soon.eventually { assert offs() == ['host-2', 'host-1'] }
    }

    private List<String> offs() {
        nodes.kit.result(2).of(RunEvent.TaskFinished).findAll { it.message().startsWith('was switched off') }*.host()
    }
}

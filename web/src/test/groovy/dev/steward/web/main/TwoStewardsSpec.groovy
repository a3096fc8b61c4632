package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.store.StateDir
import java.nio.file.Files
import spock.lang.AutoCleanup

/** A second Steward that somebody forgot watches the same UPS and the same cluster. */
class TwoStewardsSpec extends ServedHouse {

    @AutoCleanup Server other

    private void second() {
        def folder = Files.createDirectories(dir.resolve('second'))
        Files.writeString(folder.resolve('steward.yml'),
                config().replace('inventory: hosts', 'inventory: ../hosts').replace('playbooks: .', 'playbooks: ..').replace('ca.pem', '../ca.pem'))
        def starting = new Starting(new ConfigLoader([:], folder, folder.resolve('none.yml')), Optional.empty(), [:], time)
        def loaded = starting.config()
        other = starting.server(loaded, (starting.lock(loaded) as StateDir.Opened.Ours).dir(), Optional.empty())
    }

    private views() { [server, other]*.runner()*.power()*.view() }

    @Row(['F-05'])
    def 'one of two Stewards carries the outage out, the other one watches and says who it is'() {
        given: 'a guest that takes its time'
        lab.change { it.guests().values().each { g -> g.manner().shutdown(java.time.Duration.ofSeconds(8)) } }
        start(config())
        second()
        soon.eventually { assert views()*.state()*.name() == ['ONLINE', 'ONLINE'] }

        when:
        pullThePlug()

        then: 'one of them is at it'
        soon.eventually { assert views().count { it.outage().present } == 1 }
        soon.eventually { assert views().count { v -> v.troubles().any { it.startsWith('Another Steward is at it, and this one watches: Steward on ') } } == 1 }
        views().find { it.outage().present }.troubles().empty

        and: 'each order was given once, and the claim stays until the power is back'
        soon.eventually { assert !lab.change { it.node('pve2').up() } }
        lab.change { it.pools().keySet() } == ['steward-outage'] as Set
        lab.requests().count { it.method() == 'POST' && it.path() ==~ '.*/lxc/101/status/shutdown' } == 1
        lab.requests().count { it.method() == 'POST' && it.path() ==~ '.*/nodes/pve2/status' } == 1

        and: 'who watched begins nothing afterwards'
        [server, other].collect { it.runner().power().history(9).size() }.sort() == [0, 1]
    }
}

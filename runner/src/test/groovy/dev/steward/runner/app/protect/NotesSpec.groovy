package dev.steward.runner.app.protect

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.dsl.plan.PowerPlan
import dev.steward.dsl.plan.SourceRef
import dev.steward.runner.engine.KitHosts
import dev.steward.runner.outage.HouseKit
import dev.steward.runner.outage.aswas.AsWas
import dev.steward.runner.outage.aswas.AsWasReader
import dev.steward.runner.outage.wayback.Waking
import dev.steward.runner.proxmox.estate.Estate
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import spock.util.concurrent.PollingConditions

/** What an outage notes of the clusters while it gets ready. */
class NotesSpec extends HouseKit {

    static final SourceRef AT = new SourceRef('p.groovy', 1, 1)

    private void house(String version) {
        start(builder(2, version).lxc(101, 'web-1') { it.node('pve1').running() }.lxc(103, 'off-1') { it.node('pve2') })
        known = new Estate([home: new Estate.Seen('home', Optional.of(acting(house()).view()), [:], Duration.ofSeconds(42), Optional.empty())])
    }

    private static PowerPlan plan() {
        new PowerPlan([], PowerPlan.CONFIRM, Duration.ofSeconds(60), Optional.empty(), Optional.empty(), [],
                Optional.of(new PowerPlan.WayBack(false, ['pve2'], Optional.empty(), AT)), [], AT)
    }

    private Waking waking() {
        def hosts = [pve1: [proxmox_cluster: 'home', proxmox_node: 'pve1'], pve2: [proxmox_cluster: 'home', proxmox_node: 'pve2']]
        new Waking(new Waking.Parts(usual(), KitHosts.yaml(new ObjectMapper().writeValueAsString([all: [hosts: hosts]])), time))
    }

    def 'what runs where comes first, nobody has to wait for the addresses; they are kept as soon as they are there: #version'() {
        given:
        house(version)
        List<String> kept = new CopyOnWriteArrayList<>()

        when:
        def notes = Notes.begin(Notes.take(new AsWasReader(usual(), { known }, time)), waking(), plan())
        def was = AsWas.of(notes.asItWas())
        notes.keepAddresses { kept << it }
        notes.awaitAddresses()

        then:
        was.clusters()['home'].guests()*.id() == ['lxc/101']
        was.clusters()['home'].age() == Duration.ZERO
        new PollingConditions(timeout: 10).eventually { assert kept == ['{"pve2":"bc:24:11:00:00:02"}'] }

        and: 'the first call for an address is after the last one that tells what runs'
        def asked = lab.requests()*.path()
        asked.indexOf('/nodes/pve2/config') > asked.lastIndexOf('/cluster/ceph/flags')

        where:
        version << RELEASES
    }

    def 'a cluster that does not answer is noted as it was seen last, and its addresses are done without'() {
        given:
        house(RELEASES[0])
        List<String> kept = new CopyOnWriteArrayList<>()
        lab.close()

        when:
        def notes = Notes.begin(Notes.take(new AsWasReader(usual(), { known }, time)), waking(), plan())
        notes.keepAddresses { kept << it }
        def was = AsWas.of(notes.asItWas())
        notes.awaitAddresses()

        then:
        was.clusters()['home'].problem().present
        was.clusters()['home'].age() == Duration.ofSeconds(42)
        was.clusters()['home'].guests()*.id() == ['lxc/101']
        new PollingConditions(timeout: 10).eventually { assert kept == ['{}'] }
    }
}

package dev.steward.runner.app.roll

import dev.steward.house.Row
import dev.steward.runner.app.ask.PatchAnswers
import dev.steward.runner.app.patch.PatchRefused
import dev.steward.runner.control.Ask
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.roll.NodeRoll
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What people see of rolling updates before one begins, and of one that was left open. */
class RollLookSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit

    def setup() {
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(3)
                .lxc(101, 'web-1') { it.node('pve1').running() }
                .qemu(102, 'gpu-1') { it.node('pve2').running().set('hostpci0', '0000:01:00') }
                .lxc(103, 'idle') { it.node('pve3') })
    }

    private Object ask(Map said, String verb) { new PatchAnswers(kit.runner.patches()).answer(new Ask.OfPatch(verb, said, 'anna')).data() }

    @Row('U-08')
    def 'how far a roll reaches is told before it begins: nodes, guests one by one, quorum; nothing is changed'() {
        when:
        def radius = ask([cluster: 'home'], 'roll-preview')[0]

        then:
        radius.summary.startsWith('reboots up to 3 nodes')
        radius.summary.contains('keep their node from being updated')
        radius.summary.endsWith('quorum 2/3 kept')
        radius.quorate
        radius.previews*.node == ['pve1', 'pve2', 'pve3']
        radius.previews*.possible[1] == false
        radius.previews[1].guests[0].subMap('vmid', 'way') == [vmid: 102, way: 'refuse']
        radius.previews[2].guests == []
        kit.writes().empty

        and: 'of hosts that words name, as a plan does'
        ask([hosts: ['pve1']], 'roll-preview')[0].nodes == ['pve1']
        ask([hosts: ['localhost']], 'roll-preview') == []
    }

    def 'what does not exist is refused with what does: #said'() {
        when:
        ask(said, 'roll-preview')

        then:
        def refused = thrown(PatchRefused)
        refused.kind() == PatchRefused.Kind.UNKNOWN
        refused.message.contains(words)

        where:
        said                                || words
        [cluster: 'hoem']                   || "no Proxmox cluster 'hoem' is configured; there are home"
        [cluster: 'home', nodes: ['pve7']]  || 'pve7'
    }

    def 'a roll that a person has taken over is forgotten with a reason, and stands in the way of no other'() {
        given:
        def rolls = new KeptRolls(kit.runner.store().settings(), null).by('spec')
        rolls.keep(NodeRoll.begin('home', 'pve2', new NodeRoll.Began('12345678-1-0.0-pve2', kit.time.now())).maintained(true))
        def gates = { kit.tasks('pve1', "task('Gates') { rollGates policy: 'abort' }") }

        expect:
        gates().message.contains('the roll of pve2 that began')
        ask([:], 'rolls')*.left == ["pve2 stays in maintenance; 'ha-manager crm-command node-maintenance disable pve2' ends that"]

        when:
        ask([cluster: 'home', node: 'pve2', reason: ' '], 'roll-abandon')

        then:
        thrown(PatchRefused)
        ask([:], 'rolls').size() == 1

        when:
        def left = ask([cluster: 'home', node: 'pve2', reason: 'new mainboard'], 'roll-abandon')

        then:
        left.left.startsWith('pve2 stays in maintenance')
        ask([:], 'rolls') == []
        rolls.find('home', 'pve2').get().notes().overrides() == ['abandoned by anna: new mainboard']
        gates().status == 'ok'
        kit.writes().empty

        when:
        ask([cluster: 'home', node: 'pve2', reason: 'again'], 'roll-abandon')

        then:
        thrown(PatchRefused)
    }
}

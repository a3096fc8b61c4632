package dev.steward.runner.module.proxmox

import dev.steward.runner.app.self.HandedOver
import dev.steward.runner.event.Status
import dev.steward.runner.inventory.Host
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.estate.EstateFixture
import dev.steward.runner.module.TryTarget
import dev.steward.runner.store.StoreFixture
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class NodeSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit

    private void lab(int nodes = 3) {
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(nodes)
                .lxc(101, 'web-1') { it.node('pve2').running().set('onboot', 1) })
    }

    def 'a node is shut down with its guests, believed when the cluster no longer sees it, and woken through another'() {
        given:
        lab()

        when:
        def off = kit.tasks('pve2', "task('t') { node state: 'shutdown', timeout: 5.minutes }")

        then:
        off.message == 'node pve2 was shut down'
        !kit.lab.change { it.node('pve2').up() }
        !kit.lab.guest(101).running()
        kit.tasks('pve2', "task('t') { node state: 'shutdown' }").task().with { [it.status(), it.message()] } == [Status.OK, 'node pve2 is offline already']

        when:
        def on = kit.tasks('pve2', "task('t') { node state: 'started', timeout: 10.minutes }")

        then:
        on.message == 'node pve2 was woken, and is online'
        kit.lab.change { it.node('pve2').up() }
        kit.writes().first() == 'POST /nodes/pve2/status'
        kit.writes().drop(1).every { it == 'POST /nodes/pve2/wakeonlan' }
    }

    def 'a reboot is believed when the node answers from another boot'() {
        given:
        lab()
        def before = kit.lab.change { it.node('pve2').booted() }

        when:
        def run = kit.tasks('pve2', "task('t') { node state: 'rebooted' }")

        then:
        run.message == 'node pve2 was rebooted, and is online'
        kit.lab.change { it.node('pve2').booted() } > before

        when: 'the order is lost on its way'
        kit.lab.faults().garble('POST', '/nodes/pve3/status', 1, '{"data":null}')
        kit.lab.faults().refuse('POST', '/nodes/pve3/status', 1, 500, 'nothing happens')
        run = kit.tasks('pve3', "task('t') { node state: 'rebooted', timeout: 60.seconds }")

        then:
        run.status == 'failed'
    }

    def 'a node without which the cluster has no quorum is not shut down, unless that is said'() {
        given:
        lab(2)

        when:
        def run = kit.tasks('pve2', "task('t') { node state: '$state' }")

        then:
        run.status == 'failed'
        run.message.contains('without pve2 the cluster would have 1 of 2 votes and lose its quorum')
        kit.writes().isEmpty()

        when:
        run = kit.tasks('pve2', "task('t') { node state: '$state', allowQuorumLoss: true }")

        then:
        run.message == message

        where:
        state      || message
        'shutdown' || 'node pve2 was shut down'
        'rebooted' || 'node pve2 was rebooted, and is online'
    }

    def 'check mode orders nothing and says what runs there; a word that names no node is refused'() {
        given:
        lab()

        expect:
        kit.tasks('pve2', "task('t') { node state: 'shutdown' }", check: true).message == 'node pve2 would be shut down, with 1 running guests'
        kit.tasks('localhost', "task('t') { node state: 'shutdown' }").message.contains("host 'localhost' is no node of a cluster")
        kit.tasks('localhost', "task('t') { node state: 'shutdown', node: 'pve9' }").message.contains("has no node 'pve9'")
        kit.tasks('web-1', "task('t') { node state: 'shutdown' }").message.contains("host 'web-1' is no node of a cluster")
        kit.writes().isEmpty()
    }

    def 'the node that carries Steward itself, be it in a guest, is left for after the run'() {
        given:
        def guest = EstateFixture.guest(id: 110, node: 'pve1')
        def view = EstateFixture.view(guests: [guest])
        def target = new TryTarget() {
            List<Host> own() { [new Host('runner', [], vars)] }
            Map vars
        }
        target.vars = own

        expect:
        new Aim(target).carriesSteward(view, view.nodes()[node]) == carries
        new Aim(target).carriesSteward(guest) == inGuest

        where:
        own                                             | node   || carries | inGuest
        [proxmox_vmid: 110L, proxmox_node: 'pve2']      | 'pve1' || true    | true
        [proxmox_vmid: 110L, proxmox_node: 'pve2']      | 'pve2' || false   | true
        [proxmox_node: 'pve2']                          | 'pve2' || true    | false
        [proxmox_vmid: 110, proxmox_cluster: 'other']   | 'pve1' || false   | false
        [:]                                             | 'pve1' || false   | false
    }

    def 'an order that was left is given when the last run has ended'() {
        given:
        def stored = new StoreFixture(folder.resolve('s'))
        def given = []
        def left = new HandedOver(stored.store.settings(), { given << 'reboot' }, { c, n, w -> given << "$c $n $w".toString() }, { 'boot-1' })

        when:
        def words = left.handOver(new Host('runner', [], [:]), [cluster: 'home', node: 'pve1', command: 'shutdown'])
        left.carryOut()
        left.carryOut()

        then:
        words.get() == 'the shutdown of node pve1 is handed over: Steward itself runs there; it follows after the run'
        given == ['home pve1 shutdown']
        def became = new HandedOver(stored.store.settings(), { }, { 'boot-2' }).reconcile().get()
        became.proven()
        became.words() == 'The shutdown of node pve1 was carried out after the run that asked for it; runner has booted since'

        cleanup:
        stored.close()
    }

    def 'the machine Steward runs on is switched off after the run, once'() {
        given:
        def stored = new StoreFixture(folder.resolve('s'))
        def given = []
        def machine = new HandedOver.Rebooter() {
            void rebootSoon() { given << 'reboot' }
            void powerOffSoon() { given << 'off' }
        }
        def left = new HandedOver(stored.store.settings(), machine, { 'boot-1' })

        when:
        def words = left.handOver(new Host('pi', [], [:]), [command: 'poweroff'])
        left.carryOut()
        left.carryOut()

        then:
        words.get() == 'pi is switched off as the last: Steward itself runs there; it follows after the run'
        given == ['off']
        new HandedOver(stored.store.settings(), { }, { 'boot-2' }).reconcile().get().proven()

        cleanup:
        stored.close()
    }
}

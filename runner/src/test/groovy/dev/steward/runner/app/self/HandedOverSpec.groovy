package dev.steward.runner.app.self

import dev.steward.runner.inventory.Host
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class HandedOverSpec extends Specification {

    @TempDir Path dir
    def time = new SystemTime()
    def asked = []
    String boot = 'boot-1'

    def 'a reboot of the own machine follows when no run is left, and is compared after the boot'() {
        given: 'a run asks for the reboot of the machine Steward runs on'
        def owned = (StateDir.open(dir, 'spec', time) as StateDir.Opened.Ours).dir()
        def store = Store.open(owned, time)
        def before = handedOver(store)

        when:
        def said = before.handOver(new Host('steward-1', [], [:]), [:])

        then: 'nothing happens while the run goes on'
        said.get().contains('handed over')
        asked == []

        when: 'the last run has ended'
        before.carryOut()
        before.carryOut()

        then: 'it is asked for once'
        asked == ['reboot']

        when: 'Steward starts again'
        store.close()
        boot = bootAfter
        def again = Store.open(owned, time)
        def became = handedOver(again).reconcile().get()
        long row = RebootRow.write(again, became, time.now())

        then: 'the history says what became of it, once'
        became.proven() == proven
        again.queries().run(row).get().status().word() == status
        again.queries().run(row).get().message().contains('steward-1')
        handedOver(again).reconcile().empty

        cleanup:
        again?.close()
        owned?.close()

        where:
        bootAfter || proven | status
        'boot-2'  || true   | 'ok'
        'boot-1'  || false  | 'failed'
    }

    def 'a reboot that cannot be asked for is not kept for ever'() {
        given:
        def owned = (StateDir.open(dir, 'spec', time) as StateDir.Opened.Ours).dir()
        def store = Store.open(owned, time)
        def handed = new HandedOver(store.settings(), { throw new IOException('no such command') }, { boot })

        when:
        handed.handOver(new Host('steward-1', [], [:]), [:])
        handed.carryOut()

        then:
        handed.reconcile().empty

        cleanup:
        store?.close()
        owned?.close()
    }

    private HandedOver handedOver(Store store) {
        new HandedOver(store.settings(), { asked << 'reboot' }, { boot })
    }
}

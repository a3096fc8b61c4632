package dev.steward.runner.module.proxmox

import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.node.NodePower
import dev.steward.runner.lab.pve.state.HaResource
import dev.steward.runner.event.RunEvent
import dev.steward.runner.proxmox.PvePath
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The cluster module, and pveGet. */
class GatesSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit

    private void lab(Closure<?> more = {}) {
        def builder = PveLab.cluster('lab').nodes(3).lxc(101, 'web-1') { it.running() }.ceph()
                .also { it.services().put('ct:101', new HaResource('ct:101', 'started').tap { state('started') }) }
        more(builder)
        kit = new PveKit(folder, builder)
    }

    def 'a gate opens on a cluster that is well: #gate'() {
        given:
        lab()

        expect:
        kit.tasks('localhost', "task('t') { cluster $gate }").message == 'cluster home is as it must be'
        kit.writes().isEmpty()

        where:
        gate << ["quorate: true, online: 'all'", "online: ['pve1', 'pve3']", "survives: 'pve2'", 'haSettled: true', 'cephHealthy: true',
                 "idle: ['vzdump', 'qmigrate']"]
    }

    def 'a gate stays shut and says why: #gate'() {
        given:
        lab()

        when:
        kit.lab.change { wrong(it); null }
        def run = kit.tasks('localhost', "task('t') { cluster $gate }")

        then:
        run.status == 'failed'
        run.message == "cluster home: $why"
        run.task().data().missing == [why]

        where:
        gate                                            | wrong                                                   || why
        "online: 'all'"                                 | { it.node('pve3').down() }                              || 'node pve3 is offline'
        "online: ['pve1', 'pve3']"                      | { it.node('pve3').down() }                              || 'node pve3 is offline'
        "survives: 'pve2'"                              | { it.node('pve3').down() }                              || 'without pve2 the cluster would have 1 of 3 votes and no quorum'
        'quorate: true'                                 | { it.quorumLost(true) }                                 || 'the cluster has no quorum'
        'haSettled: true'                               | { it.services()['ct:101'].state('error') }              || 'HA has ct:101 in state error on pve1'
        'cephHealthy: true'                             | { it.ceph().get().set().add('noout') }                  || 'Ceph warns of OSDMAP_FLAGS: noout flag(s) set'
        "cephHealthy: true, ignoreCeph: ['norecover']"  | { it.ceph().get().set().addAll(['noout', 'norecover']) } || 'Ceph warns of OSDMAP_FLAGS: noout,norecover flag(s) set'
        'cephHealthy: true'                             | { it.ceph().get().health('HEALTH_ERR') }                || 'Ceph says HEALTH_ERR'
    }

    def 'flags that somebody set on purpose are ignored by name'() {
        given:
        lab()
        kit.lab.change { it.ceph().get().set().add('noout') }

        expect:
        kit.tasks('localhost', "task('t') { cluster cephHealthy: true, ignoreCeph: ['noout'] }").status == 'ok'
    }

    def 'a gate waits as long as it may, and says for what'() {
        given:
        lab()
        kit.lab.kill('pve3')
        kit.lab.change { state -> state.agenda().after(Duration.ofSeconds(60)) { NodePower.boot(state, state.node('pve3')) }; null }

        when:
        def soon = kit.tasks('localhost', "task('t') { cluster online: 'all', timeout: 20.seconds }")
        def late = kit.tasks('localhost', "task('t') { cluster online: 'all', timeout: 5.minutes }")

        then:
        soon.message == 'cluster home: node pve3 is offline (after 20 s)'
        late.status == 'ok'
        late.of(RunEvent.Output)*.text() == ['waits: node pve3 is offline']
    }

    def 'a backup under way keeps a gate shut'() {
        given:
        lab()
        def api = kit.runner.estates().api('home')
        api.post(PvePath.of('nodes', 'pve1', 'vzdump'), [vmid: 101, storage: 'local'])

        expect:
        kit.tasks('localhost', "task('t') { cluster idle: ['vzdump'] }").message.startsWith('cluster home: vzdump')
        kit.tasks('localhost', "task('t') { cluster idle: ['vzdump'], timeout: 2.minutes }").status == 'ok'
    }

    def 'a gate that asks nothing, or names what is not there, is a mistake: #gate'() {
        given:
        lab()

        expect:
        kit.tasks('localhost', "task('t') { cluster $gate }").message.contains(problem)

        where:
        gate                      || problem
        'quorate: false'          || 'nothing is asked of the cluster'
        "online: 'pve7'"          || "has no node 'pve7'; there are pve1, pve2, pve3"
        "survives: 'pve7'"        || "has no node 'pve7'"
        "ignoreCeph: ['noout'], quorate: true" || 'ignoreCeph is said without cephHealthy: true'
    }

    def 'pveGet reads what no module tells, and later tasks have it'() {
        given:
        lab()

        when:
        def run = kit.tasks('localhost', """
            task('r') { pveGet '/nodes/pve1/lxc/101/config'; register 'config' }
            task('t') { debug "memory \${config.data.memory}" }
            task('q') { pveGet '/nodes/pve1/tasks', query: [limit: 1]; register 'list' }
            task('n') { debug "total \${list.total}" }""")

        then:
        run.status == 'ok'
        run.of(RunEvent.TaskFinished)*.message().findAll { it =~ /memory|total/ } == ['memory 256', 'total 0']
        kit.writes().isEmpty()
    }

    def 'pveGet only reads, and says what PVE says: #path'() {
        given:
        lab()

        when:
        def run = kit.tasks('localhost', "task('r') { pveGet '$path' }", check: true)

        then:
        run.status == 'failed'
        run.message.contains(problem)
        kit.writes().isEmpty()

        where:
        path                             || problem
        'POST /nodes/pve1/status'        || 'here is only read'
        '/nodes/pve1/nosuch'             || '/nodes/pve1/nosuch'
        '/nodes/pve1/lxc/999/config'     || "Configuration file 'nodes/pve1/lxc/999.conf' does not exist"
    }
}

package dev.steward.runner.module.proxmox

import dev.steward.house.Row
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.state.HaResource
import java.time.Duration
import java.time.Instant

class AllGuestsSpec extends PvePlays {

    private void lab(String version = '9.2.11', Closure<?> more = {}) {
        cluster(version) { LabBuilder builder ->
            builder.lxc(101, 'dns') { it.running().set('onboot', 1).set('startup', 'order=1,up=20') }
                    .lxc(102, 'db') { it.running().set('onboot', 1).set('startup', 'order=2,up=5,down=90') }
                    .qemu(201, 'app-1') { it.running().set('onboot', 1).set('startup', 'order=3') }
                    .qemu(202, 'app-2') { it.running().set('startup', 'order=3') }
                    .lxc(103, 'loose') { it.running() }
                    .lxc(104, 'off') { }
                    .lxc(900, 'pattern') { it.set('template', 1).set('onboot', 1) }
                    .lxc(110, 'elsewhere') { it.node('pve2').running() }
            more(builder)
        }
    }

    /** The ids of guests in the order their calls were made. */
    private List<Integer> called(String word) {
        kit.lab.requests().findAll { it.method() == 'POST' && it.path().endsWith("/status/$word") }*.path()*.split('/')*.getAt(4)*.toInteger()
    }

    private List<Integer> running() { kit.lab.change { it.guests().values().findAll { g -> g.running() }*.vmid().sort() } }

    @Row('G-57')
    def 'the guests of a node go in the order of PVE, and come back in it, on PVE #version'() {
        given:
        lab(version)

        when:
        def stop = thrice('pve1', 'stopAll workers: 1')

        then:
        called('shutdown') == [103, 202, 201, 102, 101]
        form('POST', '/lxc/102/status/shutdown').timeout.toString() == '90'
        form('POST', '/lxc/101/status/shutdown').timeout.toString() == '180'
        form('POST', '/lxc/101/status/shutdown').forceStop.toString() in ['1', 'true']
        stop.task().data().stopped == [103, 202, 201, 102, 101]
        running() == [110]

        when:
        def start = thrice('pve1', 'startAll()')

        then: 'those that start with their node, and no template'
        called('start') == [101, 102, 201]
        start.task().data().started == [101, 102, 201]
        running() == [101, 102, 110, 201]

        where:
        version << RELEASES
    }

    def 'the delays between starts are kept'() {
        given:
        lab()
        play('pve1', 'stopAll()')
        Instant begun = kit.time.now()

        expect:
        changed(play('pve1', 'startAll()'))
        Duration.between(begun, kit.time.now()) >= Duration.ofSeconds(25)
    }

    def 'what one task stopped another starts, and nothing else'() {
        given:
        lab()

        when:
        def run = kit.tasks('pve1', '''
            task('down') { stopAll except: ['dns', 'lxc/102']; register 'down' }
            task('up') { startAll guests: down.stopped }
            task('none') { startAll guests: [] ; register 'none' }
            task('seen') { assertThat { !none.changed } }''')

        then:
        run.status == 'ok'
        called('shutdown').sort() == [103, 201, 202]
        called('start') == [201, 202, 103]
        running() == [101, 102, 103, 110, 201, 202]
    }

    def 'one that fails holds up no other, and is told'() {
        given:
        lab()
        kit.lab.change { it.guests().get(201).manner().deaf(true) }

        when:
        def message = failure(play('pve1', 'stopAll force: false, timeout: 30.seconds'))

        then:
        message.startsWith('1 of 6 guests of pve1 could not be stopped: VM 201 app-1 is running still')
        message.contains('but CT 103 loose was shut down')
        running() == [110, 201]

        when:
        def forced = play('pve1', 'stopAll timeout: 30.seconds')

        then:
        changed(forced)
        running() == [110]
    }

    def 'what HA keeps is left to HA, and told'() {
        given:
        lab('9.2.11') { it.also { c -> c.services()['ct:103'] = new HaResource('ct:103', 'started').tap { s -> s.state('started') } } }

        when:
        def run = play('pve1', 'stopAll()')

        then:
        run.message.endsWith('; left to HA: loose (lxc/103 on pve1) (nodeMaintenance moves them, guest changes them)')
        run.task().data().leftToHa == [103]
        running() == [103, 110]
    }

    def 'a name that is wrong stops everything: #call'() {
        given:
        lab()

        expect:
        failure(play('pve1', call)).contains(message)
        kit.writes().empty

        where:
        call                             || message
        "stopAll except: ['dsn']"        || "there is no guest 'dsn'; did you mean 'dns'?"
        "startAll guests: ['nobody']"    || "there is no guest 'nobody'"
        "stopAll node: 'pve3'"           || "has no node 'pve3'"
        'stopAll workers: 0'             || 'workers is 0; expected 1 or more'
    }

    def 'guests of one order go side by side, no more than are said'() {
        given:
        lab('9.2.11') { b -> (301..306).each { id -> b.lxc(id, "many-$id") { it.running().set('startup', 'order=9') } } }
        int most = 0
        def watch = Thread.start {
            while (!Thread.interrupted()) {
                most = Math.max(most, kit.lab.change { c -> c.tasks().all().count { it.running() && it.type() == 'vzshutdown' } })
                Thread.yield()
            }
        }

        when:
        def run = play('pve1', 'stopAll workers: 3')
        watch.interrupt()
        watch.join()

        then:
        changed(run)
        most <= 3
        most > 1
    }
}

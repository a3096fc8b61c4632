package dev.steward.runner.module.proxmox

import dev.steward.house.Row
import dev.steward.runner.app.RunRefused
import dev.steward.runner.event.Status
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.HaResource
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class GuestsSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit

    private static builder() {
        PveLab.cluster('lab').nodes(2)
                .lxc(101, 'web-1') { it.running().tags('web;prod') }
                .lxc(102, 'web-2') { it.node('pve2').running().tags('web;prod;keep') }
                .lxc(103, 'web-3') { it.node('pve2').running().tags('web;prod').set('startup', 'order=1') }
                .qemu(201, 'docker-1') { it.node('pve2').running().tags('web').set('startup', 'order=2') }
                .lxc(900, 'template') { it.tags('web;prod').set('template', 1) }
    }

    private List<Integer> running() { kit.lab.change { it.guests().values().findAll { it.running() }*.vmid() } }

    @Row('G-54')
    def 'what a selection fits is acted on, on all nodes: #select'() {
        given:
        kit = new PveKit(folder, builder())

        when:
        def run = kit.tasks('localhost', "task('t') { guest state: 'stopped', select: $select }")

        then:
        run.status == 'ok'
        [101, 102, 103, 201] - running() == stopped
        run.task().data().guests*.vmid == stopped

        where:
        select                                                                       || stopped
        "[kind: 'lxc', tags: ['web', 'prod'], excludeTags: ['keep']]"                || [101, 103]
        "[kind: 'vm']"                                                               || [201]
        "[name: '^web-', vmidRange: [102, 500]]"                                     || [102, 103]
        "[nodes: ['pve2'], tags: 'web']"                                             || [102, 103, 201]
    }

    @Row('G-57')
    def 'guests that all hang cost one timeout, not one each'() {
        given:
        def lab = PveLab.cluster('lab').nodes(2)
        (101..108).each { id -> lab.lxc(id, "hung-$id") { it.node(id % 2 ? 'pve1' : 'pve2').running().ignoresShutdown() } }
        kit = new PveKit(folder, lab, new SystemTime())
        long start = System.nanoTime()

        when:
        def run = kit.tasks('localhost', "task('t') { guest state: 'shutdown', select: [name: 'hung'], timeout: 4.seconds, force: true }")
        def took = Duration.ofNanos(System.nanoTime() - start)

        then:
        run.status == 'ok'
        running().isEmpty()
        took < Duration.ofSeconds(16)
    }

    @Row('G-57')
    def 'in startup order the highest number goes down first, what has none before all; up again it is the other way round'() {
        given:
        kit = new PveKit(folder, builder())

        when:
        kit.tasks('localhost', "task('t') { guest state: 'shutdown', select: [tags: 'web'], order: 'startup' }")

        then:
        order('shutdown') == [[101, 102] as Set, [201] as Set, [103] as Set]

        when:
        kit.tasks('localhost', "task('t') { guest state: 'started', select: [tags: 'web'], order: 'startup' }")

        then:
        order('start') == [[103] as Set, [201] as Set, [101, 102] as Set]
    }

    /** The ids in the order they were asked, the two without a number in any order. */
    private List<Set<Integer>> order(String word) {
        def ids = kit.writes().findAll { it.endsWith("/status/$word") }.collect { it.split('/')[4] as int }
        def pair = [101, 102]
        ids.findAll { it != 102 }.collect { it == 101 ? pair as Set : [it] as Set }.with { sets ->
            assert ids.indexOf(101) - ids.indexOf(102) in [1, -1]
            sets
        }
    }

    def 'one that fails stops no other, and is named'() {
        given:
        kit = new PveKit(folder, builder())
        kit.lab.lock(102, 'backup')

        when:
        def run = kit.tasks('localhost', "task('t') { guest state: 'stopped', select: [kind: 'lxc'] }")

        then:
        run.status == 'failed'
        run.message.startsWith('1 of 3 guests: CT 102 web-2 is running still: ')
        run.message.contains('CT is locked (backup)')
        running() == [102, 201]
        run.task().data().guests*.failed == [false, true, false]
    }

    def 'check mode says what would be, and calls nothing; a diff shows both states'() {
        given:
        kit = new PveKit(folder, builder())

        when:
        def run = kit.tasks('localhost', "task('t') { guest state: 'shutdown', select: [kind: 'lxc', excludeTags: 'keep'] }", check: true, diff: true)

        then:
        run.task().status() == Status.CHANGED
        run.message == 'CT 101 web-1 would be shut down (is running); CT 103 web-3 would be shut down (is running)'
        run.task().diffs()*.after() == ['status: stopped\n', 'status: stopped\n']
        kit.writes().isEmpty()
    }

    def 'a guest that HA looks after is waited for, though its UPID says OK at once'() {
        given:
        kit = new PveKit(folder, builder().also { it.services().put('ct:101', new HaResource('ct:101', 'started')) })

        when:
        def run = kit.tasks('web-1', "task('t') { guest state: 'shutdown', timeout: 60.seconds }")

        then:
        run.message == 'CT 101 web-1 was shut down; HA keeps it stopped until it is started again'
        !(101 in running())
    }

    @Row('G-53')
    def 'an action that does not exist refuses the run before anything of it is done: #wrong'() {
        given:
        kit = new PveKit(folder, builder())

        when:
        kit.tasks('localhost', "task('first') { guest state: 'stopped', vmid: 101 }; task('then') { $wrong }")

        then:
        RunRefused e = thrown()
        e.problems().join().contains(problem)
        kit.writes().isEmpty()

        where:
        wrong                              || problem
        "guests state: 'stopped'"          || "did you mean 'guest'?"
        "guest state: 'halted'"            || "state"
        "guest state: 'stopped', vimd: 1"  || "did you mean 'vmid'?"
    }

    def 'what is not one thing is refused, and nothing is called: #args'() {
        given:
        kit = new PveKit(folder, builder())

        when:
        def run = kit.tasks('localhost', "task('t') { guest state: 'stopped'$args }")

        then:
        run.status == 'failed'
        run.message.contains(problem)
        kit.writes().isEmpty()

        where:
        args                                  || problem
        ''                                    || "host 'localhost' is no guest of a cluster: say vmid, name or select"
        ', vmid: 999'                         || "no guest '999'"
        ', vmid: 7'                           || 'vmid 7 is no id of a guest'
        ", name: 'web-4'"                     || "did you mean"
        ", vmid: 101, name: 'web-1'"          || 'say one of vmid, name and select, not several'
        ", cluster: 'hone', vmid: 101"        || "did you mean 'home'?"
        ", select: [tag: 'web']"              || "did you mean 'tags'?"
        ", select: [nodes: ['pve9']]"         || "there is no node 'pve9'"
        ', vmid: 900'                         || 'is a template, and never runs'
        ", select: [kind: 'lxc'], workers: 0" || 'workers is 0'
    }

    def 'a selection that nothing fits is told, and is no success that looks like work'() {
        given:
        kit = new PveKit(folder, builder())

        when:
        def run = kit.tasks('localhost', "task('t') { guest state: 'stopped', select: [tags: 'wbe'] }")

        then:
        run.task().status() == Status.SKIPPED
        run.message == 'no guest of cluster home fits {tags=wbe}'
    }

    def 'a guest that moved since the inventory was read is found where it is'() {
        given:
        kit = new PveKit(folder, builder())

        when:
        kit.runner.estates().now()
        kit.lab.change { it.guests().get(102).move('pve1') }
        def moved = kit.tasks('localhost', "task('t') { guest state: 'stopped', name: 'web-2' }")

        then:
        moved.status == 'ok'
        moved.task().data().guests[0].node == 'pve1'
    }
}

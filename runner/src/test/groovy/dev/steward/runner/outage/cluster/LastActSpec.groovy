package dev.steward.runner.outage.cluster

import dev.steward.house.Row
import dev.steward.runner.outage.HouseKit
import dev.steward.runner.outage.self.Inhibitor
import dev.steward.runner.outage.self.OwnPlace
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration

class LastActSpec extends HouseKit {

    final List<String> did = []

    private LastAct last(boolean localWorks = true) {
        new LastAct(usual(), { c, n, command, l -> did << "shell $n ${command.join(' ')}".toString(); '' } as NodeShell, {
            did << 'local'
            if (!localWorks) {
                throw new IOException('no systemd here')
            }
        })
    }

    @Row('F-01')
    def 'the own node takes the order over the API, and PVE takes the guest down with it, as the last'() {
        given: 'startup order 1 goes last'
        start(builder(2, version)
                .lxc(110, 'steward') { it.running().set('startup', 'order=1').shutsDownIn(Duration.ofSeconds(2)) }
                .lxc(101, 'late') { it.running() })

        when:
        def words = last().order(new OwnPlace.InGuest('home', 110, 'pve1', 'the spec'))

        then: 'it returns before anything happens'
        words == 'node pve1 took the order to shut down'
        up('pve1')

        when:
        pass(Duration.ofMinutes(2))

        then:
        !up('pve1')
        running() == []
        did == []
        lab.change { it.tasks().all().findAll { t -> t.type() == 'vzshutdown' }*.id() } == ['101', '110']

        where:
        version << RELEASES
    }

    @Row('F-02')
    def 'on a node whose API is down, Steward switches the machine off itself; in a guest it goes over the shell'() {
        given:
        start(builder(1, '9.2.11').lxc(110, 'steward') { it.running() })
        lab.faults().refuse('POST', '/nodes/pve1/status', 9, 500, 'no')

        expect:
        last().order(new OwnPlace.OnNode('home', 'pve1', 'x')).startsWith('this machine, node pve1, switches itself off')
        did == ['local']
        last().order(new OwnPlace.InGuest('home', 110, 'pve1', 'x')).contains('over its shell')
        did == ['local', 'shell pve1 shutdown -h now']
        last(false).order(new OwnPlace.OnNode('home', 'pve1', 'x')).contains('over its shell')
    }

    def 'where nothing takes the order all that was tried is named'() {
        given:
        start(builder(1, '9.2.11'))
        lab.kill('pve1')

        when:
        new LastAct(usual(), NodeShell.NONE, { throw new IOException('no systemd here') }).order(new OwnPlace.OnNode('home', 'pve1', 'x'))

        then:
        IOException e = thrown()
        e.message.startsWith('node pve1 takes no order: ')
        e.message.contains('no systemd here; there is no way to a shell of node pve1')
    }

    @Row('F-03')
    def 'the outlets may be cut when no node is up but the own one'() {
        given:
        start(builder(3, '9.2.11'))
        def down = new NodesDown(usual())

        expect:
        down.stillUp(new OwnPlace.Outside('x')) == ['pve1', 'pve2', 'pve3']*.plus(' of cluster home')

        when:
        ['pve1', 'pve2'].each { lab.kill(it) }

        then:
        down.stillUp(new OwnPlace.Outside('x')) == ['pve3 of cluster home']
        down.stillUp(new OwnPlace.OnNode('home', 'pve3', 'x')) == []

        when:
        lab.kill('pve3')

        then:
        down.stillUp(new OwnPlace.Outside('x')) == []
    }

    @Row('F-02')
    def 'a shutdown of this machine is held back until it is let go, where something can hold it'() {
        given: 'a program that stands in for systemd-inhibit, and says how it was called'
        def calls = dir.resolve('calls')
        def program = Files.writeString(dir.resolve('inhibit'), "#!/bin/sh\nprintf '%s\\n' \"\$@\" >> $calls\nexec sleep 60\n")
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString('rwx------'))

        when:
        def held = Inhibitor.hold('an outage is on', program.toString())

        then:
        held.holds()

        when:
        def wait = System.nanoTime()
        while (!Files.exists(calls) && System.nanoTime() - wait < 5_000_000_000L) {
            Thread.onSpinWait()
        }
        held.close()

        then:
        !held.holds()
        calls.toFile().readLines().containsAll(['--what=shutdown', '--mode=delay', '--why=an outage is on'])

        and: 'without one nothing fails'
        !Inhibitor.hold('x', dir.resolve('none').toString()).with { it.close(); it.holds() }
    }
}

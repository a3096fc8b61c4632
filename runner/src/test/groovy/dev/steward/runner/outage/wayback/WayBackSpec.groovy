package dev.steward.runner.outage.wayback

import dev.steward.dsl.plan.PowerPlan
import dev.steward.dsl.plan.SourceRef
import dev.steward.house.Row
import dev.steward.runner.engine.KitHosts
import dev.steward.runner.event.Status
import dev.steward.runner.lab.ups.LabUser
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.outage.HouseKit
import dev.steward.runner.outage.journal.Entry
import dev.steward.runner.outage.journal.FileJournal
import dev.steward.runner.outage.journal.MemoryJournal
import dev.steward.runner.outage.journal.Past
import dev.steward.runner.power.PowerSignal
import dev.steward.runner.power.UpsCommands
import dev.steward.runner.power.nut.NutAddress
import dev.steward.runner.power.nut.NutCommands
import dev.steward.runner.power.nut.NutLogin
import dev.steward.runner.power.nut.NutServer
import dev.steward.runner.power.nut.UpsClient
import dev.steward.runner.proxmox.act.ActingSource
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SystemTime
import dev.steward.runner.time.Time
import com.fasterxml.jackson.databind.ObjectMapper
import java.time.Duration
import spock.lang.AutoCleanup

/** The way back after the point of no return: an upsd and a cluster of the lab, real packets. */
class WayBackSpec extends HouseKit {

    static final SourceRef AT = new SourceRef('p.groovy', 1, 1)

    @AutoCleanup UpsLab upsd = UpsLab.open(time)
    def big = upsd.add('cyberpower')
    @AutoCleanup UpsClient client
    UpsCommands upses
    List<String> up = []

    private PowerCut.Book book() { new CutBook(new MemoryJournal(Past.none()), time) }

    void setup() {
        upsd.user(new LabUser('steward', 'pw', ['SET'] as Set, ['ALL'] as Set, 'secondary'))
        client = new UpsClient(NutServer.plain(NutAddress.of(upsd.address())).as(new NutLogin('steward', new Secret('pw'))).within(Duration.ofSeconds(5), Duration.ofSeconds(5)), 'cyberpower', time)
        upses = new NutCommands([cyberpower: client])
    }

    private static PowerPlan plan(boolean upsReturn, List<String> wake = [], Integer charge = null) {
        new PowerPlan([], PowerPlan.CONFIRM, Duration.ofSeconds(60), Optional.ofNullable(charge), Optional.empty(), [],
                Optional.of(new PowerPlan.WayBack(upsReturn, wake, Optional.of('BIOS: power on'), AT)), [], AT)
    }

    private Done cut(Map how = [:]) {
        def own = new OwnMachine(how.where ?: OwnMachine.Where.OUTSIDE, how.fed != false, how.goesOff != false, how.needs ?: Duration.ofSeconds(5))
        new PowerCut(upses, { up }, how.book ?: book()).cut(how.plan ?: plan(true), how.unproven ?: [], own)
    }

    private List<String> given() { big.given()*.name() }

    @Row('F-03')
    def 'the UPS is told to cut its outlets only when every machine is seen to be off, and leaves the last one the time to go off'() {
        when:
        up = ['pve1 of cluster home']
        def early = cut()
        up = []
        def unproven = cut(unproven: ['nas'])

        then:
        early.kind() == Done.Kind.REFUSED
        early.words() == 'the UPS is not told to cut its outlets: still up: pve1 of cluster home'
        unproven.words() == 'the UPS is not told to cut its outlets: nobody saw these going off: nas'
        given().isEmpty()

        when:
        def done = cut(needs: Duration.ofSeconds(80))

        then:
        done.kind() == Done.Kind.DONE
        done.words().startsWith('UPS cyberpower was told shutdown.return: ')
        given() == ['SET ups.delay.shutdown', 'shutdown.return']
        big.variables()['ups.delay.shutdown'] == '90'
    }

    def 'a machine that stays on the UPS, or is not the last one, does not cut itself off: #how'() {
        expect:
        cut(how).words().startsWith(words)
        given().isEmpty()

        where:
        how                                  || words
        [goesOff: false]                     || 'the UPS is not told to cut its outlets: the machine Steward runs on hangs on it and stays on'
        [where: OwnMachine.Where.GUEST]      || 'the UPS is not told to cut its outlets: Steward runs in a guest, whose node is off only after Steward.'
        [plan: plan(false)]                  || 'the plan has no UPS cut its outlets'
    }

    def 'a machine that does not hang on it may stay on; one whose time the UPS does not give is not cut off'() {
        expect:
        cut(fed: false, goesOff: false).kind() == Done.Kind.DONE
        given() == ['shutdown.return']

        when:
        upsd.user(new LabUser('steward', 'pw', [] as Set, ['ALL'] as Set, 'secondary'))
        def outcome = cut(needs: Duration.ofMinutes(3))

        then:
        outcome.kind() == Done.Kind.FAILED
        outcome.words().contains('would cut its outlets after 20 s, and the machine Steward runs on needs 190 s to go off')
        given() == ['shutdown.return']
    }

    def 'the order is given once, also where another process goes on: #what'() {
        given:
        def journal = FileJournal.open(dir.resolve('power'))
        big.set('ups.status', mains)
        if (begun) {
            journal.append(new Entry.Intent('cut', 'cyberpower', 'ups', time.now()))
        }
        if (took) {
            client.command('shutdown.return', Optional.empty(), Duration.ofSeconds(5))
        }
        if (kept) {
            journal.append(new Entry.Result('cut', 'cyberpower', Status.CHANGED, true, 'OK', [:]))
        }
        journal.close()
        if (!timer) {
            big.without('ups.timer.shutdown')
        }
        time.sleep(Duration.ofSeconds(later))

        when:
        def next = FileJournal.open(dir.resolve('power'))
        def outcome = cut(fed: false, goesOff: false, book: new CutBook(next, time))
        def again = cut(fed: false, goesOff: false, book: new CutBook(next, time))
        next.close()

        then:
        given().count('shutdown.return') == orders
        outcome.kind() == kind
        outcome.kind() == Done.Kind.FAILED || again.kind() == Done.Kind.ALREADY

        where:
        what                                            | mains | begun | took  | kept  | timer | later || orders | kind
        'nothing was said'                              | 'OB'  | false | false | false | true  | 0     || 1      | Done.Kind.DONE
        'killed before it was given'                    | 'OB'  | true  | false | false | true  | 3     || 1      | Done.Kind.DONE
        'killed before it was given, and power is back' | 'OL'  | true  | false | false | true  | 3     || 1      | Done.Kind.DONE
        'killed after it was given'                     | 'OB'  | true  | true  | false | true  | 3     || 1      | Done.Kind.DONE
        'killed after the result'                       | 'OL'  | true  | true  | true  | true  | 3     || 1      | Done.Kind.ALREADY
        'nobody can know, and all is off'               | 'OB'  | true  | false | false | false | 3     || 1      | Done.Kind.DONE
        'nobody can know, and machines boot'            | 'OL'  | true  | true  | false | true  | 60    || 1      | Done.Kind.FAILED
    }

    @Row('F-21')
    def 'machines are woken when the power is stable and the battery would carry another outage: #what'() {
        given:
        def signal = new PowerSignal(false, onBattery, 0, Duration.ZERO, Duration.ofSeconds(online), Optional.ofNullable(charge), Optional.empty(), Optional.empty(),
                false, false, false, blind, Optional.empty(), [:], [])

        expect:
        Waking.notYet(plan(false, ['pve2'], 30), signal) == Optional.ofNullable(why)

        where:
        what            | onBattery | online | charge | blind || why
        'on battery'    | true      | 0      | 80d    | false || 'still on battery'
        'nobody says'   | false     | 0      | null   | false || 'no UPS says that the power is back'
        'blind'         | false     | 90     | 80d    | true  || 'no UPS says that the power is back'
        'just back'     | false     | 59     | 80d    | false || 'the power is back for 59 s; 60 s are wanted'
        'empty'         | false     | 600    | 29.4d  | false || 'the charge is 29 %; 30 % are wanted'
        'not supplied'  | false     | 600    | null   | false || 'nobody says the charge; without it 15 min on mains are wanted'
        'long enough'   | false     | 900    | null   | false || null
        'charged'       | false     | 61     | 30d    | false || null
    }

    private Waking waking(Map<String, Map> hosts, ActingSource clusters = usual(), Time clock = time) {
        new Waking(new Waking.Parts(clusters, inventory(hosts), clock))
    }

    private static inventory(Map<String, Map> hosts) {
        KitHosts.yaml(new ObjectMapper().writeValueAsString([all: [hosts: hosts]]))
    }

    @Row(['F-21', 'U-04'])
    def 'a node is woken by another node of its cluster, is believed when it is back, and is left alone when it is on: PVE #version'() {
        given:
        start(builder(2, version))
        def waking = waking(pve2: [proxmox_cluster: 'home', proxmox_node: 'pve2'])

        when: 'the addresses are asked for while the nodes are up'
        def addresses = waking.addresses(plan(true, ['pve2']))
        lab.kill('pve2')
        pass(Duration.ofMinutes(1))
        def woken = waking.wake('pve2', addresses, Duration.ofMinutes(10))

        then:
        addresses == [pve2: 'bc:24:11:00:00:02']
        woken.kind() == Done.Kind.DONE
        woken.words() == 'pve2 was woken by another node, and is online'
        up('pve2')
        waking.wake('pve2', addresses, Duration.ofMinutes(10)).words() == 'pve2 is on already'

        where:
        version << RELEASES
    }

    @Row('U-04')
    def 'where no node is left to ask, whoever stays up sends the packets itself; all machines at a time'() {
        given: 'two machines that answer once they heard a packet with their address'
        def machines = [Sleeper.of('bc2411000001'), Sleeper.of('bc2411000002')]
        def card = new Card(machines)
        def vars = { Sleeper s -> [ansible_host: '127.0.0.1', ansible_port: s.port, wake_broadcast: '127.0.0.1', wake_port: card.port] }
        def waking = waking([pve1: vars(machines[0]), pve2: vars(machines[1]) + [wake_mac: 'BC:24:11:00:00:02']], ActingSource.NONE, new SystemTime())

        when:
        def done = waking.wake(['pve1', 'pve2'], [pve1: 'bc:24:11:00:00:01'], Duration.ofMinutes(5))

        then:
        done*.value*.kind() == [Done.Kind.DONE, Done.Kind.DONE]
        waking.wake('pve1', [:], Duration.ofMinutes(5)).words() == 'pve1 is on already'

        cleanup:
        card?.close()
        machines*.close()
    }

    def 'a machine whose network card nobody knows, or that does not wake, is told'() {
        given:
        def waking = waking([nas: [ansible_host: '127.0.0.1', ansible_port: 1], deaf: [ansible_host: '127.0.0.1', ansible_port: 1, wake_mac: 'bc:24:11:00:00:09', wake_broadcast: '127.0.0.1']], ActingSource.NONE)

        expect:
        waking.wake('nas', [:], Duration.ofMinutes(1)).words() == 'nas cannot be woken: nobody knows its network card; give the host the variable wake_mac'
        waking.wake('deaf', [:], Duration.ofMinutes(1)).words() == 'deaf was sent wake-up packets, and does not answer after 60 s'
    }

    def 'the way back is told in words'() {
        expect:
        WayBackWords.of(plan(true, ['pve2'], 30)) == [
                'When everything is off, the UPS is told to cut its outlets and to give power again with the mains (shutdown.return).',
                'When the power is stable for 60 s and the charge is 30 %, whoever stays up wakes pve2.',
                'BIOS: power on']
    }

    /** A machine that is off: nobody listens there until it is woken. */
    static class Sleeper implements AutoCloseable {

        String address
        int port
        ServerSocket awake

        static Sleeper of(String address) {
            def socket = new ServerSocket(0, 5, InetAddress.getByName('127.0.0.1'))
            socket.close()
            new Sleeper(address: address, port: socket.localPort)
        }

        synchronized void heard(String packet) {
            if (!awake && packet == 'ff' * 6 + address * 16) {
                awake = new ServerSocket(port, 5, InetAddress.getByName('127.0.0.1'))
            }
        }

        @Override
        void close() { awake?.close() }
    }

    /** The wire. */
    static class Card implements AutoCloseable {

        final DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName('127.0.0.1'))

        Card(List<Sleeper> machines) {
            Thread.startDaemon {
                try {
                    while (true) {
                        def packet = new DatagramPacket(new byte[2000], 2000)
                        socket.receive(packet)
                        def text = Arrays.copyOf(packet.data, packet.length).encodeHex().toString()
                        machines*.heard(text)
                    }
                } catch (SocketException closed) {
                    assert socket.closed: closed
                }
            }
        }

        int getPort() { socket.localPort }

        @Override
        void close() { socket.close() }
    }
}

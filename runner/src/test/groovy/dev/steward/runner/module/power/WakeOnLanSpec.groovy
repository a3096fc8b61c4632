package dev.steward.runner.module.power

import dev.steward.runner.connection.Command
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.Result
import dev.steward.runner.inventory.Host
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.ShConnection
import dev.steward.runner.time.SettableTime
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup

/** wakeOnLan: real packets over loopback; a machine that answers after so many of them. */
class WakeOnLanSpec extends ModuleTry {

    @AutoCleanup DatagramSocket card = new DatagramSocket(0, InetAddress.getByName('127.0.0.1'))
    List<byte[]> heard = Collections.synchronizedList([])
    int needed = 1

    void setup() {
        target.time = new SettableTime(Instant.parse('2026-03-01T12:00:00Z'))
        target.host = new Host('nas', [], [wake_mac: 'BC-24-11-00-0a-ff', wake_broadcast: '127.0.0.1'])
        card.soTimeout = 200
        target.connection = new ShConnection() {

            @Override
            Result run(Command command, Output output) {
                drain()
                if (heard.size() < needed) {
                    throw new ConnectionException(ConnectionException.Kind.UNREACHABLE, 'nas: no answer', null)
                }
                super.run(command, output)
            }
        }
    }

    private void drain() {
        try {
            while (true) {
                def packet = new DatagramPacket(new byte[2000], 2000)
                card.receive(packet)
                heard << Arrays.copyOf(packet.data, packet.length)
            }
        } catch (SocketTimeoutException ignored) {
            return
        }
    }

    def 'a machine that sleeps hears its address sixteen times, is waited for, and is left alone then'() {
        when:
        checking()
        def would = call('wakeOnLan', port: card.localPort)
        target.check = false

        then:
        changed(would)
        heard.isEmpty()

        when:
        def outcome = call('wakeOnLan', port: card.localPort)

        then:
        changed(outcome)
        outcome.message().startsWith('was woken, and answers after ')
        heard.size() == 1
        heard[0].length == 102
        heard[0].encodeHex().toString() == 'ff' * 6 + 'bc2411000aff' * 16

        when:
        def again = call('wakeOnLan', port: card.localPort)

        then:
        ok(again)
        again.message() == 'it answers already'
        heard.size() == 1
    }

    def 'packets are sent again, and one that never answers is a failure'() {
        given:
        needed = 3

        expect:
        changed(call('wakeOnLan', port: card.localPort))
        heard.size() == 3

        when:
        needed = 1000
        def outcome = call('wakeOnLan', port: card.localPort, timeout: Duration.ofMinutes(2))

        then:
        failed(outcome)
        outcome.message() == 'was sent wake-up packets, and does not answer after 120 s (nas: no answer): is wake-on-LAN on in its firmware?'
    }

    def 'blind sends one packet and believes nothing'() {
        when:
        def outcome = call('wakeOnLan', mac: 'bc:24:11:00:00:01', port: card.localPort, blind: true)
        drain()

        then:
        outcome.message() == 'a wake-up packet was sent'
        heard.size() == 1
    }

    def 'no address, or what is none, is told'() {
        given:
        target.host = new Host('nas', [], [:])

        expect:
        call('wakeOnLan').message() == 'nobody says the network card of nas: say mac, or give the host the variable wake_mac'
        call('wakeOnLan', mac: 'bc:24:11').message() == "'bc:24:11' is no hardware address; expected one as bc:24:11:00:00:01"
        call('wakeOnLan', mac: 'bc:24:11:00:00:01', broadcast: 'no such name.').message().startsWith('cannot be woken: ')
    }
}

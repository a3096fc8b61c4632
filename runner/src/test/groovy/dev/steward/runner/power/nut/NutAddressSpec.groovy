package dev.steward.runner.power.nut

import dev.steward.house.Row
import spock.lang.Specification

class NutAddressSpec extends Specification {

    @Row('G-14')
    def 'the port is 3493 where none is given, and never there twice: #text'() {
        expect:
        with(NutAddress.of(text)) {
            it.host() == host
            it.port() == port
            it.toString() == shown
        }

        where:
        text                    || host            | port | shown
        'localhost'             || 'localhost'     | 3493 | 'localhost:3493'
        'localhost:3493'        || 'localhost'     | 3493 | 'localhost:3493'
        ' pi.example:13493 '    || 'pi.example'    | 13493 | 'pi.example:13493'
        '192.0.2.164'           || '192.0.2.164'   | 3493 | '192.0.2.164:3493'
        '192.0.2.164:3493'      || '192.0.2.164'   | 3493 | '192.0.2.164:3493'
        '::1'                   || '::1'           | 3493 | '[::1]:3493'
        '2001:db8::1'           || '2001:db8::1'   | 3493 | '[2001:db8::1]:3493'
        '[2001:db8::1]'         || '2001:db8::1'   | 3493 | '[2001:db8::1]:3493'
        '[2001:db8::1]:13493'   || '2001:db8::1'   | 13493 | '[2001:db8::1]:13493'
        'fe80::1%eth0'          || 'fe80::1%eth0'  | 3493 | '[fe80::1%eth0]:3493'
        '[fe80::1%eth0]:3493'   || 'fe80::1%eth0'  | 3493 | '[fe80::1%eth0]:3493'
    }

    def 'what is no address is refused with what to write: #text'() {
        when:
        NutAddress.of(text)

        then:
        def e = thrown(IllegalArgumentException)
        e.message.contains(said)

        where:
        text                  || said
        ''                    || 'host:port'
        ':3493'               || 'host:port'
        'localhost:'          || 'no port from 1 to 65535'
        'localhost:0'         || 'no port from 1 to 65535'
        'localhost:65536'     || 'no port from 1 to 65535'
        'localhost:nut'       || 'no port from 1 to 65535'
        'localhost:3493:3493' || 'host:port'
        '192.0.2.1:3493:3493' || 'host:port'
        '[::1'                || 'host:port'
        '[::1]:x'             || 'no port from 1 to 65535'
        '[localhost]:3493'    || 'host:port'
        'cyberpower@pi'       || 'the host alone'
        'nut://pi'            || 'host:port'
    }
}

package dev.steward.web.reach

import dev.steward.runner.config.access.Network
import dev.steward.web.http.Refused
import dev.steward.web.http.Sender
import dev.steward.web.security.Hosts
import dev.steward.web.security.Proxies
import spock.lang.Specification

/** Who is believed to have sent a request, and by which names it may be asked for. */
class ProxiesSpec extends Specification {

    static final List<Network> TRUSTED = ['192.0.2.10', '10.0.0.0/8', '2001:db8::/64'].collect { Network.of(it).get() }

    private static Sender sender(String peer, Map<String, String> headers, boolean tls = false, String host = 'steward.example') {
        new Proxies(TRUSTED).sender(new Proxies.Wire(peer, tls, host)) { headers[it] ?: '' }
    }

    def 'from #peer, forwarded for #said, it is #client'() {
        expect:
        with(sender(peer, ['X-Forwarded-For': said])) {
            address() == client
            !near()
        }

        where:
        peer          | said                                        || client
        '192.0.2.10'  | ''                                          || '192.0.2.10'
        '192.0.2.10'  | '203.0.113.7'                               || '203.0.113.7'
        '192.0.2.11'  | '203.0.113.7'                               || '192.0.2.11'
        '192.0.2.10'  | '198.51.100.1, 203.0.113.7'                 || '203.0.113.7'
        '192.0.2.10'  | '203.0.113.7, 10.1.2.3'                     || '203.0.113.7'
        '192.0.2.10'  | '198.51.100.1,203.0.113.7,10.1.2.3,10.9.9.9' || '203.0.113.7'
        '192.0.2.10'  | '10.7.7.7, 10.1.2.3'                        || '10.7.7.7'
        '192.0.2.10'  | '127.0.0.1'                                 || '127.0.0.1'
        '192.0.2.10'  | '203.0.113.7:55123'                         || '203.0.113.7'
        '192.0.2.10'  | '[2001:db8:1::7]:55123'                     || '2001:db8:1:0:0:0:0:7'
        '192.0.2.10'  | '2001:db8:1::7'                             || '2001:db8:1:0:0:0:0:7'
        '192.0.2.10'  | '203.0.113.7, unknown'                      || '192.0.2.10'
        '192.0.2.10'  | '203.0.113.7, , '                           || '203.0.113.7'
        '192.0.2.10'  | '203.0.113.7, evil.example, 10.1.2.3'       || '10.1.2.3'
        '[2001:db8::5]' | '203.0.113.7'                             || '203.0.113.7'
        'fe80:0:0:0:0:0:0:1%eth0' | '203.0.113.7'                   || 'fe80:0:0:0:0:0:0:1'
    }

    def 'scheme and host are a trusted proxy\'s to say: #headers'() {
        expect:
        sender('192.0.2.10', headers).with { [scheme(), host(), origin()] } == told
        sender('192.0.2.11', headers).with { [scheme(), host()] } == ['http', 'steward.example']

        where:
        headers                                                                                || told
        [:]                                                                                    || ['http', 'steward.example', 'http://steward.example']
        ['X-Forwarded-Proto': 'https']                                                         || ['https', 'steward.example', 'https://steward.example']
        ['X-Forwarded-Proto': 'http, HTTPS']                                                   || ['https', 'steward.example', 'https://steward.example']
        ['X-Forwarded-Proto': 'https, http']                                                   || ['http', 'steward.example', 'http://steward.example']
        ['X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'evil.example, other.example:443']  || ['https', 'other.example:443', 'https://other.example']
        ['X-Forwarded-Host': 'other.example:80']                                               || ['http', 'other.example:80', 'http://other.example']
    }

    def 'only who comes from this machine, for it, and led by nobody, is near: #peer #host #headers'() {
        expect:
        sender(peer, headers, false, host).near() == near

        where:
        peer                | host              | headers                            || near
        '127.0.0.1'         | 'localhost:8580'  | [:]                                || true
        '[::1]'             | '[::1]:8580'      | [:]                                || true
        '0:0:0:0:0:0:0:1'   | '127.0.0.1:8580'  | [:]                                || true
        '127.0.0.1'         | 'steward.example' | [:]                                || false
        '127.0.0.1'         | 'localhost:8580'  | ['X-Forwarded-For': '203.0.113.7'] || false
        '127.0.0.1'         | 'localhost:8580'  | ['X-Forwarded-For': '127.0.0.1']   || false
        '127.0.0.1'         | 'localhost:8580'  | [Forwarded: 'for=203.0.113.7']     || false
        '203.0.113.7'       | 'localhost:8580'  | [:]                                || false
        '192.0.2.10'        | 'localhost:8580'  | ['X-Forwarded-For': '127.0.0.1']   || false
    }

    def 'without TLS a stranger is refused before anything else: #peer'() {
        when:
        int status = 0
        try {
            new Proxies(TRUSTED).check(new Proxies.Wire(peer, tls, 'steward.example'))
        } catch (Refused e) {
            status = e.status()
        }

        then:
        status == (refused ? 421 : 0)

        where:
        peer          | tls   || refused
        '203.0.113.7' | false || true
        '203.0.113.7' | true  || false
        '10.1.2.3'    | false || false
        '127.0.0.1'   | false || false
        '[::1]'       | false || false
    }

    def 'asked for as #host it answers: #answers'() {
        given:
        def hosts = new Hosts({ 8580 }, { ['steward.example', '*.House.example', '192.0.2.7', '2001:db8:0:0:0:0:0:7'] }, { 'https://steward.example' })

        when:
        String said = ''
        try {
            hosts.check(new Sender('203.0.113.7', true, host, false))
        } catch (Refused e) {
            said = "${e.status()} $e.message"
        }

        then:
        said == (answers ? '' : '421 This Steward answers as https://steward.example only; open that address.')

        where:
        host                       || answers
        'steward.example'          || true
        'STEWARD.example:443'      || true
        'steward.example:8580'     || true
        'evil.example'             || false
        'steward.example.evil'     || false
        'a.steward.example'        || false
        'a.house.example'          || true
        'house.example'            || false
        'a.b.house.example'        || false
        '.house.example'           || false
        '192.0.2.7:8580'           || true
        '192.0.2.8'                || false
        '[2001:db8::7]:8580'       || true
        'localhost:8580'           || true
        'localhost'                || false
        ''                         || false
        '*.house.example'          || false
    }

    def 'a change comes from our own page, or is refused: #origin asked as #scheme #host'() {
        when:
        String said = ''
        try {
            new Hosts({ 8580 }).checkOrigin(origin, null, new Sender('203.0.113.7', scheme == 'https', host, false))
        } catch (Refused e) {
            said = e.message
        }

        then:
        said.contains(told) && said.empty == told.empty

        where:
        origin                         | scheme  | host                  || told
        null                           | 'https' | 'steward.example'     || ''
        'https://steward.example'      | 'https' | 'steward.example'     || ''
        'https://steward.example'      | 'https' | 'steward.example:443' || ''
        'https://steward.example:8443' | 'https' | 'steward.example:8443' || ''
        'http://steward.example'       | 'https' | 'steward.example'     || 'another page'
        'https://steward.example'      | 'http'  | 'steward.example'     || 'X-Forwarded-Proto'
        'https://evil.example'         | 'https' | 'steward.example'     || 'another page'
        'null'                         | 'https' | 'steward.example'     || 'another page'
    }
}

package dev.steward.runner.config

import dev.steward.runner.config.access.Network
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Where the page is served: what of it could not work, told at its place. */
class ServerConfigSpec extends Specification {

    @TempDir Path dir

    private List<String> problems(String yaml) {
        try {
            Files.writeString(dir.resolve('steward.yml'), yaml)
            new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.empty())
            []
        } catch (ConfigRefused e) {
            e.problems()*.toString()*.replace(dir as String + '/', '')
        }
    }

    def 'what is wrong is told at its place: #section'() {
        expect:
        problems("server: {$section}") == told.collect { 'steward.yml:1:' + it }

        where:
        section                                        || told
        'tls: {certificate: page.pem, key: page.key}'  || []
        'tls: {certificate: page.pem}'                 || ["15: server.tls.key is missing; add the key 'key'"]
        'tls: {}'                                      || ["15: server.tls.certificate is missing; add the key 'certificate'", "15: server.tls.key is missing; add the key 'key'"]
        'tls: {cert: page.pem, key: page.key}'         || ["15: server.tls.certificate is missing; add the key 'certificate'", "16: unknown key 'cert' in server.tls; the keys here are certificate, key"]
        'tls: page.pem'                                || ['15: server.tls is to be a mapping of keys']
        'trustedProxies: [192.0.2.10, "2001:db8::/32"]' || []
        'trustedProxies: 10.0.0.0/8'                   || []
        'trustedProxies: [10.0.0.0/8, proxy.example]'  || ["39: trustedProxies[1] is 'proxy.example'; expected an address or network such as 192.0.2.10 or 10.0.0.0/8"]
        'trustedProxies: [10.0.0.0/33, "*"]'           || ["27: trustedProxies[0] is '10.0.0.0/33'; expected an address or network such as 192.0.2.10 or 10.0.0.0/8", "40: trustedProxies[1] is '*'; expected an address or network such as 192.0.2.10 or 10.0.0.0/8"]
        'names: [steward.lan, 192.0.2.7, "2001:db8::7"]' || []
        'names: ["https://steward.lan"]'               || ["18: names[0] is 'https://steward.lan'; expected a host name or address such as steward.example, without a port"]
        'names: ["steward.lan:8580"]'                  || ["18: names[0] is 'steward.lan:8580'; expected a host name or address such as steward.example, without a port"]
        'port: 70000, names: ["*"]'                    || ['16: port is 70000; expected 0 to 65535', "31: names[0] is '*'; expected a host name or address such as steward.example, without a port"]
    }

    def '#network holds #address: #holds'() {
        expect:
        Network.of(network).get().holds(Network.address(address).get()) == holds

        where:
        network            | address            || holds
        '192.0.2.10'       | '192.0.2.10'       || true
        '192.0.2.10'       | '192.0.2.11'       || false
        '10.0.0.0/8'       | '10.255.255.255'   || true
        '10.0.0.0/8'       | '11.0.0.0'         || false
        '192.0.2.128/25'   | '192.0.2.127'      || false
        '192.0.2.128/25'   | '192.0.2.129'      || true
        '172.16.0.0/12'    | '172.31.9.9'       || true
        '172.16.0.0/12'    | '172.32.0.0'       || false
        '0.0.0.0/0'        | '203.0.113.9'      || true
        '0.0.0.0/0'        | '2001:db8::1'      || false
        '2001:db8::/32'    | '2001:db8:ffff::1' || true
        '2001:db8::/32'    | '2001:db9::1'      || false
        '::1'              | '::1'              || true
        '127.0.0.0/8'      | '::ffff:127.0.0.1' || true
    }

    def 'no network, and no name server is asked: #text'() {
        expect:
        Network.of(text).empty

        where:
        text << ['', 'localhost', '10', '10.0.0', '10.0.0.256', '10.0.0.0/', '10.0.0.0/x', '10.0.0.0/33', '::/129', '10.0.0.1 ', '01.2.3.4', ':', '1:2', '10.0.0.1/8/8']
    }
}

package dev.steward.runner.app.self

import dev.steward.runner.inventory.Host
import spock.lang.Specification

class SelfSpec extends Specification {

    def 'the machine Steward runs on is found by its address, else by its name'() {
        given:
        def self = new Self(['192.0.2.9', '2001:db8::9'] as Set, 'steward-1')

        expect:
        self.among([new Host(name, [], vars)]) == (found ? [name] as Set : [] as Set)

        where:
        name                    | vars                             || found
        'runner'                | [ansible_host: '192.0.2.9']      || true
        'runner'                | [ansible_host: '192.0.2.99']     || false
        'runner'                | [ansible_host: '2001:db8::9']    || true
        'steward-1'             | [:]                              || true
        'steward-1.example.com' | [:]                              || true
        'steward-1'             | [ansible_host: '192.0.2.99']     || false
        'x'                     | [ansible_host: 'steward-1.lan']  || true
        'steward-10'            | [:]                              || false
    }

    def 'loopback never makes a host the machine itself'() {
        expect:
        Self.ofThisMachine().among([new Host('lab', [], [ansible_host: '127.0.0.1'])]).empty
    }
}

package dev.steward.runner.proxmox

import dev.steward.house.Row
import spock.lang.Specification

class WaysInSpec extends Specification {

    @Row('X-41')
    def 'the README says what a token can, what takes a password and what takes SSH: #feature'() {
        given: 'the table, by its first column'
        def table = new File('../README.md').readLines().findAll { it.startsWith('| ') }*.split(/\|/)*.collect { it.trim() }
        def row = table.find { it[1].startsWith(feature) }

        expect:
        row
        [token, password, ssh].withIndex().every { String wanted, int column -> row[column + 2].startsWith(wanted) }

        where:
        feature                   || token                 | password            | ssh
        'read, start, stop'       || 'with the privileges' | 'with the privileges' | 'not needed'
        'commands in a VM'        || '`VM.GuestAgent'      | 'the same'          | 'not needed'
        'commands in a container' || 'no'                  | 'no'                | 'yes'
        'container features'      || 'no'                  | 'root@pam only'     | 'yes'
        'a console'               || 'a login prompt only' | 'root@pam'          | 'yes'
        'upgrade packages'        || 'no'                  | 'no'                | 'yes'
        'a user with a second'    || 'yes'                 | 'no'                | '-'
    }
}

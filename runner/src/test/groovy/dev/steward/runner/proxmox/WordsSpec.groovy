package dev.steward.runner.proxmox

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.runner.proxmox.task.GuestAction
import java.time.Instant
import spock.lang.Specification

class WordsSpec extends Specification {

    def 'a UPID is read and written: #text'() {
        when:
        def upid = Upid.parse(text)

        then:
        upid.toString() == text
        upid.node() == node
        upid.pid() == pid
        upid.start() == Instant.ofEpochSecond(0x6B0105C1)
        upid.type() == type
        upid.vmid().map { it.value() }.orElse(0) == vmid
        upid.token().orElse('') == token
        upid.path().encoded().endsWith(encoded)

        where:
        text                                                          || node    | pid   | type        | vmid | token | encoded
        'UPID:pve1:000004AA:0006EF7C:6B0105C1:qmshutdown:200:root@pam!t2:' || 'pve1' | 0x4AA | 'qmshutdown' | 200 | 't2' | '/nodes/pve1/tasks/UPID%3Apve1%3A000004AA%3A0006EF7C%3A6B0105C1%3Aqmshutdown%3A200%3Aroot%40pam%21t2%3A'
        'UPID:pve-2:00000114:10006178C:6B0105C1:aptupdate::root@pam:' || 'pve-2' | 0x114 | 'aptupdate' | 0    | ''    | 'aptupdate%3A%3Aroot%40pam%3A'
    }

    @Row('X-19')
    def 'what is no UPID is refused: "#text"'() {
        when:
        Upid.parse(text)

        then:
        def e = thrown(IllegalArgumentException)
        e.message.contains('is no UPID')
        Upid.find(text).empty

        where:
        text << ['', 'OK', 'UPID:pve1', 'UPID:pve1:4AA:0006EF7C:6B0105C1:vzstart:101:root@pam:', 'UPID:pve1:000004AA:0006EF7C:6B0105C1:vz start:101:root@pam:',
                 'UPID:../x:000004AA:0006EF7C:6B0105C1:vzstart:101:root@pam:', 'UPID:pve1:000004AA:0006EF7C:6B0105C1:vzstart:101:root@pam:\n']
    }

    def 'a path is checked and encoded'() {
        expect:
        PvePath.of('storage', 'local', 'content', 'local:backup/a b.zst').encoded() == '/api2/json/storage/local/content/local%3Abackup%2Fa%20b.zst'
        PvePath.parse('/api2/json//nodes/pve1/').toString() == '/nodes/pve1'
        PvePath.parse('nodes/pve1/lxc').node().get() == 'pve1'
        PvePath.parse('/nodes').node().empty
        PvePath.parse('/cluster/nodes/x').node().empty

        when:
        PvePath.of('nodes', segment)

        then:
        thrown(IllegalArgumentException)

        where:
        segment << ['', '.', '..']
    }

    def 'a release is read: #text'() {
        expect:
        PveVersion.find(text).map { [it.major(), it.minor(), it.patch()] }.orElse(null) == parts

        where:
        text                          || parts
        '9.2.11'                      || [9, 2, 11]
        '8.4'                         || [8, 4, 0]
        '7.4-17'                      || [7, 4, 17]
        '9.0.0~11'                    || [9, 0, 0]
        'pve-manager/8.4.21/abcdef12' || [8, 4, 21]
        'unknown'                     || null
    }

    def 'releases are compared by number'() {
        expect:
        PveVersion.find('8.10.1').get() > PveVersion.find('8.9.30').get()
        PveVersion.find('9.0.3').get().atLeast(8, 4)
        !PveVersion.find('8.3.9').get().atLeast(8, 4)
    }

    def 'fields are read with patience: #json as #how'() {
        given:
        def fields = new PveFields(new ObjectMapper().readTree("{\"x\":$json}"))

        expect:
        [fields.text('x').orElse(null), fields.number('x').with { it.present ? it.asLong : null }, fields.bool('x').orElse(null)] == how
        fields.text('y').empty
        fields.inside('y').inside('z').number('x').empty
        fields.list('y') == []

        where:
        json        || how
        '5'         || ['5', 5, null]
        '"5"'       || ['5', 5, null]
        '1.9'       || ['1.9', 1, null]
        '"1"'       || ['1', 1, true]
        '0'         || ['0', 0, false]
        'true'      || ['true', 1, true]
        '"on"'      || ['on', null, true]
        'null'      || [null, null, null]
        '"x"'       || ['x', null, null]
        '{"a":1}'   || [null, null, null]
        '[1]'       || [null, null, null]
        '1e30'      || ['1.0E30', null, null]
        '4294967296' || ['4294967296', 4294967296, null]
    }

    def 'a number that does not fit is none'() {
        expect:
        new PveFields(new ObjectMapper().readTree('{"x":4294967296}')).count('x').empty
        new PveFields(null).names() == []
    }

    def 'a VMID is 100 to 999999999'() {
        expect:
        Vmid.find(text).map { it.value() }.orElse(0) == value

        where:
        text         || value
        '100'        || 100
        '999999999'  || 999999999
        '99'         || 0
        '1000000000' || 0
        '0100'       || 0
        'x'          || 0
    }

    @Row('X-19')
    def 'an unknown action is refused before anything is asked'() {
        when:
        GuestAction.of('explode')

        then:
        def e = thrown(IllegalArgumentException)
        e.message == "unknown action 'explode'; expected one of start, stop, shutdown, reboot, suspend, resume, reset"
        GuestAction.of('start').path(GuestKind.LXC, 'pve1', new Vmid(101)).toString() == '/nodes/pve1/lxc/101/status/start'

        when:
        GuestAction.RESET.path(GuestKind.LXC, 'pve1', new Vmid(101))

        then:
        thrown(IllegalArgumentException)
    }
}

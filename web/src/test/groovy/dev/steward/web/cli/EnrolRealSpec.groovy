package dev.steward.web.cli

import dev.steward.real.RealHosts
import java.nio.file.Files
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

class EnrolRealSpec extends Specification {

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(1, ['small'])
    @AutoCleanup Terminal steward = new Terminal()

    def known = steward.folder.resolve('known_hosts')
    def host = "${hosts.address(1)}:$RealHosts.PORT" as String

    def setup() {
        steward.write('steward.yml', "ssh: {knownHosts: $known}\n")
    }

    private String fingerprint() {
        hosts.judge(1, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub').split(' ')[1]
    }

    def 'a new host is shown with the fingerprints of its own console, and nothing is written unless it was said'() {
        when:
        def unsaid = steward.run('host', 'enrol', host)

        then:
        unsaid.code() == 5
        unsaid.out().contains(fingerprint())
        unsaid.err().contains('--fingerprint')
        !Files.exists(known)

        when:
        def wrong = steward.run('host', 'enrol', host, '--fingerprint', 'SHA256:nobody')

        then:
        wrong.code() == 1
        !Files.exists(known)

        when:
        def said = steward.run('host', 'enrol', host, '--fingerprint', fingerprint())

        then:
        said.code() == 0
        Files.readString(known).contains(hosts.address(1))
    }

    def 'a known host is left as it is; a changed key is refused with the step that removes it'() {
        given:
        steward.run('host', 'enrol', host, '--yes')
        def before = Files.readString(known)

        expect:
        steward.run('host', 'enrol', host, '--yes').out().contains('known already')
        Files.readString(known) == before

        when: 'its key is another one than the kept'
        new ProcessBuilder('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', steward.folder.resolve('other') as String)
                .start().waitFor()
        def other = Files.readString(steward.folder.resolve('other.pub')).split(' ')[1]
        def changed = before.readLines().collect { it.contains('ssh-ed25519') ? it.replaceAll(/\S+$/, other) : it }.join('\n') + '\n'
        Files.writeString(known, changed)
        def refused = steward.run('host', 'enrol', host, '--yes')

        then:
        refused.code() == 1
        refused.err().contains('ssh-keygen -R')
        Files.readString(known) == changed
    }

    def 'a node that is entered as #user is told what to grant: #line'() {
        given:
        steward.write('nodes.yml', "all: {children: {proxmox_nodes: {hosts: {pve1: {ansible_host: ${hosts.address(1)}, " +
                "ansible_port: $RealHosts.PORT, ansible_user: $user}}}}}\n")

        expect:
        steward.run('host', 'enrol', 'pve1', '-i', 'nodes.yml', '--yes').with {
            it.code() == 0 && it.out().contains('/usr/sbin/pct ^exec') == line && it.out().contains("$user ALL=(root)") == line
        }

        where:
        user   | line
        'op'   | true
        'root' | false
    }

    def 'on a terminal it asks, and only a whole yes is one: #typed'() {
        when:
        def ended = steward.typed(['host', 'enrol', host], 'yes/no: ', typed)

        then:
        ended.out().contains(fingerprint())
        ended.out().contains("Are these the fingerprints on $host's own console")
        ended.code() == code
        Files.exists(known) == (code == 0)
        ended.out().contains(said)

        where:
        typed   || code | said
        'yes'   || 0    | 'is known from now on'
        ' Yes ' || 0    | 'is known from now on'
        'no'    || 1    | 'Nothing was written.'
        'y'     || 1    | 'Nothing was written.'
        ''      || 1    | 'Nothing was written.'
        'maybe' || 1    | 'Nothing was written.'
    }

    def 'on a terminal a changed key is refused without a question'() {
        given:
        steward.run('host', 'enrol', host, '--yes')
        def kept = Files.readString(known)
        Files.writeString(known, kept.replaceAll(/(?m)(ssh-ed25519 \S{40})\S/, '$1A').replaceAll(/(?m)(ssh-ed25519 \S{50})\S/, '$1B'))
        def changed = Files.readString(known)

        when:
        def ended = steward.typed(['host', 'enrol', host], 'yes/no: ', 'yes')

        then:
        ended.code() == 1
        !ended.out().contains('yes/no')
        ended.out().contains('CHANGED')
        Files.readString(known) == changed
    }

    def 'a host that does not answer is named, and the code is that of the unreachable'() {
        when:
        def ended = steward.run('host', 'enrol', '127.0.0.1:1', '--yes')

        then:
        ended.code() == 4
        ended.err().contains('127.0.0.1')
    }
}

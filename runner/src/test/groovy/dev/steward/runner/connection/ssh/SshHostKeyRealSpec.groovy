package dev.steward.runner.connection.ssh

import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ConnectionException.Kind
import dev.steward.runner.time.SystemTime
import spock.lang.Timeout

/** Which hosts are trusted. */
@Timeout(60)
class SshHostKeyRealSpec extends SshRouteTry {

    def 'an unknown host key is refused with its fingerprint and the next step'() {
        given:
        folder.resolve('known_hosts').toFile().text = ''

        when:
        hello()

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.HOST_KEY_UNKNOWN
        e.message.contains(fingerprint('ed25519'))
        e.message.contains('steward host enrol web1')
        folder.resolve('known_hosts').toFile().text == ''
    }

    def 'a changed host key is refused otherwise than an unknown one'() {
        given:
        sshd.keygen('other', '-t', 'ed25519')
        folder.resolve('known_hosts').toFile().text = "[127.0.0.1]:$sshd.port ${folder.resolve('other.pub').toFile().text}"

        when:
        hello()

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.HOST_KEY_CHANGED
        e.message.contains('CHANGED')
        e.message.contains(fingerprint('ed25519'))
    }

    def 'a host known by its #type key alone is accepted, hashed: #hashed'() {
        given:
        sshd.enrol(type)
        if (hashed) {
            assert ['ssh-keygen', '-q', '-H', '-f', folder.resolve('known_hosts').toString()].execute().waitFor() == 0
            assert folder.resolve('known_hosts').toFile().text.startsWith('|1|')
        }

        expect:
        hello() == 'hello\n'

        where:
        type      | hashed
        'ed25519' | false
        'ed25519' | true
        'ecdsa'   | false
        'rsa'     | false
        'rsa'     | true
    }

    def 'accept-new takes an unknown key in, once, and still refuses a changed one'() {
        given:
        folder.resolve('known_hosts').toFile().text = ''
        Map more = [ansible_ssh_common_args: '-o StrictHostKeyChecking=accept-new']

        when:
        String said = hello(more)

        then:
        said == 'hello\n'
        folder.resolve('known_hosts').toFile().readLines().size() == 1
        hello() == 'hello\n'

        when:
        sshd.keygen('other', '-t', 'ed25519')
        folder.resolve('known_hosts').toFile().text = "[127.0.0.1]:$sshd.port ${folder.resolve('other.pub').toFile().text}"
        hello(more)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.HOST_KEY_CHANGED
    }

    def 'enrolling shows the fingerprints, writes them, and replaces a changed key'() {
        given:
        sshd.keygen('other', '-t', 'ed25519')
        folder.resolve('known_hosts').toFile().text = "[127.0.0.1]:$sshd.port ${folder.resolve('other.pub').toFile().text}"
        if (hashed) {
            assert ['ssh-keygen', '-q', '-H', '-f', folder.resolve('known_hosts').toString()].execute().waitFor() == 0
        }
        Enrol enrol = new Enrol(folder, new SystemTime())

        when:
        List<Enrol.HostKey> keys = enrol.fetch(settings())

        then:
        keys*.fingerprint() == ['ed25519', 'ecdsa', 'rsa'].collect { fingerprint(it) }
        keys*.standing() == [Enrol.Standing.CHANGED, Enrol.Standing.NEW, Enrol.Standing.NEW]

        when:
        enrol.accept(settings(), keys)

        then:
        hello() == 'hello\n'
        enrol.fetch(settings())*.standing().unique() == [Enrol.Standing.KNOWN]
        folder.resolve('known_hosts').toFile().readLines().count { it } == 3

        where:
        hashed << [false, true]
    }

    def 'a check of host keys that is switched off by #more is made all the same, and the refusal says so'() {
        given:
        folder.resolve('known_hosts').toFile().text = ''

        when:
        hello(more)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.HOST_KEY_UNKNOWN
        e.message.contains('steward host enrol web1')
        e.message.contains('is not honoured')

        when: 'it is enrolled'
        sshd.enrol('ed25519')

        then:
        hello(more) == 'hello\n'

        where:
        more << [[ansible_host_key_checking: false], [ansible_ssh_common_args: '-o StrictHostKeyChecking=no']]
    }
}

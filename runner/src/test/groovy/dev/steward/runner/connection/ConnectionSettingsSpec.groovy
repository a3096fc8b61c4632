package dev.steward.runner.connection

import dev.steward.runner.connection.ConnectionException.Kind
import dev.steward.runner.connection.KnownConnections.Kindred
import dev.steward.runner.inventory.Host
import dev.steward.runner.secret.Secret
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification

class ConnectionSettingsSpec extends Specification {

    static final LoginDefaults DEFAULTS = new LoginDefaults(Optional.of('cli'), Optional.of(Path.of('/cli/key')),
            Optional.of(new Secret('cli-pw')), Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(15))

    def 'a host that says nothing gets the defaults'() {
        expect:
        with(settings([:])) {
            kind() == 'ssh'
            address() == 'web1'
            port().empty
            user().get() == 'cli'
            keyFile().get() == Path.of('/cli/key')
            password().get().reveal() == 'cli-pw'
            checkHostKey()
            connectTimeout() == Duration.ofSeconds(10)
        }
    }

    def 'variables beat the command line, current names beat legacy ones: #vars'() {
        expect:
        settings(vars)."$what"().with { it instanceof Optional ? it.get() : it }.toString() == value

        where:
        vars                                                     | what             | value
        [ansible_user: 'inv']                                    | 'user'           | 'inv'
        [ansible_ssh_user: 'old']                                | 'user'           | 'old'
        [ansible_user: 'inv', ansible_ssh_user: 'old']           | 'user'           | 'inv'
        [ansible_host: '192.0.2.1']                              | 'address'        | '192.0.2.1'
        [ansible_ssh_host: '192.0.2.1']                          | 'address'        | '192.0.2.1'
        [ansible_port: 2222L]                                    | 'port'           | '2222'
        [ansible_ssh_port: '2222']                               | 'port'           | '2222'
        [ansible_password: new Secret('x')]                      | 'password'       | '***'
        [ansible_ssh_private_key_file: '/k']                     | 'keyFile'        | '/k'
        [ansible_connection: 'local']                            | 'kind'           | 'local'
        [ansible_timeout: 3L]                                    | 'connectTimeout' | 'PT3S'
        [ansible_host_key_checking: 'no']                        | 'checkHostKey'   | 'false'
        [ansible_ssh_common_args: '-o "A=b c" -p 1']             | 'arguments'      | '[-o, A=b c, -p, 1]'
    }

    def 'a value that makes no sense is a problem that names host, variable and what was expected: #vars'() {
        when:
        settings(vars)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.CONFIGURATION
        e.message.startsWith('web1: ')
        e.message.contains(says)

        where:
        vars                                   | says
        [ansible_port: 'ssh']                  | 'a number from 1 to 65535'
        [ansible_port: 70000L]                 | 'a number from 1 to 65535'
        [ansible_user: ['a']]                  | 'ansible_user is no text'
        [ansible_user: '{{ admin }}']          | 'holds a template'
        [ansible_host_key_checking: 'perhaps'] | 'true or false'
        [ansible_ssh_common_args: '-o "A']     | 'a quote that does not end'
    }

    def 'become variables and their aliases are read'() {
        expect:
        with(BecomeSettings.of(new Host('h', [], vars))) {
            it.wanted() == Optional.ofNullable(wanted)
            it.user() == Optional.ofNullable(user)
            it.password().map { s -> s.reveal() } == Optional.ofNullable(password)
        }

        where:
        vars                                                           | wanted | user  | password
        [:]                                                            | null   | null  | null
        [ansible_become: 'yes', ansible_become_user: 'op']             | true   | 'op'  | null
        [ansible_become: false, ansible_become_pass: 'x']              | false  | null  | 'x'
        [ansible_become_password: new Secret('a'), ansible_become_pass: 'b'] | null | null | 'a'
    }

    def 'sudo is called as the inventory says: #vars'() {
        expect:
        BecomeSettings.of(new Host('h', [], vars)).sudo().words() == words

        where:
        vars                                                                          | words
        [:]                                                                           | 'sudo -H'
        [ansible_become_exe: '/opt/bin/sudo']                                         | '/opt/bin/sudo -H'
        [ansible_become_flags: '-H -S -n']                                            | 'sudo -H'
        [ansible_become_flags: '']                                                    | 'sudo'
        [ansible_become_flags: '-E --preserve-env=LANG']                              | 'sudo -E --preserve-env=LANG'
        [ansible_sudo_exe: 'sudo-rs', ansible_sudo_flags: '-H -P']                    | 'sudo-rs -H -P'
    }

    def 'sudo variables that could change who acts are a problem: #vars'() {
        when:
        BecomeSettings.of(new Host('h', [], vars))

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.CONFIGURATION
        e.message.contains(says)

        where:
        vars                                     | says
        [ansible_become_exe: 'sudo; rm -rf /']   | 'expected the name or path of a program'
        [ansible_become_exe: '-u']               | 'expected the name or path of a program'
        [ansible_become_flags: '-H -u nobody']   | "'-u' of ansible_become_flags cannot be honoured"
        [ansible_become_flags: '-i']             | "'-i' of ansible_become_flags"
        [ansible_become_flags: '--group=a;b']    | "'--group=a;b' of"
    }

    def 'a become method other than sudo is a problem'() {
        when:
        BecomeSettings.of(new Host('h', [], [ansible_become_method: 'doas']))

        then:
        ConnectionException e = thrown()
        e.message.contains("'doas' is not supported; use sudo")
    }

    def 'an unknown kind of connection is a problem: #kind'() {
        given:
        Kindred none = { throw new AssertionError('not asked for') } as Kindred
        KnownConnections connections = new KnownConnections([ssh: none, local: none], LoginDefaults.NONE)

        when:
        connections.to(new Host('web1', [], [ansible_connection: kind]))

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.CONFIGURATION
        e.message == "web1: ansible_connection '$kind' is unknown; $says"

        where:
        kind     | says
        'shh'    | "did you mean 'ssh'?"
        'locall' | "did you mean 'local'?"
        'winrm'  | 'known are local, ssh'
    }

    def 'a host has one connection, closed with the others'() {
        given:
        int made = 0
        List closed = []
        Kindred kind = { ConnectionSettings s ->
            made++
            Stub(Connection) { close() >> { closed << s.host() } }
        } as Kindred
        KnownConnections connections = new KnownConnections([ssh: kind], LoginDefaults.NONE)

        expect:
        connections.to(new Host('a', [], [:])).is(connections.to(new Host('a', [], [:])))
        !connections.to(new Host('b', [], [:])).is(connections.to(new Host('a', [], [:])))
        made == 2

        when:
        connections.close()

        then:
        closed.toSet() == ['a', 'b'] as Set
    }

    private static ConnectionSettings settings(Map vars) { ConnectionSettings.of(new Host('web1', [], vars), DEFAULTS) }
}

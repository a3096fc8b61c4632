package dev.steward.runner.connection.ssh

import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.ssh.config.ClientConfig
import dev.steward.runner.inventory.Host
import java.nio.file.Path
import spock.lang.Specification

/** How inventory, arguments and client configuration become one route. */
class RoutesSpec extends Specification {

    static final Path HOME = Path.of('/home/x/.ssh')

    def 'the client configuration applies as ssh_config(5) says: #what'() {
        given:
        String config = '''
            # comment
            Host web* !web9
              HostName 192.0.2.7
              Port 2201
              User first
            Host web1
              User second
              HostKeyAlias alias1
            Match host other exec "true"
              Port 9
            Match exec "true"
              ForwardX11 yes
            Host *
              Port 2299
              UserKnownHostsFile /k1 /k2
            '''

        expect:
        route(config, host, [:])."$what"().toString() == value

        where:
        host   | what         | value
        'web1' | 'address'    | '192.0.2.7'
        'web1' | 'port'       | '2201'
        'web1' | 'user'       | 'first'
        'web1' | 'knownHosts' | '[/k1, /k2]'
        'web1' | 'knownAs'    | 'alias1'
        'web9' | 'address'    | 'web9'
        'web9' | 'port'       | '2299'
        'web2' | 'knownAs'    | '[192.0.2.7]:2201'
    }

    def 'the inventory beats arguments, arguments beat the configuration'() {
        given:
        String config = 'Port 1\nUser c\n'

        expect:
        route(config, 'h', [:]).with { "${it.user()} ${it.port()}" } == 'c 1'
        route(config, 'h', [ansible_ssh_common_args: '-p 2 -l a']).with { "${it.user()} ${it.port()}" } == 'a 2'
        route(config, 'h', [ansible_ssh_common_args: '-p 2 -l a', ansible_user: 'i', ansible_port: 3L]).with { "${it.user()} ${it.port()}" } == 'i 3'
    }

    def 'jumps are a chain, with what the configuration says of each'() {
        given:
        String config = 'Host gate\n HostName 192.0.2.1\n Port 2222\n User g\n ProxyJump outer\n'

        when:
        Route route = route(config, 'h', [ansible_ssh_common_args: '-o ProxyJump=gate,me@inner:24'])

        then:
        route.jumps().collect { "${it.user()}@${it.endpoint()}" as String } == ["${System.getProperty('user.name')}@outer:22" as String, 'g@192.0.2.1:2222', 'me@inner:24']
        route.words().contains('via inner:24')
    }

    def 'a jump never gets the password of the host behind it'() {
        expect:
        route('', 'h', [ansible_password: 'secret', ansible_ssh_common_args: '-J gate']).jumps()[0].password().empty
    }

    def 'a chain that leads in a circle is a problem'() {
        when:
        route('Host a\n ProxyJump b\nHost b\n ProxyJump a\n', 'a', [:])

        then:
        ConnectionException e = thrown()
        e.message.contains('circle')
    }

    def 'arguments that cannot be honoured are a problem, those that only tune are not: #arguments'() {
        when:
        String problem = ''
        try {
            route('', 'h', [ansible_ssh_common_args: arguments])
        } catch (ConnectionException e) {
            problem = e.message
        }

        then:
        problem.contains(says)
        problem.empty == says.empty

        where:
        arguments                                            | says
        '-o ControlMaster=auto -o ControlPersist=60s -C -q'  | ''
        '-o ServerAliveInterval=10 -oBatchMode=yes'          | ''
        '-o ProxyCommand="nc %h %p"'                         | 'ProxyCommand'
        '-D 1080'                                            | '-D'
        '-o'                                                 | '-o'
        '-o GSSAPIAuthentication=yes'                        | 'GSSAPIAuthentication'
    }

    def 'configuration and known_hosts may lie elsewhere than the keys'() {
        given:
        def files = new ClientFiles(HOME, Path.of('/etc/steward/ssh_config'), Path.of('/etc/steward/known_hosts'))

        expect:
        new Routes(ClientConfig.parse('', HOME), files)
                .of(ConnectionSettings.of(new Host('web1', [], [:]), LoginDefaults.NONE))
                .knownHosts().first() == Path.of('/etc/steward/known_hosts')
    }

    private static Route route(String config, String host, Map vars) {
        new Routes(ClientConfig.parse(config, HOME), ClientFiles.in(HOME)).of(ConnectionSettings.of(new Host(host, [], vars), LoginDefaults.NONE))
    }

    def 'what the client configuration asks for and cannot be had is a problem for the hosts that ask for it: #option'() {
        given:
        String config = "Host web1\n  $option\n"

        when:
        route(config, 'web2', [:])
        route(config, 'web1', [:])

        then:
        ConnectionException e = thrown()
        e.kind() == ConnectionException.Kind.CONFIGURATION
        e.message.contains(says)

        where:
        option                             || says
        'ProxyCommand nc %h %p'            || 'web1: ProxyCommand of the SSH client configuration cannot be honoured; say the way with ProxyJump'
        'CanonicalizeHostname yes'         || 'web1: CanonicalizeHostname of the SSH client configuration'
    }

    def 'a Match that only OpenSSH can decide is a problem where it is reached and says anything that matters: #criteria'() {
        when:
        route("Match $criteria\n  Port 9\n", 'web1', [:])

        then:
        ConnectionException e = thrown()
        e.message.startsWith('config:1: ')
        e.message.contains(says)

        where:
        criteria                || says
        'exec "test -e /x"'     || "'Match exec' cannot be decided here, and web1 depends on it"
        'host web* exec true'   || "'Match exec'"
        'final'                 || "'Match final'"
        'canonical host web*'   || "'Match canonical'"
        'localnetwork 10.0.0/8' || "'Match localnetwork'"
        'hots web1'             || "'Match hots' is unknown"
        'host'                  || "'Match host' needs a value"
        'all host web1'         || "'Match all' stands alone"
    }
}

package dev.steward.web.cli

import dev.steward.real.RealSshd
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** A server as a process, whose runs log in at a real sshd, and the same command without it. */
@Timeout(180)
class KeptSessionsServedRealSpec extends Specification {

    @AutoCleanup Terminal steward = new Terminal()
    Path keys = Files.createDirectory(steward.folder.resolve('keys'))
    @AutoCleanup RealSshd sshd = new RealSshd(keys, 'LogLevel INFO')
    def soon = new PollingConditions(timeout: 60, delay: 0.1)

    def setup() {
        steward.write('far.yml', """\
            all:
              hosts:
                far:
                  ansible_host: 127.0.0.1
                  ansible_port: ${sshd.port}
                  ansible_user: root
                  ansible_ssh_private_key_file: ${keys.resolve('id_ed25519')}
                  ansible_ssh_common_args: -o UserKnownHostsFile=${keys.resolve('known_hosts')}
            """.stripIndent())
        steward.write('one.groovy', "playbook('One') { play('p') { hosts 'all'; tasks { task('t') { shell 'echo done' } } } }")
    }

    def 'runs through a server log in once, and its end ends the session; #how'() {
        given:
        steward.write('steward.yml', "inventory: far.yml\nplaybooks: .\nserver: {port: 0}\n$settings")
        def server = steward.start(['serve'])
        soon.eventually { assert said().contains('Steward serves') }

        when:
        3.times { assert steward.run('run', 'one.groovy').code() == 0 }

        then:
        logins() == most
        soon.eventually { assert !sshd.sessions().empty == left } // sshd needs a moment to see that a client left

        when: 'the server ends'
        server.destroy()

        then:
        soon.eventually { assert !server.alive }
        soon.eventually { assert sshd.sessions().empty }

        when: 'the command line alone, whose process ends with its run'
        2.times { assert steward.run('run', 'one.groovy').code() == 0 }

        then:
        logins() == most + 2
        soon.eventually { assert sshd.sessions().empty }

        where:
        how                  | settings              | most | left
        'as it comes'        | ''                    | 1    | true
        'where it is unwanted' | 'ssh: {keepFor: 0s}\n' | 3    | false
    }

    private String said() { Files.readString(steward.folder.resolve('out-0')) }

    private int logins() { Files.readString(keys.resolve('sshd.log')).count('Accepted publickey') }
}

package dev.steward.web.cli

import dev.steward.house.Row
import dev.steward.real.RealSshd
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/** The limit of steward.yml, by the packaged launcher, against a real sshd and on this machine. */
class CommandLimitRealSpec extends Specification {

    @AutoCleanup Terminal steward = new Terminal()
    Path keys = Files.createDirectory(steward.folder.resolve('keys'))
    @AutoCleanup RealSshd sshd = new RealSshd(keys)

    @Row('G-49')
    def 'a command past the usual limit is killed on its host, over SSH and locally; the others and the task with its own go on'() {
        given:
        steward.write('steward.yml', 'defaults: {commandTimeout: 2s}\n')
        steward.write('two.yml', """\
            all:
              hosts:
                here: {ansible_connection: local}
                far:
                  ansible_host: 127.0.0.1
                  ansible_port: ${sshd.port}
                  ansible_user: root
                  ansible_ssh_private_key_file: ${keys.resolve('id_ed25519')}
                  ansible_ssh_common_args: -o UserKnownHostsFile=${keys.resolve('known_hosts')}
            """.stripIndent())
        steward.write('hang.groovy', """
            playbook('Hang') { play('p') { hosts 'all'; tasks {
                task('Own') { shell 'sleep 3; echo patient'; timeout 1.minutes }
                task('Usual') { shell "sleep 7654 & echo \\\$! > $steward.folder/\${host.name}; wait" }
            } } }
            """)

        when:
        def ended = steward.run('run', 'hang.groovy', '-i', 'two.yml', '-v')

        then:
        ended.code() == 2
        ended.out().count('patient') == 2
        ended.out().count('no end within 2 s, the limit for a command without its own; killed; say `timeout 10.minutes` in the task') >= 2
        ['here', 'far'].every { gone(Files.readString(steward.folder.resolve(it)).trim()) }

        and:
        steward.run('config').out().readLines().any { it ==~ /defaults\.commandTimeout +2s +\(.*steward\.yml:1\)/ }
    }

    private static boolean gone(String pid) {
        assert pid ==~ /\d+/
        // the kernel may still hold the dead process for its new parent
        new PollingConditions(timeout: 3).eventually { assert !ProcessHandle.of(pid as long).map { it.alive }.orElse(false) }
        true
    }
}

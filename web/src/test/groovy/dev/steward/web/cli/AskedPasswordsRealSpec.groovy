package dev.steward.web.cli

import dev.steward.real.RealHosts
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/** The passwords that -k and -K ask for, typed at a terminal that script(1) makes, against a real Debian host. */
class AskedPasswordsRealSpec extends Specification {

    @Shared @AutoCleanup RealHosts lab = RealHosts.up(1, ['nothing'])
    @Shared @AutoCleanup Terminal steward = new Terminal()

    def setupSpec() {
        steward.write('lab.yml', """
            all:
              hosts:
                host-1:
                  ansible_host: ${lab.address(1)}
                  ansible_port: ${RealHosts.PORT}
                  ansible_user: pw
                  ansible_ssh_common_args: -o UserKnownHostsFile=${lab.knownHosts()}
            """.stripIndent())
        steward.write('who.groovy', "playbook('Who') { play('p') { hosts 'host-1'; tasks { task('Who') { shell 'id -un' } } } }")
    }

    def 'typed passwords log in and become root, and are not shown'() {
        when:
        def said = type(['-k', '-K', '-b'], ['Login password: ': RealHosts.PASSWORD, 'Sudo password: ': RealHosts.PASSWORD])

        then:
        said.code == 0
        said.text.contains('root')
        !said.text.contains(RealHosts.PASSWORD)
    }

    def 'a wrong login password ends in one clear line and exit code 4'() {
        when:
        def said = type(['-k'], ['Login password: ': 'not-the-password'])

        then:
        said.code == 4
        said.text.contains('the password of pw was not accepted')
        !said.text.contains('not-the-password')
    }

    private Map type(List<String> options, Map<String, String> answers) {
        def words = [Terminal.LAUNCHER, 'run', 'who.groovy', '-i', 'lab.yml', '-v'] + options
        def builder = new ProcessBuilder('script', '-qec', words.join(' '), '/dev/null').directory(steward.folder.toFile()).redirectErrorStream(true)
        builder.environment().put('STEWARD_HOME', steward.home as String)
        def process = builder.start()
        def text = new StringBuffer()
        def reader = Thread.start { process.inputStream.eachByte { text.append((char) it) } }
        answers.each { prompt, answer ->
            new PollingConditions(timeout: 60).eventually { assert text.contains(prompt) }
            process.outputStream << answer + '\n'
            process.outputStream.flush()
        }
        assert process.waitFor(120, TimeUnit.SECONDS)
        reader.join(5_000)
        [code: process.exitValue(), text: text as String]
    }
}

package dev.steward.runner.secret

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Passwords of vaults in files and scripts, as Ansible takes them. */
@Timeout(30)
class VaultPasswordFileSpec extends Specification {

    @TempDir Path dir

    private Path file(String text, boolean executable = false, String name = 'pw') {
        Path file = Files.writeString(dir.resolve(name), text)
        file.toFile().setExecutable(executable)
        file
    }

    private static Secret read(Path file) { new VaultPasswordFile(file, false, Duration.ofSeconds(2)).read() }

    def 'the text of a file counts without blanks around it, what a script prints without line ends: #text'() {
        expect:
        read(file(text, executable, name)).reveal() == password

        where:
        text                                         | executable | name          || password
        ' correct horse \n'                          | false      | 'pw'          || 'correct horse'
        '#!/bin/sh\necho " correct horse "\n'        | true       | 'pw.sh'       || ' correct horse '
        '#!/bin/sh\necho "$*"\n'                     | true       | 'my-client.sh' || '--vault-id default'
        '#!/bin/sh\necho "$*x"; cat\n'               | true       | 'client.sh'   || 'x'
    }

    def 'a script runs once, a file is read each time'() {
        given:
        Path runs = dir.resolve('runs')
        def script = new VaultPasswordFile(file("#!/bin/sh\necho x >> $runs\necho pw\n", true, 's'), false, Duration.ofSeconds(5))
        Path text = file('one')
        def plain = new VaultPasswordFile(text, false, Duration.ofSeconds(5))

        expect:
        [script.read(), script.read()]*.reveal() == ['pw', 'pw']
        Files.readString(runs) == 'x\n'
        plain.read().reveal() == 'one'

        when:
        Files.writeString(text, 'two')

        then:
        plain.read().reveal() == 'two'
    }

    def 'what cannot be had is told with the name of the file: #says'() {
        when:
        read(path.call(this))

        then:
        AnsibleVault.VaultException e = thrown()
        e.message.startsWith('the vault password ')
        e.message.contains(dir.toString())
        e.message.contains(says)

        where:
        path                                                        || says
        ({ it.dir.resolve('gone') })                                || 'gone does not exist'
        ({ it.dir })                                                || 'is no file'
        ({ it.file(' \n') })                                        || 'pw is empty'
        ({ it.file('$ANSIBLE_VAULT;1.1;AES256\n6162\n') })         || 'is itself closed by a vault'
        ({ it.file('#!/bin/sh\nexit 3\n', true) })                 || 'ended with exit code 3'
        ({ it.file('#!/bin/sh\n', true) })                          || 'printed nothing'
        ({ it.file('just the password\n', true) })                  || 'chmod -x'
        ({ it.file('#!/bin/sh\nsleep 60\n', true) })               || 'did not end within 2 s'
    }
}

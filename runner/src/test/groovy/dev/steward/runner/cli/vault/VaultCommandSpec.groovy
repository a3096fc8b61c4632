package dev.steward.runner.cli.vault

import dev.steward.house.Row
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.Timeout

/** {@code steward vault}: what it changes, and what it leaves alone. */
@Timeout(60)
class VaultCommandSpec extends VaultCommandLine {

    @Row('S-08')
    def 'a wrong password is told and changes no file, also where it opens some of them: #words'() {
        given:
        file('a', 'aaa')
        file('b', 'bbb')
        vault('encrypt', '--vault-password-file', 'other', 'a')
        vault('encrypt', '--vault-password-file', 'pw', 'b')
        byte[] a = bytes('a')
        byte[] b = bytes('b')

        when:
        int code = vault(words.split(' '))

        then:
        code == 1
        said() == "b: the vault password does not open it (${dir.resolve('other')}). Nothing was changed in it.\n"
        bytes('a') == a && bytes('b') == b
        names() == ['a', 'b', 'other', 'pw']

        where:
        words << ['decrypt --vault-password-file other a b', 'view --vault-password-file other b',
                  'rekey --vault-password-file other --new-vault-password-file pw a b', 'edit --vault-password-file other b']
    }

    @Row('S-08')
    def 'owner, group, mode and links stay, and nothing is left beside the file'() {
        given:
        Path real = file('real.yml', 'x: 1\n'.bytes, 'rw-rw----')
        Files.createSymbolicLink(dir.resolve('link.yml'), real)
        def owner = real.fileSystem.userPrincipalLookupService.lookupPrincipalByName('nobody')
        Files.setOwner(real, owner)

        when:
        int code = vault('encrypt', '--vault-password-file', 'pw', 'link.yml')

        then:
        code == 0
        said() == 'link.yml: closed\n'
        Files.isSymbolicLink(dir.resolve('link.yml'))
        mode('real.yml') == 'rw-rw----'
        Files.getOwner(real) == owner
        names() == ['link.yml', 'other', 'pw', 'real.yml']
    }

    def 'the bytes of what is closed are overwritten, unless the file has another name that keeps them'() {
        given:
        Path plain = file('plain', 'planted-secret')
        def still = new RandomAccessFile(plain.toFile(), 'r')
        Path twice = file('twice', 'kept')
        Files.createLink(dir.resolve('kept'), twice)

        when:
        vault('encrypt', '--vault-password-file', 'pw', 'plain', 'twice')
        byte[] old = new byte[14]
        still.readFully(old)

        then:
        old == new byte[14]
        text('kept') == 'kept'

        cleanup:
        still.close()
    }

    def 'standard input goes to standard output, and messages elsewhere'() {
        expect:
        vaultFed('öpen'.getBytes('UTF-8'), 'encrypt', '--vault-password-file', 'pw', '-') == 0
        shown().startsWith('$ANSIBLE_VAULT;1.1;AES256\n')
        said() == ''

        when:
        byte[] closed = out.toByteArray()

        then:
        vaultFed(closed, 'decrypt', '--vault-password-file', 'pw', '-') == 0
        shown() == 'öpen'
        vaultFed(closed, 'decrypt', '--vault-password-file', 'pw', '-', '--output', 'new') == 0
        text('new') == 'öpen'
        mode('new') == 'rw-------'
    }

    def 'a value comes by standard input to its last byte, and a line end there is told'() {
        expect:
        vaultFed('one\n'.bytes, 'encrypt-string', '--vault-password-file', 'pw') == 0
        shown().startsWith('!vault |\n          $ANSIBLE_VAULT;1.1;AES256\n          ')
        said().contains('The value ends with a line end')
        vaultFed('one'.bytes, 'encrypt-string', '--vault-password-file', 'pw') == 0
        said() == ''
    }

    def 'an opened file that everybody can read is told'() {
        given:
        file('a', 'aaa'.bytes, 'rw-r--r--')
        vault('encrypt', '--vault-password-file', 'pw', 'a')

        expect:
        vault('decrypt', '--vault-password-file', 'pw', 'a') == 0
        said() == 'a: open\na: everybody on this machine can read it now (chmod o-r)\n'
    }

    def 'line ends that git made of an envelope do not matter'() {
        given:
        file('a', 'aaa')
        vault('encrypt', '--vault-password-file', 'pw', 'a')
        file('a', text('a').replace('\n', '\r\n'))

        expect:
        vault('view', '--vault-password-file', 'pw', 'a') == 0
        shown() == 'aaa'
    }

    def 'what cannot be done is told with the next step: #words'() {
        given:
        file('open', 'x: 1\n')
        file('closed', 'x: 1\n')
        vault('encrypt', '--vault-password-file', 'pw', 'closed')
        file('damaged', text('closed').substring(0, 100))
        file('inline.yml', "x: !vault |\n  ${text('closed').replace('\n', '\n  ')}\n")

        expect:
        vault(words.split(' ')) == code
        said().contains(says)

        where:
        words                                                                       || code | says
        'encrypt --vault-password-file pw closed'                                   || 1    | "closed is closed by a vault already; 'steward vault rekey' changes its password. Nothing was changed in it."
        'decrypt --vault-password-file pw open'                                     || 1    | 'open is not closed by a vault. Nothing was changed in it.'
        'decrypt --vault-password-file pw inline.yml'                               || 1    | "'steward vault view' shows them"
        'view --vault-password-file pw damaged'                                     || 1    | 'damaged: the vault text is damaged'
        'view --vault-password-file pw gone'                                        || 1    | 'gone does not exist'
        'view --vault-password-file pw .'                                           || 1    | '. is a folder'
        'view --vault-password-file gone closed'                                    || 1    | 'gone does not exist'
        'encrypt open'                                                              || 5    | 'No vault password was named. Say --vault-id LABEL@FILE'
        'encrypt --vault-id a@pw --vault-id b@other open'                           || 5    | 'Say which of them closes it with --encrypt-vault-id LABEL.'
        'encrypt --vault-id a@pw --encrypt-vault-id c open'                         || 5    | "No password has the vault id 'c'. Name it with --vault-id c@FILE."
        'encrypt --vault-id a;b@pw open'                                            || 5    | "A vault id is one word without ';' or '@', not 'a;b'."
        'encrypt --vault-id a@ open'                                                || 5    | "'a@' names no password."
        'encrypt --vault-password-file pw --output x open closed'                   || 5    | '--output takes the result of one FILE'
        'encrypt --ask open'                                                        || 1    | 'a vault password is asked for on a terminal, and there is none'
        'rekey --vault-password-file pw --new-vault-id a@pw --new-vault-password-file pw closed' || 5 | 'Name one new password'
        'rekey --vault-password-file pw closed'                                     || 1    | 'a vault password is asked for on a terminal'
        'close open'                                                                || 5    | 'close'
        ''                                                                          || 5    | 'encrypt'
    }

    def 'the configured password is used where none is named, and of several the one that is chosen closes'() {
        given:
        file('a', 'aaa')
        file('steward.yml', 'vault: {passwordFile: pw}\n')

        expect:
        vault('encrypt', 'a') == 0
        vault('view', 'a') == 0
        shown() == 'aaa'
        vault('decrypt', 'a') == 0

        and:
        vault('encrypt', '--vault-id', 'dev@pw', '--vault-id', 'prod@other', '--encrypt-vault-id', 'prod', 'a') == 0
        text('a').startsWith('$ANSIBLE_VAULT;1.2;AES256;prod\n')
    }

    def 'an edited file is closed again by the password and label it had; an unchanged one is not touched'() {
        given:
        file('a.yml', 'x: 1\n'.bytes, 'rw-rw-r--')
        vault('encrypt', '--vault-id', 'prod@other', 'a.yml')
        byte[] before = bytes('a.yml')
        def time = Files.getLastModifiedTime(dir.resolve('a.yml'))
        Path seen = dir.resolve('seen')
        environment = [EDITOR: "stat -c '%a %n' \"\$1\" >> $seen; stat -c %a \$(dirname \"\$1\") >> $seen; cat \"\$1\" >> $seen; true" as String, XDG_RUNTIME_DIR: dir.resolve('desk') as String]
        Files.createDirectory(dir.resolve('desk'))

        when: 'nothing is changed'
        int code = vault('edit', '--vault-id', 'dev@pw', '--vault-id', 'prod@other', 'a.yml')

        then: 'only the owner could have looked'
        said() == 'a.yml: nothing was changed\n'
        code == 0
        bytes('a.yml') == before
        Files.getLastModifiedTime(dir.resolve('a.yml')) == time
        Files.readString(seen) ==~ /(?s)600 .*\/desk\/steward-vault-\d+-\d+\/a\.yml\n700\nx: 1\n/
        Files.list(dir.resolve('desk')).withCloseable { it.toList() } == []

        when: 'a backup of the editor lies beside it'
        environment.EDITOR = 'sed -i~ s/1/2/'
        code = vault('edit', '--vault-id', 'dev@pw', '--vault-id', 'prod@other', 'a.yml')

        then:
        code == 0
        text('a.yml').startsWith('$ANSIBLE_VAULT;1.2;AES256;prod\n')
        mode('a.yml') == 'rw-rw-r--'
        vault('view', '--vault-password-file', 'other', 'a.yml') == 0
        shown() == 'x: 2\n'
        Files.list(dir.resolve('desk')).withCloseable { it.toList() } == []

        when: 'the editor gives up'
        before = bytes('a.yml')
        environment.EDITOR = 'f() { echo 3 > "$1"; kill -9 $$; }; f'
        code = vault('edit', '--vault-password-file', 'other', 'a.yml')

        then:
        code == 1
        said().contains('ended with exit code 137. Nothing was changed in it.')
        bytes('a.yml') == before
        Files.list(dir.resolve('desk')).withCloseable { it.toList() } == []
    }

    def 'what somebody else saved while a file was edited stays, and what was edited lies closed beside it'() {
        given:
        file('a', 'mine')
        vault('encrypt', '--vault-password-file', 'pw', 'a')
        environment = [VISUAL: "f() { echo edited > \"\$1\"; echo theirs > ${dir.resolve('a')}; }; f" as String, XDG_RUNTIME_DIR: dir as String]

        expect:
        vault('edit', '--vault-password-file', 'pw', 'a') == 1
        said() == 'a was changed by somebody else meanwhile and is left as it is. What you saved is, closed, in a.edited.\n'
        text('a') == 'theirs\n'
        vault('view', '--vault-password-file', 'pw', 'a.edited') == 0
        shown() == 'edited\n'
    }

    def 'a file that is not there is made by edit, and what a killed process left decrypted is taken away'() {
        given:
        environment = [EDITOR: 'f() { echo new > "$1"; }; f', XDG_RUNTIME_DIR: dir as String]
        Path left = Files.createDirectory(dir.resolve('steward-vault-99999999-1'), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString('rwx------')))
        Files.writeString(left.resolve('secret'), 'planted')
        Path living = Files.createDirectory(dir.resolve("steward-vault-${ProcessHandle.current().pid()}-1"))

        expect:
        vault('edit', '--vault-id', 'prod@pw', 'made.yml') == 0
        text('made.yml').startsWith('$ANSIBLE_VAULT;1.2;AES256;prod\n')
        mode('made.yml') == 'rw-------'
        !Files.exists(left)
        Files.exists(living)
    }
}

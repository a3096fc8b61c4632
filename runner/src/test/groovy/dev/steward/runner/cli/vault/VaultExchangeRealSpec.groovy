package dev.steward.runner.cli.vault

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.runner.inventory.yaml.InventoryLoader
import dev.steward.runner.secret.AnsibleVault
import dev.steward.runner.secret.Secret
import java.nio.file.Files
import spock.lang.Timeout

/** What Steward closes Debian's ansible-vault opens, and the other way round, byte for byte. */
@Timeout(300)
class VaultExchangeRealSpec extends VaultCommandLine {

    static final Map<String, byte[]> CONTENTS = [
            'plain.yml'  : 'password: s3cret\n'.bytes,
            'unicode.yml': 'grüße: "日本語 🔐"\n'.getBytes('UTF-8'),
            'empty.yml'  : new byte[0],
            'crlf.yml'   : 'a: 1\r\nb: 2\r\n'.bytes,
            'block.txt'  : ('x' * 16).bytes,
            'no-end.txt' : 'no line end'.bytes,
            'binary.key' : (0..255).collect { it as byte } as byte[],
            'big.bin'    : new byte[2_000_000].tap { new Random(7).nextBytes(it) },
    ]

    def setupSpec() {
        assert new File('/usr/bin/ansible-vault').canExecute(): 'missing: apt-get install -y ansible-core'
    }

    @Row('S-08')
    def 'contents of every kind that one closed the other opens, with #title'() {
        given:
        CONTENTS.each { name, content -> file(name, content) }
        String[] names = CONTENTS.keySet()

        when: 'Steward closes'
        assert vault(['encrypt', *keys, *names] as String[]) == 0: said()

        then:
        names.every { new String(bytes(it)).startsWith(header) && mode(it) == 'rw-r-----' }

        when: 'ansible-vault opens'
        ansibleVault(['decrypt', *keys, *names] as String[])

        then:
        names.every { bytes(it) == CONTENTS[it] }

        when: 'ansible-vault closes (an empty file it takes from its standard input only)'
        ansibleVault(['encrypt', *keys, *(names - 'empty.yml')] as String[])
        Files.write(dir.resolve('empty.yml'), ansibleVault(['encrypt', *keys, '--output', '-', '-'] as String[]))

        then:
        names.every { new String(bytes(it)).startsWith(header) }

        when: 'Steward opens'
        assert vault(['decrypt', *keys, *names] as String[]) == 0: said()

        then:
        names.every { bytes(it) == CONTENTS[it] }

        where:
        title                 | keys                            || header
        'a password file'     | ['--vault-password-file', 'pw'] || '$ANSIBLE_VAULT;1.1;AES256\n'
        'a vault id'          | ['--vault-id', 'prod@other']    || '$ANSIBLE_VAULT;1.2;AES256;prod\n'
        'the default one'     | ['--vault-id', 'default@pw']    || '$ANSIBLE_VAULT;1.1;AES256\n'
    }

    @Row('S-08')
    def 'the envelopes have the same form, line by line'() {
        given:
        byte[] content = ('key: ' + 'v' * 200 + '\n').bytes
        file('ours', content)
        file('theirs', content)

        when:
        vault('encrypt', '--vault-id', 'prod@pw', 'ours')
        ansibleVault('encrypt', '--vault-id', 'prod@pw', 'theirs')

        then:
        text('ours').split('\n', -1)*.length() == text('theirs').split('\n', -1)*.length()
        text('ours').readLines()[0] == text('theirs').readLines()[0]
        text('ours') != text('theirs')
    }

    @Row('S-08')
    def 'another password by rekey of one is the password of the other'() {
        given:
        file('one', 'from steward')
        file('two', 'from ansible')
        vault('encrypt', '--vault-password-file', 'pw', 'one')
        ansibleVault('encrypt', '--vault-id', 'dev@pw', 'two')

        when:
        ansibleVault('rekey', '--vault-password-file', 'pw', '--new-vault-id', 'prod@other', 'one')
        int code = vault('rekey', '--vault-password-file', 'pw', '--new-vault-password-file', 'other', 'two')

        then: 'a label stays, unless another one is said'
        code == 0
        text('two').startsWith('$ANSIBLE_VAULT;1.2;AES256;dev\n')
        vault('view', '--vault-password-file', 'other', 'one') == 0
        shown() == 'from steward'
        new String(ansibleVault('view', '--vault-password-file', 'other', 'two')).strip() == 'from ansible'

        when:
        vault('rekey', '--vault-password-file', 'other', '--new-vault-id', 'test@pw', 'two')

        then:
        text('two').startsWith('$ANSIBLE_VAULT;1.2;AES256;test\n')
        new String(ansibleVault('view', '--vault-password-file', 'pw', 'two')).strip() == 'from ansible'
    }

    @Row('S-08')
    def 'of several passwords the one that fits opens, whatever its label says'() {
        given:
        file('a', 'aaa')
        file('b', 'bbb')
        ansibleVault('encrypt', '--vault-id', 'dev@pw', 'a')
        ansibleVault('encrypt', '--vault-id', 'prod@other', 'b')

        expect:
        vault('view', '--vault-id', 'prod@other', '--vault-id', 'dev@pw', 'a', 'b') == 0
        shown() == 'aaabbb'
        vault('view', '--vault-id', 'wrongly@other', '--vault-password-file', 'pw', 'a', 'b') == 0
        shown() == 'aaabbb'
    }

    @Row('S-08')
    def 'values that stand in an inventory are read by both, whoever closed them, and rekeyed in their place'() {
        given:
        assert vaultFed('wörd "1"\nand 2'.getBytes('UTF-8'), 'encrypt-string', '--vault-id', 'prod@pw', '--name', 'ours') == 0
        String ours = shown()
        String theirs = new String(ansibleVault('thëirs'.getBytes('UTF-8'), 'encrypt_string', '--vault-password-file', 'pw', '--stdin-name', 'theirs'), 'UTF-8')
        def indent = { String text -> text.readLines().findAll().collect { '      ' + it + '\n' }.join('') }
        file('hosts.yml', "all:\n  hosts:\n    h: # stays\n${indent(ours)}${indent(theirs)}      plain: 1\n")

        expect:
        read('correct horse') == [ours: 'wörd "1"\nand 2', theirs: 'thëirs', plain: 1]
        listed('pw') == read('correct horse')

        when:
        int code = vault('rekey', '--vault-password-file', 'pw', '--new-vault-password-file', 'other', 'hosts.yml')

        then:
        code == 0
        text('hosts.yml').contains('h: # stays\n')
        read('bättery stäple') == [ours: 'wörd "1"\nand 2', theirs: 'thëirs', plain: 1]
        listed('other') == read('bättery stäple')

        and: 'view shows them opened'
        vault('view', '--vault-password-file', 'other', 'hosts.yml') == 0
        shown() == 'all:\n  hosts:\n    h: # stays\n      ours: "wörd \\"1\\"\\nand 2"\n      theirs: "thëirs"\n      plain: 1\n'
    }

    private Map read(String password) {
        def host = new InventoryLoader(new AnsibleVault([new Secret(password)])).load([dir.resolve('hosts.yml') as String], Optional.empty()).host('h').get()
        host.vars().findAll { key, value -> key in ['ours', 'theirs', 'plain'] }
                .collectEntries { key, value -> [key, value instanceof Secret ? value.reveal() : value as int] }
    }

    /** As ansible itself hands them to a task: its debug opens them. */
    private Map listed(String passwordFile) {
        Process process = new ProcessBuilder('ansible', 'h', '-i', 'hosts.yml', '--vault-password-file', passwordFile, '-c', 'local',
                '-m', 'debug', '-a', 'msg={{ {"ours": ours, "theirs": theirs, "plain": plain} | to_json }}').directory(dir.toFile()).start()
        String text = process.inputStream.getText('UTF-8')
        assert process.waitFor() == 0: text + process.errorStream.text
        def said = new ObjectMapper().readValue(text.substring(text.indexOf("{")), Map).msg
        said instanceof String ? new ObjectMapper().readValue(said, Map) : said as Map
    }
}

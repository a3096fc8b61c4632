package dev.steward.runner.cli.vault

import dev.steward.house.Row
import dev.steward.runner.inventory.yaml.YamlText
import dev.steward.runner.secret.AnsibleVault
import dev.steward.runner.secret.Secret
import java.nio.charset.StandardCharsets
import spock.lang.Timeout

/** {@code steward vault rekey} of values that stand in a file: all of them get the new password, or the file stays as it was. */
@Timeout(60)
class VaultRekeySpec extends VaultCommandLine {

    private String one
    private String two

    def setup() {
        one = closed('first')
        two = closed('second')
    }

    private String closed(String value) {
        vaultFed(value.bytes, 'encrypt-string', '--vault-password-file', 'pw')
        shown().readLines().tail()*.trim().join('\n')
    }

    private static String below(String envelope, int indent = 4) { envelope.readLines().collect { ' ' * indent + it + '\n' }.join('') }

    private Map opened(String password) {
        def vault = new AnsibleVault([new Secret(password)])
        YamlText.read(text('all.yml'), 'all.yml').get().value().collectEntries { name, value -> [name, vault.open(value.envelope()).reveal()] }
    }

    private int rekeyed() { vault('rekey', '--vault-password-file', 'pw', '--new-vault-password-file', 'other', 'all.yml') }

    @Row('S-08')
    def 'a value is closed anew however its first line is written: #how'() {
        given:
        file('all.yml', "a: !vault |\n${below(one)}b:${how}\n${below(two)}")

        expect:
        opened('correct horse') == [a: 'first', b: 'second']
        rekeyed() == 0
        opened('bättery stäple') == [a: 'first', b: 'second']
        text('all.yml').contains("b:$how\n")

        where:
        how << [' !vault |', ' !vault &anchor |', ' !vault | # of the shop', ' !vault  |-', ' !vault |2', ' &anchor !vault |', ' !vault-encrypted |']
    }

    @Row('S-08')
    def 'a file with a vault text in another form is left as it is, for it would keep the old password: #form'() {
        given:
        file('all.yml', "a: !vault |\n${below(one)}${form.replace('TWO\n', below(two)).replace('QUOTED', '"' + two.replace('\n', '\\n') + '"')}")
        byte[] before = bytes('all.yml')
        int line = text('all.yml').readLines().findLastIndexOf { it.contains('$ANSIBLE_VAULT') } + 1

        expect:
        rekeyed() == 1
        said() == "all.yml: in line $line is a vault text that is no '!vault |' with the text below it and would keep its password; write it so, or take it out. Nothing was changed in it.\n"
        bytes('all.yml') == before

        where:
        form << ['b: !vault QUOTED\n', 'b: {c: !vault QUOTED}\n', 'b:\n  !vault\n  |\nTWO\n', 'b: !<!vault> |\nTWO\n', 'b: |\nTWO\n', 'b: !vault >\nTWO\n']
    }

    @Row('S-08')
    def 'a value that is commented out stays so, and bytes that are no UTF-8 stay too'() {
        given:
        byte[] comment = '# caf\u00e9\n'.getBytes(StandardCharsets.ISO_8859_1)
        String rest = "#b: !vault |\n${below(two).readLines().collect { '#' + it + '\n' }.join('')}"
        file('all.yml', [*comment, *"a: !vault |\n${below(one)}$rest".bytes] as byte[])

        expect:
        rekeyed() == 0
        bytes('all.yml').toList().take(comment.length) == comment.toList()
        new String(bytes('all.yml'), StandardCharsets.ISO_8859_1).endsWith(rest)
    }

    def 'a vault id keeps its letters'() {
        expect:
        file('x', 'aaa')
        vault('encrypt', '--vault-id', 'dév@pw', 'x') == 0
        text('x').startsWith('$ANSIBLE_VAULT;1.2;AES256;dév\n')
        vault('rekey', '--vault-id', 'dév@pw', '--new-vault-password-file', 'other', 'x') == 0
        text('x').startsWith('$ANSIBLE_VAULT;1.2;AES256;dév\n')
    }
}

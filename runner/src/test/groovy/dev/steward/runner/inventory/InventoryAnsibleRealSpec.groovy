package dev.steward.runner.inventory

import dev.steward.runner.inventory.yaml.InventoryLoader
import dev.steward.runner.secret.AnsibleVault
import dev.steward.runner.secret.VaultPasswordFile
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The golden files are what Debian's ansible-core prints today, and the listing of a run of ansible itself agrees. */
class InventoryAnsibleRealSpec extends Specification {

    @Shared @TempDir Path work

    def setupSpec() {
        assert new File('/usr/bin/ansible-inventory').canExecute(): 'missing: apt-get install -y ansible-core'
        run(['cp', '-r', "${Corpus.ROOT}/.".toString(), work.toString()])
        run(['src/test/resources/ansible/golden.py', work.toString()])
    }

    def '#name prints today what is committed'() {
        expect:
        golden(work.resolve(name)).every { file ->
            Files.readString(work.resolve(name).resolve('golden').resolve(file)) == Files.readString(Corpus.ROOT.resolve(name).resolve('golden').resolve(file))
        }

        and: 'nothing that ansible prints is left uncompared'
        (written(work.resolve(name)) - golden(work.resolve(name))) - tolerated == []

        where:
        name << Corpus.cases()*.fileName*.toString()
        tolerated = name == 'omap' ? ['vars.txt'] : []
    }

    def 'the command ansible itself names the hosts of #pattern in the same order'() {
        given:
        String file = Corpus.ROOT.resolve('plain/hosts.yml').toString()
        String printed = run(['ansible', pattern, '-i', file, '--list-hosts'])

        expect:
        printed.readLines().drop(1)*.trim() == Corpus.load(Corpus.ROOT.resolve('plain')).select(pattern).names()

        where:
        pattern << ['all', 'web:!web1.example.com', 'db,web', '~web', 'web[1:]']
    }

    def 'a value that ansible-vault closed today is opened'() {
        given:
        Path password = Files.writeString(work.resolve('pw'), 'correct horse')
        String closed = run(['ansible-vault', 'encrypt_string', '--vault-password-file', password.toString(), '--name', 'v', 'wörd'])
        Path file = work.resolve('today.yml')
        Files.writeString(file, 'all:\n  hosts:\n    h:\n' + closed.readLines().collect { '      ' + it + '\n' }.join(''))

        expect:
        Corpus.loader('wrong', 'correct horse').load([file.toString()], Optional.<Path> empty()).host('h').get().vars().v.reveal() == 'wörd'
    }

    def 'vaulted values and files print as ansible-inventory prints them, by a password #how'() {
        given:
        Path dir = Files.createDirectories(work.resolve("vault-$how"))
        Path plain = Files.writeString(dir.resolve('plain'), 'correct horse\n')
        Path source = Files.writeString(dir.resolve('pw' + suffix), text)
        source.toFile().setExecutable(suffix != '')
        String closed = run(['ansible-vault', 'encrypt_string', '--vault-password-file', plain.toString(), '--name', 'v', 'wörd'])
        Corpus.write(dir, ['hosts.yml': 'all:\n  hosts:\n    h: {plain: 1}\n    i:\n' + closed.readLines().collect { '      ' + it + '\n' }.join(''),
                           'group_vars/all.yml': 'token: s3cret\nansible_user: op\nnumber: 5\nlist: [a, {b: c}]\n'])
        run(['ansible-vault', 'encrypt', '--vault-password-file', plain.toString(), dir.resolve('group_vars/all.yml').toString()])
        String file = dir.resolve('hosts.yml')
        def vault = AnsibleVault.of([new VaultPasswordFile(source, false, Duration.ofSeconds(20))])
        def listing = new InventoryListing(new InventoryLoader(vault).load([file], Optional.<Path> empty()))

        expect:
        listing.list() + '\n' == run(['ansible-inventory', '-i', file, '--vault-password-file', source.toString(), '--list'])
        ['h', 'i'].every { listing.host(it) + '\n' == run(['ansible-inventory', '-i', file, '--vault-password-file', source.toString(), '--host', it]) }

        where:
        how             | suffix        | text
        'in a file'     | ''            | ' correct horse \n'
        'from a script' | '.sh'         | '#!/bin/sh\necho "correct horse"\n'
        'from a client' | '-client.sh'  | '#!/bin/sh\n[ "$*" = "--vault-id default" ] && echo "correct horse"\n'
    }

    private static List<String> golden(Path dir) {
        written(Corpus.ROOT.resolve(dir.fileName))
    }

    private static List<String> written(Path dir) {
        Files.list(dir.resolve('golden')).withCloseable { it*.fileName*.toString().toSorted() }
    }

    private static String run(List<String> command) {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start()
        process.outputStream.close()
        String out = process.inputStream.getText('UTF-8')
        assert process.waitFor(300, TimeUnit.SECONDS) && process.exitValue() == 0: "$command failed"
        out
    }
}

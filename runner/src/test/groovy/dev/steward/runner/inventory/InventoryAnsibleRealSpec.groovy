package dev.steward.runner.inventory

import dev.steward.house.Row
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

    private static final List<String> SLICES = ['0', '1', '2', '3', '9', '-1', '-2', '-4', '-5', '-9', '-0', '00', ':0', ':1', ':2', ':9', '0:', '1:', '3:', '4:', '9:', '0:0', '0:1', '1:1', '1:2', '2:1', '3:3', '9:9', '1:0', '2:0', '9:0', '0:99',
                                                '-1:', ':-1', '-2:-1', '-1:0', ':', '-', '0-1', '1-0', '0-', '+1', '', 'a', '0:1:2', '::2', '\u0661', '99999999999', '-99999999999', '0:99999999999']
    private static final List<String> REFUSED = ['!refused']
    private static final String HOSTS = 'all: {children: {web: {hosts: {web01: , web02: , web03: }}, db: {hosts: {db01: }}, empty: }}'

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

    @Row('S-09')
    def 'a part of #base is what ansible takes for it, as hosts and as a limit, and never more'() {
        given:
        Corpus.write(work.resolve('slices'), ['hosts.yml': HOSTS])
        String file = work.resolve('slices/hosts.yml')
        def inventory = Corpus.loader().load([file], Optional.<Path> empty())
        def terms = SLICES.collect { "$base[$it]" as String }
        def asked = { String script -> run(['/usr/bin/python3', "src/test/resources/ansible/$script" as String, file], terms.join('\n')).readLines()*.split('\t')*.toList() }
        def theirs = [hosts: asked('patterns.py'), limit: asked('limits.py')]
        def ours = [hosts: terms.collect { term -> named { inventory.select(term) } }, limit: terms.collect { term -> named { inventory.limit('all', term) } }]

        expect: 'the same, or refused where ansible reads it otherwise than its documentation, or drops a term of a limit as unknown'
        terms.indexed().each { i, term ->
            boolean twofold = term ==~ /.*\[:\d+]/
            assert ours.hosts[i] == (twofold ? REFUSED : theirs.hosts[i].drop(1)): "hosts $term"
            boolean dropped = base.contains('!') && !(term ==~ /.*\[(-?\d+|\d+[:-]\d*)]/) && ours.limit[i] == REFUSED
            assert twofold || dropped ? ours.limit[i] == REFUSED : ours.limit[i] == theirs.limit[i].drop(1): "limit $term"
        }
        ours.limit.count { it != REFUSED } >= (base.contains('&') ? 0 : 8)

        where:
        base << ['all', 'web', 'web0*', '*', 'empty,web', 'all:!db', 'all,!web', 'db:&web', 'web01']
    }

    private static List<String> named(Closure<Selection> asked) {
        try {
            asked().names()
        } catch (InventoryException refused) {
            assert refused.problems()*.message().every()
            REFUSED
        }
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

    private static String run(List<String> command, String given = '') {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start()
        process.outputStream.withCloseable { it << given.getBytes('UTF-8') }
        String out = process.inputStream.getText('UTF-8')
        assert process.waitFor(300, TimeUnit.SECONDS) && process.exitValue() == 0: "$command failed"
        out
    }
}

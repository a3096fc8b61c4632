package dev.steward.runner.inventory

import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.VaultEnvelope
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Numbers in a file that a vault closes: those that are secrets by a name are secrets, and others stay numbers. */
class SealedNumbersSpec extends Specification {

    @TempDir Path dir

    def 'a PIN is a secret, a port is a number'() {
        given:
        String closed = VaultEnvelope.close('''\
            db_password: 48291077
            tokens: [31415926, {a: 2718.5}]
            port: 5432
            ansible_port: 2222
            ansible_become_password: 77665544
            flag_secret: true
            '''.stripIndent().bytes, new Secret('pw'), Optional.<String> empty())
        Corpus.write(dir, ['hosts.yml': 'all: {hosts: {h: }}', 'group_vars/all.yml': closed])

        when:
        def inventory = Corpus.loader('pw').load([dir.resolve('hosts.yml') as String], Optional.<Path> empty())
        def vars = inventory.host('h').get().vars()

        then:
        [vars.db_password, vars.tokens[0], vars.tokens[1].a, vars.ansible_become_password]*.reveal() == ['48291077', '31415926', '2718.5', '77665544']
        [vars.port, vars.ansible_port, vars.flag_secret] == [5432, 2222, true]

        and: 'what a run records of the inventory does not hold them'
        !(Snapshot.of(inventory, []).json() =~ /48291077|31415926|2718|77665544/)
    }
}

package dev.steward.runner.inventory

import dev.steward.runner.secret.Secret
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class InventoryVarsSpec extends Specification {

    @TempDir Path dir

    def 'an old name of a connection variable is settled scope by scope, so the host beats the group'() {
        given:
        Inventory inventory = Corpus.of(dir, ['hosts.yml': '''\
            all:
              vars: {ansible_ssh_port: 2222, ansible_user: top}
              children:
                web:
                  vars: {ansible_ssh_user: group, ansible_become_pass: g}
                  hosts:
                    own: {ansible_user: mine, ansible_port: 22}
                    none:
                    old: {ansible_ssh_user: oldest, ansible_user: newest}
            ''', 'host_vars/none.yml': 'ansible_sudo_pass: h\n'])

        expect:
        with(inventory.host('own').get().vars()) {
            ansible_user == 'mine'
            ansible_ssh_user == 'mine'
            ansible_port == 22
            ansible_become_password == 'g'
        }
        with(inventory.host('none').get().vars()) {
            ansible_user == 'group'
            ansible_port == 2222
            ansible_become_password == 'h'
            ansible_become_pass == 'h'
        }
        inventory.host('old').get().vars().ansible_user == 'oldest'

        and: 'a listing shows what was written'
        new InventoryListing(inventory).host('own').contains('"ansible_ssh_user": "group"')
        inventory.warnings()*.message().count { it.contains('is the old name of') } == 5
    }

    def 'a variable without a name is a warning and in nobody\'s way'() {
        given:
        def inventory = Corpus.of(dir, ['hosts.yml': 'all: {hosts: {h: {~: lost, a: 1}}}\n'])

        expect:
        inventory.warnings().any { it.toString().contains("the variable name 'null' is no text") }
        inventory.select('h').hosts()[0].vars().a == 1
    }

    def 'a host knows its name, its groups and all groups'() {
        given:
        Inventory inventory = Corpus.of(dir, ['hosts.yml': '''\
            all:
              vars: {inventory_hostname: wrong, group_names: wrong}
              children:
                b: {hosts: {h1.example.com: }, children: {a: {hosts: {192.0.2.7: }}}}
            '''])

        expect:
        with(inventory.host('h1.example.com').get()) {
            groups() == ['b']
            vars().inventory_hostname == 'h1.example.com'
            vars().inventory_hostname_short == 'h1'
            vars().group_names == ['b']
            vars().groups == [all: ['h1.example.com', '192.0.2.7'], ungrouped: [], b: ['h1.example.com', '192.0.2.7'], a: ['192.0.2.7']]
            vars().inventory_file == dir.resolve('hosts.yml').toString()
            vars().inventory_dir == dir.toString()
        }
        inventory.host('192.0.2.7').get().vars().inventory_hostname_short == '192.0.2.7'
        inventory.host('192.0.2.7').get().groups() == ['a', 'b']
    }

    def 'vault values become secrets with the right password, also of a labelled and of a whole file'() {
        given:
        Inventory inventory = Corpus.loader('other', 'hunter2').load(['src/test/resources/vault/hosts.yml'], Optional.<Path> empty())

        expect:
        inventory.host('d1').get().vars().db_password == new Secret('s3cret')
        inventory.host('d1').get().vars().db_word.reveal() == 'größe'
        inventory.host('w1').get().vars().token == new Secret('abc')
        new InventoryListing(inventory).host('w1').contains('"token": "abc"')
        !inventory.snapshot().json().contains('abc')
        new InventoryListing(inventory).host('d1').contains('"__ansible_vault": "$ANSIBLE_VAULT;1.1;AES256\\n')
        !inventory.snapshot().json().contains('s3cret')
    }

    def 'without a password a vault value is only in the way of who needs it'() {
        given:
        Inventory inventory = Corpus.loader().load(['src/test/resources/vault/hosts.yml'], Optional.<Path> empty())

        expect: 'names, patterns and the closed value itself need none'
        inventory.hostNames() == ['w1', 'd1']
        new InventoryListing(inventory).hosts('all') == 'w1\nd1'
        new InventoryListing(inventory).graph('all', false).contains('--d1')
        new InventoryListing(inventory).host('d1').contains('__ansible_vault')
        inventory.host('d1').get().vars().db_password instanceof VaultText
        inventory.host('d1').get().vars().db_password.toString() == '***'
        inventory.host('d1').get().vars().db_password.at().toString() == 'src/test/resources/vault/hosts.yml:9:24'

        when: 'a file that is closed whole hides which variables there are'
        inventory.host('w1')

        then:
        def e = thrown(InventoryException)
        e.message == 'src/test/resources/vault/group_vars/web.yml:1:1: this file is closed by a vault and no vault password was given; give --vault-password-file, or vault.passwordFile in steward.yml'
    }

    def 'a wrong password is refused where the value is needed'() {
        when:
        Corpus.loader('wrong').load(['src/test/resources/vault/hosts.yml'], Optional.<Path> empty())

        then:
        def e = thrown(InventoryException)
        e.message.contains('group_vars/web.yml:1:1: this vault file stays closed: the vault password does not open it (the one given)')
    }

    def 'a host that a run adds is seen in a copy alone'() {
        given:
        Inventory before = Corpus.of(dir, ['hosts.yml': 'all: {children: {web: {hosts: {w1: {a: 1}}, vars: {g: 1}}, db: }}\n', 'host_vars/n1.yml': 'hv: 1\n'])

        when:
        Inventory after = before.with(new NewHost('n1', ['web', 'fresh'], [x: 'y'])).with(new NewHost('w1', ['db'], [a: 2L]))

        then:
        before.hostNames() == ['w1']
        after.hostNames() as Set == ['w1', 'n1'] as Set
        after.select('web').names() == ['w1', 'n1']
        after.select('fresh').names() == ['n1']
        after.select('db').names() == ['w1']
        after.host('n1').get().groups() == ['fresh', 'web']
        with(after.host('n1').get().vars()) {
            x == 'y'
            g == 1
            hv == 1
        }
        after.host('w1').get().vars().a == 2
        before.host('w1').get().vars().a == 1
    }

    def 'a host added without a group is ungrouped'() {
        expect:
        Corpus.of(dir, ['hosts.yml': 'all: {hosts: {h: }}\n']).with(new NewHost('n', [], [:])).select('ungrouped').names() == ['h', 'n']
    }

    def 'a snapshot holds groups, hosts and variables, and no password'() {
        given:
        Inventory inventory = Corpus.of(dir, ['hosts.yml': '''\
            all:
              hosts:
                h: {ansible_password: p4ss, ansible_ssh_pass: p4ss, deep: {ansible_become_pass: p4ss}, v: !vault p4ss, n: 1}
            '''])

        expect:
        !inventory.snapshot().json().contains('p4ss')
        inventory.snapshot().hosts().h.n == 1
        inventory.snapshot().hosts().h.ansible_password == '***'
        inventory.snapshot().groups().all == ['h']
    }

    def 'a thousand hosts load in less than 150 ms once warm, and patterns stay linear'() {
        given:
        Corpus.write(dir, ['hosts.yml': 'all:\n  children:\n' + (0..9).collect { g ->
            "    g$g:\n      vars: {role: r$g}\n      hosts:\n" + (0..99).collect { "        host-$g-${it}.example.com: {ansible_host: 192.0.2.$it, vmid: ${1000 + it}}\n" }.join('')
        }.join(''), 'group_vars/all.yml': 'a: 1\nb: 2\n', 'host_vars/host-1-1.example.com.yml': 'c: 3\n'])
        def load = { Corpus.loader().load([dir.resolve('hosts.yml').toString()], Optional.<Path> empty()) }

        when:
        (1..20).each { load() }
        long best = (1..10).collect { timed { assert load().select('all:!g3').hosts().size() == 900 } }.min()
        Inventory inventory = load()
        long pattern = (1..10).collect { timed { assert inventory.select('~host-.*-1:&g*:!host-9*').hosts().size() == 9 * 11 } }.min()

        then:
        best < 150
        pattern < 50
    }

    private static long timed(Closure work) {
        long begin = System.nanoTime()
        work()
        (System.nanoTime() - begin).intdiv(1_000_000)
    }

    def 'a connection variable without effect is told once, with its first place and the count of the others'() {
        given:
        Inventory inventory = Corpus.of(dir, [
                'hosts.yml'         : 'all:\n  vars: {ansible_python_interpreter: /usr/bin/python3}\n  hosts:\n    a: {ansible_ssh_executable: /usr/bin/ssh}\n    b: {ansible_ssh_executable: /opt/ssh}\n',
                'group_vars/all.yml': 'ansible_shell_type: fish\nansible_ssh_executable: ssh\n'])

        expect:
        inventory.warnings()*.toString().collect { it.replace("$dir/", '') } == [
                "hosts.yml:4:9: 'ansible_ssh_executable' has no effect here: Steward speaks SSH itself (set in 2 more places); leave it out, or keep it for Ansible",
                "group_vars/all.yml:1:1: 'ansible_shell_type' has no effect here: hosts are spoken to in POSIX sh; leave it out, or keep it for Ansible"]
    }
}

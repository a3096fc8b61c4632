package dev.steward.runner.inventory.sheet

import static dev.steward.runner.proxmox.estate.EstateFixture.estate
import static dev.steward.runner.proxmox.estate.EstateFixture.guest
import static dev.steward.runner.proxmox.estate.EstateFixture.seen
import static dev.steward.runner.proxmox.estate.EstateFixture.view

import dev.steward.runner.inventory.Corpus
import dev.steward.runner.inventory.dynamic.ProxmoxSource
import dev.steward.runner.inventory.yaml.InventoryLoader
import dev.steward.runner.secret.AnsibleVault
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** What is said of a host, by whom and where. */
class SheetsSpec extends Specification {

    @TempDir Path dir

    private HostSheet sheet(String host, Map<String, String> files, List<String> sources = ['hosts.yml']) {
        Sheets.of(Corpus.of(dir, files, sources), host).get()
    }

    /** Each word of a variable as "value of scope at place", the one that counts first; the folder is left out. */
    private List<String> words(HostSheet sheet, String name) {
        sheet.variables().find { it.name() == name }?.said()?.collect {
            "${it.value()} of ${it.scope().words()} at ${it.at().words().replace(dir.toString() + '/', '')}".toString()
        }
    }

    def 'every variable tells by which line of which file it counts, and what it replaces from near to far'() {
        given:
        def sheet = sheet('web-1', ['hosts.yml': '''\
            all:
              vars:
                port: 80
                color: red
              children:
                web:
                  vars: {port: 8080}
                  hosts:
                    web-1: {port: 8081}
            ''', 'group_vars/all.yml': 'color: blue\n', 'group_vars/web/10.yml': 'tier: a\n', 'group_vars/web/20.yml': '# later\ntier: b\n',
            'host_vars/web-1.yml': 'port: 9000\n'])

        expect:
        words(sheet, 'port') == ['9000 of host web-1 at host_vars/web-1.yml:1:1', '8081 of host web-1 at hosts.yml:9:17',
                                 '8080 of group web at hosts.yml:7:14', '80 of group all at hosts.yml:3:5']
        words(sheet, 'color') == ['blue of group all at group_vars/all.yml:1:1', 'red of group all at hosts.yml:4:5']
        words(sheet, 'tier') == ['b of group web at group_vars/web/20.yml:2:1', 'a of group web at group_vars/web/10.yml:1:1']
        sheet.groups() == ['web']
        sheet.file().get().endsWith('/hosts.yml')
        sheet.closed() == []
    }

    def 'the word that counts is the one a run gets, for #name'() {
        given:
        def files = ['hosts.yml': '''\
            all:
              vars: {ansible_ssh_user: top, depth: all}
              children:
                a:
                  vars: {depth: a}
                  children: {b: {vars: {depth: b, ansible_user: deep}, hosts: {h: }}}
                c: {vars: {depth: c, ansible_group_priority: 9}, hosts: {h: {ansible_port: 22}}}
            ''', 'host_vars/h.yml': 'ansible_ssh_port: 2222\n']
        def inventory = Corpus.of(dir, files)

        expect:
        Sheets.of(inventory, 'h').get().variables().find { it.name() == name }.counts().value() == inventory.host('h').get().vars()[name]

        where:
        name << ['ansible_user', 'ansible_port', 'depth']
    }

    def 'two files may say the same of one host, and the later one counts'() {
        expect:
        words(sheet('h', ['a.yml': 'all: {hosts: {h: {x: 1}}}\n', 'b.yml': 'all: {hosts: {h: {x: 2}}}\n'], ['a.yml', 'b.yml']), 'x') ==
                ['2 of host h at b.yml:1:19', '1 of host h at a.yml:1:19']
    }

    def 'a cluster\'s word counts where no file has one, and stands beneath where one has'() {
        given:
        def estate = estate(seen(view(guests: [guest(id: 101, name: 'web-1')]), ['lxc/101': ['192.0.2.11']]))
        def clusters = [names: { ['home'] }, now: { estate }] as ProxmoxSource.Clusters
        Corpus.write(dir, ['a.yml': 'all: {hosts: {web-1: {ansible_host: 192.0.2.99}}}\n', 'b.yml': 'plugin: proxmox\n'])
        def inventory = new InventoryLoader(AnsibleVault.of([]), [new ProxmoxSource(clusters)])
                .load([dir.resolve('a.yml').toString(), dir.resolve('b.yml').toString()], Optional.empty())
        def sheet = Sheets.of(inventory, 'web-1').get()

        expect:
        words(sheet, 'ansible_host') == ['192.0.2.99 of host web-1 at a.yml:1:23', '192.0.2.11 of host web-1 at cluster home, asked by b.yml:1:1']
        words(sheet, 'proxmox_vmid') == ['101 of host web-1 at cluster home, asked by b.yml:1:1']
        Sheets.address(inventory, 'web-1').get() == '192.0.2.99'
    }

    def 'no secret is shown, though a password opens it: #name is #shown, #why'() {
        given:
        def vaulted = '''\
            $ANSIBLE_VAULT;1.1;AES256
            6162
            '''.stripIndent().readLines().collect { '    ' + it }.join('\n')
        def sheet = sheet('h', ['hosts.yml': 'all: {hosts: {h: {ansible_password: a, db_password: b, api_token: c, ssh_key_file: /k, list: [1, {secret: x}],' +
                ' secrets: {one: two}, plain: d, password_enabled: true}}}\n', 'host_vars/h.yml': "closed: !vault |\n$vaulted\n"])
        def word = sheet.variables().find { it.name() == name }.counts()

        expect:
        word.value() == shown
        word.hidden().orElse('') == why

        where:
        name               || shown               | why
        'ansible_password' || '***'               | 'its name says that it is a secret'
        'db_password'      || '***'               | 'its name says that it is a secret'
        'api_token'        || '***'               | 'its name says that it is a secret'
        'ssh_key_file'     || '/k'                | ''
        'list'             || [1, [secret: '***']] | 'in part its name says that it is a secret'
        'secrets'          || '***'               | 'its name says that it is a secret'
        'plain'            || 'd'                 | ''
        'password_enabled' || true                | ''
        'closed'           || '***'               | 'closed by a vault'
    }

    def 'a whole file that stays closed is named, and what else is said is shown all the same'() {
        given:
        def sheet = sheet('h', ['hosts.yml': 'all: {hosts: {h: {a: 1}}}\n', 'host_vars/h.yml': '$ANSIBLE_VAULT;1.1;AES256\n6162\n'])

        expect:
        words(sheet, 'a') == ['1 of host h at hosts.yml:1:19']
        sheet.closed()*.toString().any { it.contains('host_vars/h.yml:1:1') && it.contains('closed by a vault') }
    }

    def 'there is no sheet of a host that is not there'() {
        expect:
        Sheets.of(Corpus.of(dir, ['hosts.yml': 'all: {hosts: {h: }}\n']), 'x').isEmpty()
    }
}

package dev.steward.runner.doctor

import dev.steward.dsl.check.Checked
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.runner.app.Runner
import dev.steward.runner.app.readiness.Checkups
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.config.LoadedConfig
import dev.steward.runner.doctor.Finding.Level
import dev.steward.runner.inventory.Inventory
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.access.Acl
import dev.steward.runner.lab.pve.access.User
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What a check-up finds on a simulated cluster over TLS, and on hosts. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CheckupSpec extends Specification {

    static final String SECRET = '11111111-2222-3333-4444-555555555555'

    @TempDir Path folder
    @Shared @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(2)
            .lxc(101, 'web-1') { it.running() }
            .lxc(102, 'dns') {}
            .token('root@pam', 'bare', SECRET, true)
            .token('root@pam', 'reads', SECRET, true).acl('/', 'root@pam!reads', 'PVEAuditor')
            .token('root@pam', 'one', SECRET, true).also { it.access().acl().add(new Acl('/', 'token', 'root@pam!one', 'PVEAuditor', false)) }.acl('/vms/101', 'root@pam!one', 'PVEVMAdmin')
            .start(new SystemTime())

    private LoadedConfig config(Map with = [:]) {
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        Files.writeString(folder.resolve('steward.yml'), """\
proxmox:
  home:
    endpoints: [${(with.endpoints ?: lab.urls()).join(', ')}]
    tokenId: root@pam!${with.token ?: 'steward'}
    tokenSecret: ${with.secret ?: (with.token ? SECRET : PveLab.TOKEN_SECRET)}
    tls: ${with.tls ?: '{ca: ca.pem}'}
    follow: ${with.follow ?: '{}'}
""")
        new ConfigLoader([:], folder, folder.resolve('none.yml')).load(Optional.empty())
    }

    private List<Finding> clusters(LoadedConfig config, List plans = []) {
        Checkups.of(config, [:], new SystemTime()).withCloseable { it.clusters(plans) }
    }

    private static List<String> problems(List<Finding> findings) { findings.findAll { it.level() == Level.PROBLEM }*.said() }

    @Row('P-08')
    def 'where the mails of Proxmox VE go is told: #about'() {
        given:
        lab.change { it.access().users().computeIfPresent('root@pam') { id, user -> new User(id, user.password(), true, about) } }

        when:
        def found = clusters(config(token: 'reads')).find { it.what() == 'mail of home' }

        then:
        found.level() == level
        found.said() == said

        where:
        about                            || level      | said
        [email: 'ops@example.org']       || Level.GOOD | "Proxmox VE's own mails go to ops@example.org"
        [lastname: 'ops@example.org']    || Level.NOTE | 'the address ops@example.org of root@pam stands in the field lastname, so that no mail of Proxmox VE goes there: pveum user modify root@pam --email ops@example.org'
        [lastname: '$(reboot)@a']        || Level.NOTE | 'the address $(reboot)@a of root@pam stands in the field lastname, so that no mail of Proxmox VE goes there: pveum user modify root@pam --email ADDRESS'
        [:]                              || Level.NOTE | 'root@pam has no mail address: mails of Proxmox VE go nowhere: pveum user modify root@pam --email ADDRESS'
    }

    @Row(['G-09', 'G-10'])
    def 'a cluster that is well has each endpoint, its state and the rights told'() {
        when:
        def found = clusters(config(follow: '{shop: {vmid: 101}, node: {node: pve2, vmid: 0}}'))

        then:
        problems(found) == []
        found*.what() == ["endpoint ${lab.url('pve1')}", 'rights in home', 'cluster home', 'mail of home', "endpoint ${lab.url('pve2')}", 'follow shop', 'follow node']*.toString()
        found[0].said() == 'Proxmox VE 9.2.11'
        found[2].said() == 'lab, 2 nodes, quorate'
    }

    @Row('G-09')
    def '#what is a problem with its next step'() {
        expect:
        problems(clusters(config(with))).any { said -> says.every { said.contains(it) } }

        where:
        what                              | with                                                     || says
        'an endpoint that nobody serves'  | [endpoints: ['https://127.0.0.1:9']]                     || ['127.0.0.1:9', 'port 8006 is open']
        'a certificate that is not known' | [tls: '{}']                                              || ['tls.ca']
        'a file of authorities not there' | [tls: '{ca: none.pem}']                                  || ['proxmox.home.tls.ca', 'none.pem']
        'a wrong secret'                  | [secret: 'wrong-wrong']                                  || ['check the token']
        'a token without any right'       | [token: 'bare']                                          || ['privilege separation', "pveum acl modify / --tokens 'root@pam!bare' --roles PVEAuditor"]
        'an entry of a guest there is not' | [follow: '{shop: {vmid: 909}}']                         || ["no guest '909'"]
        'an entry of another name'        | [follow: '{shop: {vmid: 101, vmname: shop}}']            || ['is called web-1, not shop']
    }

    @Row('G-10')
    def 'certificates are verified unless the file says otherwise, which is told'() {
        expect:
        clusters(config(tls: '{verify: false}')).with { problems(it) == [] && it.any { f -> f.level() == Level.NOTE && f.said().contains('tls.verify is false') } }
    }

    def 'a scheduled playbook needs the privileges of what it calls'() {
        given:
        def playbook = Files.writeString(folder.resolve('p.groovy'),
                "playbook('P') { play('p') { hosts 'all'; tasks { block { task('t') { guest vmid: 101, state: 'started' } } } } }")
        def checked = new PlaybookCompiler(new Modules()).check(playbook, [:])
        assert checked instanceof Checked.Accepted: checked.problems()

        expect:
        problems(clusters(config(token: 'reads'))) == []
        problems(clusters(config(token: 'reads'), [checked.plan()])) == [
                "root@pam!reads lacks VM.PowerMgmt on /vms: guests cannot be started or stopped; pveum acl modify /vms --tokens 'root@pam!reads' --roles PVEVMAdmin"]
        clusters(config(token: 'one'), [checked.plan()]).findAll { it.level() == Level.NOTE }*.said() == [
                'root@pam!one has VM.Audit only on /vms/101', 'root@pam!one has VM.PowerMgmt only on /vms/101']
    }

    def 'a node that is off and a lost quorum are problems'() {
        when:
        lab.kill('pve2')
        lab.quorum(false)
        def found = problems(clusters(config(endpoints: [lab.url('pve1')])))

        then:
        found.any { it.contains('has no quorum') }
        found.any { it.contains('node pve2 offline') }

        cleanup:
        lab.quorum(true)
        lab.revive('pve2')
    }

    @Row('G-09')
    def 'hosts are asked for a command; those that are off are left out'() {
        given:
        Files.writeString(folder.resolve('hosts.yml'), '''\
            all:
              hosts:
                here: {ansible_connection: local}
                gone: {ansible_host: 127.0.0.1, ansible_port: 9}
                asleep: {ansible_host: 127.0.0.1, ansible_port: 9, proxmox_status: stopped}
            '''.stripIndent())
        def config = new ConfigLoader([:], folder, folder.resolve('none.yml')).load(Optional.empty())
        Inventory inventory = Runner.inventories(config, [:], new SystemTime()).load([folder.resolve('hosts.yml') as String], folder)

        when:
        def found = Checkups.of(config, [:], new SystemTime()).withCloseable { it.hosts(inventory, inventory.hostNames()) }

        then:
        found*.what() == ['hosts', 'host gone']
        found[0].said() == '1 of 2 answer; 1 that are off were not asked'
        found[1].with { it.level() == Level.PROBLEM && it.said().contains('does sshd run there') }
    }
}

package dev.steward.runner.app.readiness

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.lab.host.HostSpec
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.access.Acl
import dev.steward.runner.lab.pve.access.Token
import dev.steward.runner.lab.ups.LabUser
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.notice.Notice.Kind
import dev.steward.runner.notify.Post
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** What is looked at each day: the whole house, as doctor sees it. */
@Timeout(180)
class DoctorSpec extends Specification {

    static final String SECRET = '11111111-2222-3333-4444-555555555555'

    @TempDir Path folder
    @AutoCleanup UpsLab upsd = UpsLab.open(new SystemTime())
    @AutoCleanup Post post = new Post()
    @AutoCleanup DemoEstate hosts
    @AutoCleanup PveKit kit

    private void house() {
        upsd.add('cyberpower')
        upsd.user(LabUser.secondary('steward', 'geheim'))
        post.server.setUser('steward@example.org', 'steward', 'correct horse')
        hosts = new DemoEstate({ new SystemTime().now() }, 200, [new HostSpec('proxy', HostSpec.Kind.VM, Duration.ofSeconds(5), [], [], [], false)])
        hosts.start()
        Files.writeString(folder.resolve('known_hosts'), hosts.knownHosts())
        Files.writeString(folder.resolve('key'), hosts.clientKey())
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(2).qdevice().lxc(101, 'web-1') { it.running() }.token('root@pam', 'day', SECRET, false), new SystemTime(), """\
playbooks: .
            schedules: {}
            ssh: {knownHosts: '${folder.resolve('known_hosts')}'}
            notices: {on: [doctor], mail: {host: 127.0.0.1, port: $post.port, tls: none, user: steward, password: correct horse, from: steward@example.org, to: ops@example.org}}
            power: {plan: ups.groovy, self: {outside: true}, ups: {cyberpower: {host: '${upsd.address()}', user: steward, password: geheim}}}""")
        Path config = folder.resolve('steward.yml')
        Files.writeString(config, Files.readString(config).replace(kit.lab.token(), "root@pam!day=$SECRET"))
        Files.writeString(folder.resolve('hosts/mine.yml'), "all: {hosts: {localhost: {ansible_connection: local}, proxy: {ansible_host: 127.0.0.1, ansible_port: ${hosts.port(hosts.host('proxy'))}, ansible_user: root, ansible_ssh_private_key_file: '${folder.resolve('key')}'}}}\n")
        Files.writeString(folder.resolve('ups.groovy'), '''
            playbook('UPS shutdown') {
                onBattery confirm: 30.seconds
                wayBack note: 'BIOS: power on after AC loss'
                phase('Stop') {
                    timeout 2.minutes
                    play('Proxy') { hosts 'proxy'; tasks { task('Stop') { command 'true' } } }
                    play('Guests') { hosts 'localhost'; tasks { task('Shut down') { guest name: 'web-1', state: 'shutdown' } } }
                }
            }'''.stripIndent())
        Files.delete(folder.resolve('hosts/proxmox.yml'))
        kit.shut()
        kit.open()
        kit.runner.housePower().begin()
        new PollingConditions(timeout: 30).eventually { assert kit.runner.power().view().state().name() == 'ONLINE' }
    }

    private List<String> problems() {
        def loaded = new ConfigLoader([:], folder).load(Optional.of(folder.resolve('steward.yml')))
        Doctor.problems(loaded, [NUT_CONFPATH: folder as String], new PlaybookCompiler(new Modules()), new SystemTime()).collect { "${it.what()}: ${it.said()}".toString() }
    }

    /** The token may read everything, and nothing more. */
    void onlyRead() {
        kit.lab.change {
            it.access().tokens()['root@pam!day'] = new Token('root@pam', 'day', SECRET, true, 0, '')
            it.access().acl().add(new Acl('/', 'token', 'root@pam!day', 'PVEAuditor', true))
        }
    }

    /** One character of it differs. */
    void otherKey() {
        Path file = folder.resolve('known_hosts')
        String text = Files.readString(file).stripTrailing()
        int place = text.length() - 12
        Files.writeString(file, text.substring(0, place) + (text[place] == 'A' ? 'B' : 'A') + text.substring(place + 1) + '\n')
    }

    private List<String> told() { post.arrived().collect { Post.text(it) } }

    @Row('F-36')
    def 'a day on which #what has it told by mail or whatever way is left, once; a day before nothing is told'() {
        given:
        house()
        def daily = kit.runner.housePower().daily()
        daily.examine { Doctor.problems(new ConfigLoader([:], folder).load(Optional.of(folder.resolve('steward.yml'))), [NUT_CONFPATH: folder as String],
                new PlaybookCompiler(new Modules()), new SystemTime()) }
        def before = problems()

        when:
        spoil(this)
        daily.examine()
        daily.examine()

        then:
        before == []
        new PollingConditions(timeout: 30).eventually {
            def notices = kit.runner.store().outbox().last(9)*.notice().findAll { it.kind() == Kind.DOCTOR }
            assert notices.size() == 1
            assert notices[0].text() =~ said
            assert notices[0].text().contains('steward doctor')
        }

        and:
        new PollingConditions(timeout: 30).eventually { assert what.contains('mail') || told().any { it =~ said } }

        where:
        what                                      | spoil                                                                                               || said
        'the token was revoked'                   | { s -> s.kit.lab.change { it.access().tokens().remove('root@pam!day') } }                                    || /(?i)401|token|no such/
        'the token lost its rights on a path'     | { s -> s.onlyRead() } || /VM\.PowerMgmt/
        'the key of a host is another one'        | { s -> s.otherKey() }  || /host proxy: /
        'upsd does not know our password any more' | { s -> s.upsd.user(LabUser.secondary('steward', 'changed')) }                                               || /ups cyberpower: /
        'the mail relay refuses our login'        | { s -> s.post.server.userManager.getUser('steward').password = 'other' }                                       || /mail: 127\.0\.0\.1:\d+: .*535/
    }
}

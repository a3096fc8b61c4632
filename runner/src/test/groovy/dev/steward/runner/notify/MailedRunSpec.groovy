package dev.steward.runner.notify

import dev.steward.house.Row
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunStatus
import dev.steward.runner.lab.DemoTargets
import dev.steward.runner.lab.file.FileSystem
import dev.steward.runner.lab.file.Who
import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.InstantSource
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** A whole Steward with its own SSH, hosts in memory and a mail server: what the operator finds in the mailbox. */
class MailedRunSpec extends Specification {

    static final String CANARY = 'canary-7f3a9c51'

    @Shared @AutoCleanup DemoEstate estate = new DemoEstate(InstantSource.system(), 10)
    @TempDir Path dir
    @AutoCleanup Post post = new Post()
    @AutoCleanup Runner runner
    PollingConditions soon = new PollingConditions(timeout: 20, delay: 0.1)

    void setupSpec() { estate.start() }

    def setup() {
        Path ssh = DemoTargets.home(dir, estate.clientKey(), estate.knownHosts())
        Files.writeString(dir.resolve('hosts.yml'), estate.inventory(ssh.resolve('key') as String))
        Files.createDirectories(dir.resolve('group_vars'))
        Files.writeString(dir.resolve('group_vars/all.yml'), "ansible_ssh_common_args: -o UserKnownHostsFile=$ssh/known_hosts\n")
        Files.writeString(dir.resolve('update.groovy'), '''\
            playbook('Update') {
                vars key: secret('repo')
                play('Update') {
                    hosts 'lxc_containers'
                    tasks {
                        task('Log in') { shell "test ! -e /etc/broken || { echo refused: \\${key}; echo no key \\${key} >&2; exit 7; }" }
                        task('Upgrade') { shell 'echo done >> /root/upgraded' }
                    }
                }
            }
            '''.stripIndent().replace('\\$', '$'))
        Files.writeString(dir.resolve('steward.yml'), """\
            inventory: hosts.yml
            playbooks: .
            schedules: {}
            server: {url: https://steward.example/}
            notices:
              mail: {host: 127.0.0.1, port: $post.port, tls: none, from: steward@example.org, to: [ops@example.org, anna@example.org]}
            """.stripIndent())
    }

    private void open() {
        def loaded = new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml')))
        def state = (StateDir.open(dir.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, state, [STEWARD_SECRET_REPO: CANARY], new SystemTime())
    }

    private long run(boolean check = false) {
        def said = RunOptions.NONE
        def options = new RunOptions(said.limit(), said.tags(), said.skipTags(), check, said.diff(), said.forks(), said.user(),
                said.become(), said.becomePassword())
        long run = runner.runs().submit(new RunRequest(dir.resolve('update.groovy'), [], [:], options, RunRequest.Login.NONE,
                new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
        runner.runs().await(run)
        run
    }

    private FileSystem files(String host) { estate.host(host).machine().files() }

    @Row('P-36')
    def 'a host fails: the others go on, the run is failed, and the mail says which, where, why and what next, but no secret'() {
        given:
        open()
        def hosts = runner.inventories().load([], dir).select('lxc_containers').names()
        files(hosts[2]).folders('/etc/broken')

        when:
        long id = run()
        soon.eventually { assert post.arrived().size() == 2 }
        def facts = runner.store().queries().run(id).get()
        def mail = post.arrived()[0]
        def text = Post.text(mail)

        then: 'the others went on'
        hosts.findAll { it != hosts[2] }.every { new String(files(it).look(Who.HOST, '/root/upgraded').bytes()).contains('done') }

        and: 'the run is failed'
        facts.status() == RunStatus.FAILED
        facts.hosts().failed() == 1
        facts.hosts().changed() == hosts.size() - 1

        and: 'the mail'
        mail.subject == "[Steward] Update, run $id: failed (1 failed, ${hosts.size() - 1} changed)"
        post.arrived().collectMany { it.allRecipients*.toString() }.toSet() == ['ops@example.org', 'anna@example.org'].toSet()
        mail.from*.toString() == ['steward@example.org']
        mail.getHeader('Message-ID')[0] == "<run-$id.${runner.store().settings().identity()}@example.org>"
        mail.getHeader('Auto-Submitted')[0] == 'auto-generated'
        mail.contentType.startsWith('text/plain')
        text.contains('Begun by  anna\n')
        text.contains("What failed\n  ${hosts[2]}  'Log in' failed\n      ")
        text.contains('exit code 7') || text.contains('exit 7')
        hosts.every { text =~ /(?m)^  $it +: ok=/ }
        text.contains("https://steward.example/runs/$id\n")
        text.contains("steward runs retry $id --failed")
        !post.arrived().any { Post.whole(it).contains(CANARY) }

        when: 'the host is mended'
        files(hosts[2]).rmdir(Who.HOST, '/etc/broken')
        long green = run()
        soon.eventually { assert post.arrived().size() == 4 }
        run()

        then: 'one mail says so, and no other'
        runner.tellTheRest(Duration.ofSeconds(10)).empty
        post.arrived()*.subject.countBy { it } == [(mail.subject): 2, ("[Steward] Update, run $green: ok again (${hosts.size()} changed)" as String): 2]
    }

    def 'a check run that fails is nobody\'s mail'() {
        given:
        Files.writeString(dir.resolve('update.groovy'), "playbook('Update') { play('p') { hosts 'lxc_containers'; tasks { task('t') { fail 'no' } } } }")
        open()

        when:
        long id = run(true)

        then:
        runner.store().queries().run(id).get().status() == RunStatus.FAILED
        runner.tellTheRest(Duration.ofSeconds(10)).empty
        post.arrived().empty
    }
}

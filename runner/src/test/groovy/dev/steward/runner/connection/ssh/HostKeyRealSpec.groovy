package dev.steward.runner.connection.ssh

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.estate.HostKeyCommand
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code steward host key} on real Debian hosts with OpenSSH and sudo: a key for each that begins Steward's shell alone. */
@Stepwise
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class HostKeyRealSpec extends Specification {

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(2, ['nothing', 'nothing'])
    @Shared @TempDir Path home
    @Shared String before = System.getProperty('user.home')
    def out = new ByteArrayOutputStream()

    def setupSpec() {
        System.setProperty('user.home', home as String)
        Files.createDirectories(home.resolve('.ssh'))
        Files.copy(hosts.knownHosts(), home.resolve('.ssh/known_hosts'))
        Files.writeString(home.resolve('hosts.yml'), 'all: {hosts: {' + (1..2).collect {
            "host-$it: {ansible_host: '${hosts.address(it)}', ansible_port: $RealHosts.PORT, ansible_user: op}" }.join(', ') + '}}')
        Files.writeString(home.resolve('steward.yml'), 'inventory: hosts.yml\nstateDir: state\nplaybooks: .\n')
    }

    def cleanupSpec() { System.setProperty('user.home', before) }

    private int steward(String... words) {
        out.reset()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(out, true), false)
        def time = new SystemTime()
        def desks = new StateDesks([:], home, time, 'spec', {})
        def bench = new Bench(screen, desks, [:], home, 'anna')
        new Commands(bench, desks, { new PlaybookCompiler(new Modules()) })
                .with('host', 'key', { new HostKeyCommand(bench, desks, time) }).execute(words)
    }

    private String said() { out.toString('UTF-8') }

    private Path key(int n) { home.resolve(".ssh/steward/host-$n") }

    /** OpenSSH's own client with the key of one host, towards a host. */
    private static List ssh(String program = 'ssh', Path key, Path known, List<String> words) {
        def process = new ProcessBuilder(['timeout', '20', program, '-F', 'none', '-i', key as String, '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes',
                                          '-o', "UserKnownHostsFile=$known" as String, '-o', "Port=$RealHosts.PORT" as String, *words] as List<String>).redirectErrorStream(true).start()
        process.outputStream.close()
        String said = process.inputStream.text
        [process.waitFor(), said]
    }

    private List foreign(int key = 1, List<String> options, String... command) { ssh(this.key(key), home.resolve('.ssh/known_hosts'), [*options, "op@${hosts.address(1)}" as String, *command]) }

    @Row('G-78')
    def 'each host has a key of its own, made once, and is told what to let it do'() {
        expect: 'what is printed is whole'
        steward('host', 'key', 'host-1', '--from', '127.0.0.1', '--become', 'root') == 0
        said().contains("The key of host-1 alone is ${key(1)}.") && said().contains('one line in ~op/.ssh/authorized_keys:\nrestrict,from="127.0.0.1",command="')
        said().contains('/etc/sudoers.d/steward') && said().contains('op ALL=(root) NOPASSWD: /usr/bin/sh ^-c ')
        PosixFilePermissions.toString(Files.getPosixFilePermissions(key(1))) == 'rw-------'
        def first = Files.readAllBytes(key(1))

        and: 'its parts can be sent to the host as they are, where sudo and sshd take them'
        (1..2).each { n ->
            assert steward('host', 'key', "host-$n", '--from', '127.0.0.1', '--become', 'root', '--only', 'line') == 0
            hosts.judge(n, "cat >/home/op/.ssh/authorized_keys <<'EOF'\n${said()}EOF")
            assert steward('host', 'key', "host-$n", '--from', '127.0.0.1', '--become', 'root', '--only', 'sudoers') == 0
            hosts.judge(n, "rm /etc/sudoers.d/op; cat >/etc/sudoers.d/steward <<'EOF'\n${said()}EOF\nchmod 440 /etc/sudoers.d/steward; visudo -c")
        }
        Files.readAllBytes(key(1)) == first && Files.readAllBytes(key(2)) != first
    }

    @Row('G-78')
    def 'a run reaches the hosts by these keys alone, as its user and as root, with scripts, files and all'() {
        given:
        Files.writeString(home.resolve('p.groovy'), '''playbook('Try') { play('Try') { hosts 'all'; tasks {
            task('A file') { become true; copy content: 'by steward\\n', dest: '/etc/by-steward', mode: '0640' }
            task('A script') { become true; shell 'id -un >/root/who; cat /etc/by-steward' }
            task('As itself') { shell 'id -un >~/who' }
        } } }''')

        when:
        int code = steward('run', home.resolve('p.groovy') as String)

        then:
        code == 0
        (1..2).each { assert hosts.judge(it, "cat /root/who /home/op/who; stat -c '%a %U' /etc/by-steward").readLines() == ['root', 'op', '640 root'] }
    }

    @Row('G-78')
    def 'with the key of a host in hand nothing else goes: #what'() {
        when:
        def (int code, String said) = foreign(options, *command)

        then:
        code == expected
        said.contains(words)
        !said.contains('uid=')

        where:
        what                      | options                                                           | command                  || expected | words
        'a command'               | []                                                                | ['id']                   || 126      | 'begins the shell of Steward and nothing else'
        'a login'                 | []                                                                | []                       || 126      | 'nothing else'
        'a terminal'              | ['-tt']                                                           | ['id']                   || 255      | 'PTY allocation request failed'
        'more behind the line'    | []                                                                | ["exec sh -c 'echo' sh;id"] || 126   | 'nothing else'
        'sftp'                    | ['-s']                                                            | ['sftp']                 || 126      | ''
        'a way through'           | ['-W', '127.0.0.1:22']                                            | []                       || 255      | 'administratively prohibited'
        'a way back'              | ['-N', '-o', 'ExitOnForwardFailure=yes', '-R', '0:127.0.0.1:22']   | []                       || 255      | 'remote port forwarding failed'
        'from another address'    | ['-b', '127.0.0.77']                                              | ['id']                   || 255      | 'Permission denied'
    }

    @Row('G-78')
    def "another host's key does not open this one, and sudo begins the shell and nothing else"() {
        expect:
        foreign(2, [], 'id').with { it[0] == 255 && it[1].contains('Permission denied') }
        ssh('scp', key(1), home.resolve('.ssh/known_hosts'), [home.resolve('p.groovy') as String, "op@${hosts.address(1)}:/tmp/x" as String])[0] != 0
        hosts.judge(1, 'test ! -e /tmp/x && echo none').strip() == 'none'
        hosts.judge(1, "su op -c 'sudo -n id; sudo -n sh -c id; sudo -n sh; sudo -n cat /etc/shadow' 2>&1; true").readLines().with { it.size() == 4 && it.every { line -> line =~ /password is required/ } }
    }

    def 'a host that the inventory does not know gets no key, nor does one whose way cannot be said: #words'() {
        expect:
        steward(*words) == code
        said().contains(message)
        !Files.exists(home.resolve('.ssh/steward/nobody'))

        where:
        words                                                               || code | message
        ['host', 'key', 'nobody', '--from', '192.0.2.10']                    || 1    | "There is no host 'nobody' in the inventory"
        ['host', 'key', 'host-1']                                           || 5    | '--from'
        ['host', 'key', 'host-1', '--from', '192.0.2.10",command="id']       || 5    | 'is no list of addresses'
        ['host', 'key', 'host-1', '--from', '*', '--become', 'a b']          || 4    | "'a b' cannot be the name of a user"
    }
}

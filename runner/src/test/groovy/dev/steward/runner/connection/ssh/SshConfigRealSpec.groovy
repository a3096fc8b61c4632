package dev.steward.runner.connection.ssh

import dev.steward.real.RealSshd
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ssh.config.ClientConfig
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

/** Client configurations as OpenSSH's own client reads them: ssh -G, in a mount namespace where ~/.ssh is the case's folder. */
class SshConfigRealSpec extends Specification {

    static final Path HOME = Path.of(System.getProperty('user.home'))
    static final List<String> OPTIONS = ['user', 'port', 'hostkeyalias', 'proxyjump', 'userknownhostsfile', 'identityfile']

    @TempDir Path home
    Path dir

    def setup() {
        dir = Files.createDirectories(home.resolve('.ssh'))
        System.setProperty('user.home', home as String)
        RealSshd.need('/usr/bin/ssh', 'openssh-client')
        RealSshd.need('/usr/bin/unshare', 'util-linux')
    }

    def cleanup() {
        System.setProperty('user.home', HOME as String)
    }

    def '#what: #host is read as ssh reads it'() {
        given:
        files.each { name, text ->
            Path file = dir.resolve(name as String)
            Files.createDirectories(file.parent)
            Files.writeString(file, (text as String).stripIndent().replace('DIR', dir as String))
        }

        expect:
        ours(host) == theirs(host)

        where:
        [what, files, host] << cases().collectMany { String what, Map files, List hosts -> hosts.collect { [what, files, it] } }
    }

    static List<List> cases() {
        [
                ['first value wins', [config: 'Host a*\n Port 1\nHost *\n Port 2\n User u\nHost a1\n Port 3\n'], ['a1', 'b']],
                ['negation', [config: 'Host *.lan !x.lan\n Port 7\nHost !y *\n User z\n'], ['a.lan', 'x.lan', 'y']],
                ['equals and quotes', [config: 'Host = a\n Port=44\n User = "me"\n HostName="h.example"\nUserKnownHostsFile "/tmp/a b" /tmp/c\n'], ['a', 'b']],
                ['comments and case', [config: '# c\n  # c\nhOsT a # trailing\n PORT 5 # five\n uSER x\n\n\n'], ['a', 'b']],
                ['identity files add up', [config: 'IdentityFile ~/.ssh/one\nHost a\n IdentityFile /k/two\nHost *\n IdentityFile "/k/th ree"\n'], ['a', 'b']],
                ['host name tokens', [config: 'Host a\n HostName %h.example.com\nHost b\n HostName x%%y\n'], ['a', 'b', 'c']],
                ['include at the top', [config: 'Include more\nHost a\n Port 2\n', more: 'Host a\n Port 1\n User inc\n'], ['a', 'b']],
                ['include with a glob', [config: 'Include conf.d/*\nPort 9\n', 'conf.d/20': 'Host a\n Port 20\n', 'conf.d/10': 'Host a\n Port 10\n', 'conf.d/.hidden': 'Port 1\n'], ['a', 'b']],
                ['include within a host', [config: 'Host a\n Include more\n User after\nHost *\n Port 4\n', more: 'Port 1\nHost b\n User never\nHost a\n HostKeyAlias k\n'], ['a', 'b']],
                ['include within a host that does not apply', [config: 'Host z\n Include more\nHost *\n Port 4\n', more: 'Port 1\nHost *\n User never\n'], ['a']],
                ['a section of an included file ends with it', [config: 'Include more\nPort 3\n', more: 'Host nobody\n User x\n'], ['a']],
                ['include of an absolute path and of ~', [config: 'Include DIR/one ~/.ssh/two nothere\n', one: 'Port 11\n', two: 'Host a\n User two\n'], ['a', 'b']],
                ['include within an include', [config: 'Include sub/one\n', 'sub/one': 'Include sub/two\nPort 2\n', 'sub/two': 'Host a\n Port 1\n'], ['a', 'b']],
                ['match host sees the host name said before', [config: 'Host a\n HostName real.lan\nMatch host real.lan\n Port 5\nMatch host a\n User never\n'], ['a', 'real.lan', 'b']],
                ['match host does not see the one said after', [config: 'Match host real.lan\n Port 5\nHost a\n HostName real.lan\n'], ['a']],
                ['match originalhost', [config: 'Host a\n HostName real.lan\nMatch originalhost a\n Port 6\nMatch originalhost real.lan\n User never\n'], ['a', 'real.lan']],
                ['match user', [config: 'Match user root\n Port 1\nMatch user nobody\n Port 2\n'], ['a']],
                ['match user said before', [config: 'Host a\n User op\nMatch user op\n Port 8\nMatch user "o?,!op"\n HostKeyAlias n\n'], ['a', 'b']],
                ['match all, lists, negated criteria', [config: 'Match host a,b !user nobody\n Port 1\nMatch !host a\n User x\nMatch all\n HostKeyAlias k\n'], ['a', 'b', 'c']],
                ['match localuser and several criteria', [config: 'Match localuser root originalhost a\n Port 1\nMatch localuser nobody\n Port 2\n'], ['a', 'b']],
                ['match and case', [config: 'Match Host A.LAN\n Port 1\nHost B\n Port 2\n'], ['a.lan', 'b']],
                ['an earlier criterion hides exec', [config: 'Match host z exec "false"\n Port 1\nMatch host a\n Port 2\n'], ['a']],
                ['jumps', [config: 'Host a\n ProxyJump me@gate:2200,other\nHost b\n ProxyJump none\nHost *\n ProxyJump gate\n'], ['a', 'c']],
                ['tabs, form feeds and a missing end of line', [config: 'Host\ta\tb\n\tPort\t3\n\tUser x'], ['a', 'b', 'c']],
        ]
    }

    def '#what is a problem to ssh and to us'() {
        given:
        Files.writeString(dir.resolve('config'), text)

        when:
        ssh('a')

        then:
        thrown(AssertionError)

        when:
        ClientConfig.read(dir.resolve('config'), dir).of('a', Optional.<String> empty())

        then:
        ConnectionException e = thrown()
        e.message.contains('config:')

        where:
        what                     | text
        'an include of itself'   | 'Include config\n'
        'a quote without end'    | 'Host "a\n Port 1\n'
        'an unknown criterion'   | 'Match hots a\n Port 1\n'
        'a match without value'  | 'Match host\n Port 1\n'
        'an option without value' | 'Host a\n Port\n'
    }

    private Map<String, List<String>> ours(String host) {
        ClientConfig.Values values = ClientConfig.read(dir.resolve('config'), dir).of(host, Optional.<String> empty())
        Map<String, List<String>> found = OPTIONS.collectEntries { [it, values.all(it)] }
        found.user = [values.first('User').orElse('root')]
        found.port = [values.first('Port').orElse('22')]
        found.userknownhostsfile = [found.userknownhostsfile.join(' ')].findAll { it }
        found + [hostname: [values.address()]]
    }

    /** What ssh says, without the defaults that it names where nothing was said. */
    private Map<String, List<String>> theirs(String host) {
        Map<String, List<String>> said = [:].withDefault { [] }
        ssh(host).readLines().each { line ->
            def (name, value) = line.split(' ', 2).toList()
            said[name] = said[name] + [value]
        }
        Map<String, List<String>> found = (OPTIONS + ['hostname']).collectEntries { [it, said[it]] }
        found.identityfile = found.identityfile.findAll { !(it ==~ /~\/\.ssh\/id_\w+/) }
        found.userknownhostsfile = found.userknownhostsfile.findAll { !it.contains('known_hosts2') }
        found
    }

    private String ssh(String host) {
        Process process = new ProcessBuilder('unshare', '-m', 'sh', '-c', "mount --bind '$home' '$HOME' && exec ssh -G -F ~/.ssh/config \"\$1\"", 'sh', host)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start()
        process.outputStream.close()
        String out = process.inputStream.getText('UTF-8')
        assert process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0
        out
    }
}

package dev.steward.runner.git

import dev.steward.real.RealSshd
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The same by a real OpenSSH server on loopback. */
class GitSshRealSpec extends Specification {

    @Shared @TempDir Path folder
    @Shared @AutoCleanup RealSshd sshd
    @TempDir Path dir
    @AutoCleanup GitServer server
    @AutoCleanup GitLab lab

    def setupSpec() { sshd = new RealSshd(folder) }

    def setup() {
        sshd.enrol('ed25519')
        server = new GitServer(Files.createDirectories(dir.resolve('server')))
        lab = new GitLab(Files.createDirectories(dir.resolve('steward')))
    }

    private String section(Map more = [:]) {
        ([url: "ssh://root@127.0.0.1:$sshd.port$server.bare", key: "$folder/id_ed25519", knownHosts: "$folder/known_hosts"] + more)
                .collect { "$it.key: $it.value" }.join('\n')
    }

    def 'a revision comes by ssh, by a key of its own and from a server whose key is known: #kind'() {
        given:
        sshd.enrol(kind)
        String first = server.push(GitLab.GOOD)
        lab.open(section())

        expect:
        lab.sync().commit().get() == first
        lab.run().options().revision == first

        when:
        String second = server.push(['playbooks/files/x': 'x'])

        then:
        lab.sync().commit().get() == second

        where:
        kind << ['ed25519', 'ecdsa', 'rsa']
    }

    def 'a server whose key is not known, or is another, is not believed, and nothing is added to the file'() {
        given:
        server.push(GitLab.GOOD)
        known.call(sshd)
        String before = Files.readString(folder.resolve('known_hosts'))
        lab.open(section())

        when:
        def now = lab.sync()

        then:
        now.commit().empty
        now.trouble()[0] =~ words
        Files.readString(folder.resolve('known_hosts')) == before

        where:
        known                                                                                       || words
        ({ it.enrol('ed25519', 'git.example.com') })                                                || /shows a key that is not in .*known_hosts; compare 'ssh-keyscan'/
        ({ s -> Files.writeString(s.folder.resolve('known_hosts'), "[127.0.0.1]:$s.port ${Files.readString(s.folder.resolve('id_ed25519.pub'))}") }) || /shows ANOTHER key than/
    }

    def 'a key that the server does not take is told: #what'() {
        given:
        server.push(GitLab.GOOD)
        if (!Files.exists(folder.resolve('stranger'))) sshd.keygen('stranger', '-t', 'ed25519')
        lab.open(section(key: folder.resolve(key)))

        expect:
        lab.sync().trouble()[0] =~ words

        where:
        what              | key        || words
        'another'         | 'stranger' || /does not take the key of git\.key/
        'one that is not' | 'gone'     || /git\.key: .*gone cannot be read/
    }

    def 'a server that hangs, or a repository that is not there, keeps what is in effect'() {
        given:
        String first = server.push(GitLab.GOOD)
        lab.open(section(timeout: '2s')).sync()
        server.push(['playbooks/files/x': 'x'])

        when: 'the program of the server hangs'
        Files.move(server.bare, server.bare.resolveSibling('moved.git'))
        def now = lab.sync()

        then:
        now.commit().get() == first
        now.trouble()[0].startsWith("ssh://root@127.0.0.1:$sshd.port$server.bare cannot be read: ")

        when: 'nobody is there'
        sshd.stop()
        now = lab.sync()

        then:
        now.commit().get() == first
        lab.run().options().revision == first

        cleanup:
        sshd.start()
    }
}

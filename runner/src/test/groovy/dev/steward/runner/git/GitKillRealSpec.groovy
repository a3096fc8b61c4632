package dev.steward.runner.git

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class GitKillRealSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup GitServer server
    @AutoCleanup GitLab lab
    Process victim

    def setup() {
        server = new GitServer(Files.createDirectories(dir.resolve('server')))
        lab = new GitLab(Files.createDirectories(dir.resolve('steward')))
    }

    def cleanup() { victim?.destroyForcibly()?.waitFor() }

    def 'kill -9 in the middle of a sync leaves a whole revision, and the next start goes on'() {
        given: 'revisions of some size, each of which says in every file which one it is'
        def commits = [server.push(GitLab.GOOD + (1..300).collectEntries { ["playbooks/files/$it".toString(), '0'] })]
        lab.open(server).sync()
        lab.close()
        String git = Files.readString(lab.dir.resolve('steward.yml')).split('git:\n')[1].readLines()*.trim().join('\n')

        when:
        def seen = (1..4).collect { round ->
            def out = dir.resolve('victim.log').toFile()
            victim = new ProcessBuilder('java', '-XX:TieredStopAtLevel=1', '-cp', System.getProperty('java.class.path'), GitVictim.name, lab.dir.toString(), git)
                    .redirectErrorStream(true).redirectOutput(out).start()
            while (!out.text.contains('ready')) { assert victim.alive: out.text; victim.waitFor(20, TimeUnit.MILLISECONDS) }
            commits << server.push((1..300).collectEntries { ["playbooks/files/$it".toString(), "$round" as String] })
            victim.waitFor(round * 170, TimeUnit.MILLISECONDS)
            victim.destroyForcibly().waitFor()
            String now = lab.tree.toRealPath().fileName.toString()
            [now, lab.tree.resolve('playbooks/files').toFile().listFiles()*.text.unique(), lab.tree.resolve('playbooks/files').toFile().list().length]
        }

        then: 'what is in effect is one of them, and whole'
        seen.every { now, texts, count -> commits.indexOf(now) >= 0 && texts == ["${commits.indexOf(now)}" as String] && count == 300 }

        when:
        lab.open(server)

        then:
        lab.run().options().revision in commits
        lab.sync().commit().get() == commits.last()
        lab.sync().good()
        lab.dir.resolve('state/git/revisions').toFile().list().every { !it.startsWith('.') }
    }

    def 'a disk that becomes full in the middle loses nothing'() {
        given: 'a disk of its own for the state directory'
        Path disk = Files.createDirectories(lab.dir.resolve('state'))
        assert ['mount', '-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk.toString()].execute().waitFor() == 0
        String good = server.push(GitLab.GOOD)
        lab.open(server).sync()
        byte[] noise = new byte[9 << 20]
        new Random(1).nextBytes(noise)

        when: 'a revision is too large for it'
        Files.createDirectories(server.work.resolve('playbooks/files'))
        3.times { Files.write(server.work.resolve("playbooks/files/$it"), noise) }
        server.commit('too much')
        def now = lab.sync()

        then:
        now.commit().get() == good
        now.refused().empty
        now.trouble()[0].contains('No space left') || now.trouble()[0].contains('is full')
        lab.runner.playbooks().check(lab.runner.playbooks().folder().resolve('work.groovy'), [:]).problems().empty

        when: 'it is taken back'
        3.times { Files.delete(server.work.resolve("playbooks/files/$it")) }
        GitServer.git(server.work, 'reset', '-q', '--hard', 'HEAD~1')
        String next = server.push(['playbooks/files/x': 'x'])

        then:
        lab.sync().commit().get() == next
        lab.run().options().revision == next

        cleanup:
        lab.close()
        ['umount', '-l', disk.toString()].execute().waitFor()
    }
}

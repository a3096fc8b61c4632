package dev.steward.runner.git

import dev.steward.runner.app.RunRefused
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A whole Steward and git's own server behind TLS, on loopback. */
class GitRealSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup GitServer server
    @AutoCleanup GitLab lab

    def setup() {
        server = new GitServer(Files.createDirectories(dir.resolve('server')))
        lab = new GitLab(Files.createDirectories(dir.resolve('steward')))
    }

    def 'playbooks and inventory come from the server, and a run says by which commit it was made'() {
        given:
        String first = server.push(GitLab.GOOD)
        lab.open(server)

        when:
        def before = lab.runner.git().status().get()
        def after = lab.sync()
        def run = lab.run()

        then:
        before.commit().empty
        before.sentence() == 'The git server was not asked yet'
        after.good()
        after.commit().get() == first
        after.subject() == 'change playbooks/work.groovy inventory/hosts.yml'
        after.author() == 'Anna'
        lab.runner.playbooks().names() == ['work.groovy']
        run.status().word() == 'ok'
        run.options().revision == first
        run.file() == lab.tree.resolve('playbooks/work.groovy').toString()
    }

    def 'a run reads the files of its revision to its end, even when a sync comes in the middle'() {
        given:
        def waits = "playbook('Work') { vars gate: ''; play('All') { hosts 'all'; tasks { task('Wait') { shell \"until [ -e \${gate} ]; do sleep 0.1; done\" }\n task('Lay') { copy src: 'say.txt', dest: '$dir/said' } } } }\n"
        String first = server.push(GitLab.GOOD + ['playbooks/work.groovy': waits, 'playbooks/files/say.txt': 'the first\n'])
        lab.open(server).sync()
        long run = lab.begin('work.groovy', [gate: dir.resolve('gate').toString()])

        when:
        String second = server.push(['playbooks/files/say.txt': 'the second\n'])
        def now = lab.sync()
        Files.createFile(dir.resolve('gate'))
        lab.runner.runs().await(run)

        then:
        now.commit().get() == second
        lab.runner.store().queries().run(run).get().options().revision == first
        Files.readString(dir.resolve('said')) == 'the first\n'

        when:
        lab.run()

        then:
        lab.runner.runs().await(lab.begin('work.groovy', [gate: dir.resolve('gate').toString()])) == null
        Files.readString(dir.resolve('said')) == 'the second\n'
    }

    def 'a revision that does not check keeps the one before and says so, with file, line and column: #what'() {
        given:
        String good = server.push(GitLab.GOOD)
        lab.open(server).sync()
        String bad = server.push(files)

        when:
        def now = lab.sync()

        then:
        !now.good()
        now.commit().get() == good
        now.refused().get() == bad
        now.trouble().any { it =~ problem }
        now.trouble().every { !it.contains(dir.toString()) }
        now.sentence() == "Revision ${bad.take(7)} of main does not check: the revision in effect stays ${good.take(7)}"
        lab.run().options().revision == good
        lab.told("Revision ${bad.take(7)} does not check; ${good.take(7)} stays in effect")

        when: 'it is asked again'
        lab.sync()

        then: 'nobody is told twice'
        lab.notices().count { it.contains('does not check') } == 1

        when: 'it is mended'
        String mended = server.push(files.collectEntries { name, text -> [name, GitLab.GOOD[name]] })
        def well = lab.sync()

        then:
        well.good()
        well.commit().get() == mended
        lab.told("The git repository is well again: ${mended.take(7)} is in effect")

        where:
        what                                     | files                                                                         || problem
        'a word that there is not'               | ['playbooks/more.groovy': "playbook('More') {\n  plan('x') {}\n}\n"]          || /^playbooks\/more\.groovy:2:\d+: /
        'an inventory that cannot be read'       | ['inventory/hosts.yml': 'all: {hosts: [\n']                                  || /^inventory\/hosts\.yml:\d+:\d+: /
        'an inventory that is gone'              | ['inventory/hosts.yml': null]                                                || /inventory/
        'no folder of playbooks'                 | ['playbooks/work.groovy': null]                                               || /^playbooks: there is no such folder/
        'a pointer of Git LFS'                   | ['playbooks/files/big': 'version https://git-lfs.github.com/spec/v1\noid x\n'] || /^playbooks\/files\/big: is kept by Git LFS/
        'a file that is too large'               | ['playbooks/files/big': 'x' * (17 << 20)]                                     || /^playbooks\/files\/big: is larger than 16 MiB/
    }

    def 'a link is taken as long as it stays inside: #what'() {
        given:
        server.push(GitLab.GOOD + ['playbooks/deep/er/x': 'x'])
        lab.open(server).sync()
        links.each { name, target -> Files.createSymbolicLink(server.work.resolve(name), Path.of(target)) }
        server.commit('links')

        when:
        def now = lab.sync()

        then:
        now.good() == good
        good || now.trouble().any { it ==~ /.*: is a link that leads (out of the repository|nowhere); put the file itself there/ }
        !Files.exists(lab.tree.parent.resolve('escaped'))

        where:
        what                         | links                                             || good
        'inside'                     | ['playbooks/same.groovy': 'work.groovy']          || true
        'absolute'                   | ['playbooks/passwd': '/etc/passwd']               || false
        'up and out'                 | ['playbooks/out': '../../../secrets']             || false
        'through another'            | ['playbooks/a': 'deep/er', 'playbooks/b': 'a/../../..'] || false
        'one that leads up by two'   | ['up': 'playbooks/deep', 'playbooks/c': '../up/../../secrets'] || false
        'nowhere'                    | ['playbooks/gone': 'nothing']                     || false
    }

    def 'submodules are not fetched: they refuse the revision'() {
        given:
        server.push(GitLab.GOOD)
        GitServer.git(server.work, 'update-index', '--add', '--cacheinfo', '160000,' + '1' * 40 + ',roles')
        GitServer.git(server.work, 'commit', '-q', '-m', 'a submodule')
        GitServer.git(server.work, 'push', '-q', 'origin', 'HEAD:main')
        lab.open(server)

        expect:
        lab.sync().trouble() == ['roles: is a submodule, which Steward does not fetch; put its files into the repository itself']
    }

    def 'nothing of the repository is at work on this machine: no hook, no filter, no attribute'() {
        given:
        def trap = "#!/bin/sh\ntouch $dir/trapped\n"
        server.push(GitLab.GOOD + ['.gitattributes': '* text eol=crlf filter=trap\n', '.gitmodules': "[submodule \"x\"]\n\tpath = x\n\turl = file://$dir\n",
                'hooks/post-checkout': trap, 'playbooks/files/x': 'a\nb\n'])
        lab.open(server)

        when:
        def now = lab.sync()

        then:
        now.good()
        Files.readString(lab.tree.resolve('playbooks/files/x')) == 'a\nb\n'
        !Files.exists(dir.resolve('trapped'))
        !Files.exists(lab.tree.resolve('.git'))
    }

    def 'only the configured branch is read, by its full name'() {
        given:
        String good = server.push(GitLab.GOOD)
        GitServer.git(server.work, 'checkout', '-q', '-b', 'wild')
        Files.writeString(server.work.resolve('playbooks/work.groovy'), GitLab.book('command "false"'))
        GitServer.git(server.work, 'commit', '-qam', 'wild')
        GitServer.git(server.work, 'tag', 'main')
        GitServer.git(server.work, 'push', '-q', 'origin', 'wild', 'refs/tags/main')
        lab.open(server)

        expect:
        lab.sync().commit().get() == good
        GitServer.git(dir.resolve('steward/state/git/repository'), 'for-each-ref', '--format=%(refname)') == 'refs/steward/incoming'
    }

    def 'a rewritten history is told, and followed'() {
        given:
        server.push(GitLab.GOOD)
        String old = server.push(['playbooks/files/x': 'x'])
        lab.open(server).sync()
        GitServer.git(server.work, 'reset', '-q', '--hard', 'HEAD~1')
        String fresh = server.push(['playbooks/files/y': 'y'])

        when:
        def now = lab.sync()

        then:
        now.commit().get() == fresh
        now.rewritten().get() == old
        lab.told("The history of the git repository was rewritten: ${old.take(7)} is no longer part of it; ${fresh.take(7)} is in effect")
    }

    def 'a server that does not answer as it should keeps what is in effect: #what'() {
        given:
        String good = server.push(GitLab.GOOD)
        lab.open(server, 'timeout: 2s').sync()
        server.push(['playbooks/files/x': 'x'])

        when:
        trouble(server)
        long begun = System.nanoTime()
        def now = lab.sync()

        then:
        System.nanoTime() - begun < 20_000_000_000L
        now.commit().get() == good
        now.refused().empty
        now.sentence() == "The git server could not be read: the revision in effect stays ${good.take(7)}"
        now.trouble().size() == 1
        now.trouble()[0] =~ words
        !now.trouble()[0].contains(GitServer.TOKEN)
        lab.run().options().revision == good

        where:
        what                                | trouble                                                                                                   || words
        'nobody is there'                   | { it.stop() }                                                                                             || /cannot be read: .*(refused|connection failed)/
        'it takes us no more'               | { it.before = { x -> x.sendResponseHeaders(403, -1); true } }                                             || /cannot be read: /
        'it sends us elsewhere'             | { it.before = { x -> x.responseHeaders.add('Location', 'https://127.0.0.1:1/'); x.sendResponseHeaders(302, -1); true } } || /cannot be read: /
        'it says nothing at all'            | { it.before = { x -> Thread.sleep(60_000); true } }                                                      || /cannot be read: |longer than git\.timeout/
        'it speaks of something else'       | { it.before = { x -> x.sendResponseHeaders(200, 0); x.responseBody << 'hello'; true } }                   || /cannot be read: /
        'the branch is gone'                | { GitServer.git(it.bare, 'branch', '-m', 'main', 'other') }                                               || /has no refs\/heads\/main; look at git\.ref/
    }

    def 'a server that no authority vouches for, and a wrong token, are refused'() {
        given:
        server.push(GitLab.GOOD)

        when:
        lab.open(git.replace('URL', server.url).replace('CA', server.certificates.caFile().toString()))
        def now = lab.sync()

        then:
        now.commit().empty
        now.trouble()[0] =~ words
        !now.trouble()[0].contains('not-the-token')

        where:
        git                                                  || words
        "url: URL\ntoken: $GitServer.TOKEN\n"                || /(?i)PKIX|certif/
        'url: URL\ntoken: not-the-token-at-all\nca: CA'      || /(?i)not authorized|not permitted/
        'url: URL\nca: CA'                                   || /(?i)not authorized|not permitted/
    }

    def 'signatures are required where keys are named: #what'() {
        given:
        keys(dir)
        def sign = by ? ['-S'] : []
        if (by) {
            GitServer.git(server.work, 'config', 'gpg.format', 'ssh')
            GitServer.git(server.work, 'config', 'user.signingkey', dir.resolve(by).toString())
        }
        server.push(GitLab.GOOD, sign)
        if (forged) {
            def raw = GitServer.git(server.work, 'cat-file', 'commit', 'HEAD').replace('change ', 'forged ')
            Files.writeString(dir.resolve('forged'), raw + '\n')
            def id = GitServer.git(server.work, 'hash-object', '-t', 'commit', '-w', dir.resolve('forged').toString())
            GitServer.git(server.work, 'push', '-q', '--force', 'origin', id + ':main')
        }
        lab.open(server, "signedBy: ['${Files.readString(dir.resolve('anna.pub')).trim()}', '${Files.readString(dir.resolve('rsa.pub')).trim()}']")

        when:
        def now = lab.sync()

        then:
        now.good() == good
        good || now.trouble()[0] =~ words

        where:
        what                   | by       | forged || good  | words
        'by one of them'       | 'anna'   | false  || true  | ''
        'by an RSA key'        | 'rsa'    | false  || true  | ''
        'by nobody'            | null     | false  || false | 'is not signed'
        'by another'           | 'mallory'| false  || false | 'is signed by a key that is not in git.signedBy'
        'one that was altered' | 'anna'   | true   || false | 'is not what was signed: somebody altered it'
    }

    private static void keys(Path dir) {
        ['anna': 'ed25519', 'mallory': 'ed25519', 'rsa': 'rsa'].each { name, type ->
            assert new ProcessBuilder('ssh-keygen', '-q', '-t', type, '-N', '', '-C', name, '-f', dir.resolve(name).toString()).inheritIO().start().waitFor() == 0
        }
    }

    def 'a start without a network has what was kept, and what a killed sync left is no trouble'() {
        given:
        String good = server.push(GitLab.GOOD)
        lab.open(server).sync()
        lab.close()
        Path home = lab.dir.resolve('state/git')
        Files.createDirectories(home.resolve('revisions/.new-' + '2' * 40 + '/playbooks'))
        Files.writeString(home.resolve('state.new'), '{"half')
        Files.createSymbolicLink(home.resolve('current.new'), Path.of('revisions/nothing'))
        Files.writeString(home.resolve('repository/refs/steward/incoming.lock'), '')
        if (broken) {
            home.resolve('repository/objects').toFile().deleteDir()
            Files.writeString(home.resolve('state.json'), '{')
        }

        when:
        server.before = { it.sendResponseHeaders(500, -1); true }
        lab.open(server)

        then:
        lab.runner.git().status().get().commit().get() == good
        lab.run().options().revision == good
        lab.sync().commit().get() == good

        when:
        server.before = { false }
        String next = server.push(['playbooks/files/x': 'x'])

        then:
        lab.sync().commit().get() == next
        lab.sync().good()
        home.resolve('revisions').toFile().list().every { !it.startsWith('.') }

        where:
        broken << [false, true]
    }

    def 'old revisions go, but the last five and those of runs at work'() {
        given:
        def waits = "playbook('Work') { vars gate: ''; play('All') { hosts 'all'; tasks { task('Wait') { shell \"until [ -e \${gate} ]; do sleep 0.1; done\" } } } }\n"
        String first = server.push(GitLab.GOOD + ['playbooks/work.groovy': waits])
        lab.open(server).sync()
        long run = lab.begin('work.groovy', [gate: dir.resolve('gate').toString()])

        when:
        def all = (1..7).collect { String id = server.push(['playbooks/files/x': "$it"]); lab.sync(); id }

        then:
        lab.dir.resolve('state/git/revisions').toFile().list() as Set == ([first] + all.takeRight(5)) as Set

        when:
        Files.createFile(dir.resolve('gate'))
        lab.runner.runs().await(run)
        server.push(['playbooks/files/x': 'last'])
        lab.sync()

        then:
        !lab.dir.resolve('state/git/revisions').toFile().list().contains(first)
    }

    def 'without a revision nothing begins, and it is said why'() {
        given:
        lab.open(server)

        when:
        lab.begin()

        then:
        RunRefused e = thrown()
        e.problems()
    }
}

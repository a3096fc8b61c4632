package dev.steward.runner.module.file

import dev.steward.real.RealHosts
import dev.steward.runner.connection.RunAs
import dev.steward.runner.module.SshTry
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared

/** copy of a folder over SSH, to a real Debian host. */
class CopyTreeSshRealSpec extends SshTry {

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(1, ['nothing'])

    void setup() {
        target.folder = folder
        Files.createDirectories(folder.resolve('site/deep'))
        Files.writeString(folder.resolve('site/index'), 'hello\n')
        Files.writeString(folder.resolve("site/deep/it's"), 'nasty\n')
    }

    def 'a folder belongs to whom it shall, by sudo too: #user'() {
        given:
        target.connection = to(hosts, 1, user)
        target.as = as

        when:
        def outcome = call('copy', src: 'site/', dest: "/srv/$user", owner: 'op', group: 'www-data', mode: '0640')

        then:
        changed(outcome)
        ok(call('copy', src: 'site/', dest: "/srv/$user", owner: 'op', group: 'www-data', mode: '0640'))
        hosts.judge(1, "cd /srv/$user && find . -printf '%p %U:%G %m\\n' | sort").readLines() == [
                '. 1000:33 755', './deep 1000:33 755', "./deep/it's 1000:33 640", './index 1000:33 640']

        where:
        user   | as
        'root' | RunAs.LOGIN
        'op'   | RunAs.user('root')
    }

    def 'one too large for one trip arrives whole'() {
        given:
        target.connection = to(hosts, 1)
        def bytes = new byte[9_000_000]
        new Random(2).nextBytes(bytes)
        Files.write(folder.resolve('site/deep/blob'), bytes)

        expect:
        changed(call('copy', src: 'site', dest: '/srv'))
        hosts.judge(1, 'cd /srv/site && sha256sum deep/blob && find . | sort').readLines() == [
                "${FileWriter.sha256(bytes)}  deep/blob" as String, '.', './deep', './deep/blob', "./deep/it's", './index']
        ok(call('copy', src: 'site', dest: '/srv'))
    }
}

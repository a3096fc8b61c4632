package dev.steward.runner.module.patch

import dev.steward.house.Row
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.Timeout

/** patch against the real pacman with a local repository. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PatchArchRealSpec extends PatchTry {

    void setup() {
        begin('ID=arch\nPRETTY_NAME="Arch Linux"\n')
        host.arch(['tool', '1'], ['nginx', '1'], ['php-fpm', '1'], ['mine', '1'], ['old', '1'])
        host.sh('pacman -Sy --noconfirm tool nginx php-fpm mine old')
        host.arch(['dep', '1'], ['tool', '2', [depend: 'dep']], ['nginx', '2'], ['php-fpm', '2'], ['mine', '2'], ['new', '3', [replaces: 'old']])
    }

    @Row(['N-13', 'N-25', 'N-32'])
    def 'the same contract: the check loads an index of its own, the update refreshes that of the host'() {
        given:
        def index = host.sh('sha256sum /var/lib/pacman/sync/*')

        when:
        def check = patch('check')
        def untouched = host.sh('sha256sum /var/lib/pacman/sync/*')
        def applied = patch('apply')

        then:
        told(check.data().packages) == ['upgraded tool 1-1 -> 2-1', 'upgraded nginx 1-1 -> 2-1', 'upgraded php-fpm 1-1 -> 2-1', 'upgraded mine 1-1 -> 2-1',
                                        'installed dep  -> 1-1', 'installed new  -> 3-1', 'removed old 1-1 -> '].toSet()
        check.data().packages*.security.toSet() == [null].toSet()
        !check.data().containsKey('pendingSecurity')
        check.data().downloadBytes > 500
        untouched == index
        told(applied.data().packages) == told(check.data().packages)
        applied.data().subMap('pending', 'exitCode', 'family') == [pending: 0, exitCode: 0, family: 'arch']
        patch('apply').message() == 'nothing to do'
    }

    @Row(['N-26', 'N-27', 'N-32'])
    def 'what is left out stays, as does what the operator ignores'() {
        given:
        host.sh("sed -i 's,^Sig,IgnorePkg = mine\\nSig,' /etc/pacman.conf")

        when:
        def outcome = patch('apply', exclude: ['nginx', 'php*'])

        then:
        told(outcome.data().packages) == ['upgraded tool 1-1 -> 2-1', 'installed dep  -> 1-1', 'installed new  -> 3-1', 'removed old 1-1 -> '].toSet()
        outcome.data().pendingPackages*.name.toSet() == ['nginx', 'php-fpm'].toSet()
        outcome.data().held == ['mine']
        host.sh('pacman -Q nginx mine').readLines() == ['nginx 1-1', 'mine 1-1']
    }

    @Row('N-31')
    def 'a lock is waited for, not for ever; one that was left behind is told'() {
        given:
        host.sh('touch /var/lib/pacman/db.lck')

        when:
        def outcome = patch('apply', lockTimeout: Duration.ofSeconds(1))

        then:
        failed(outcome)
        outcome.message().contains('and was so for 1 s (lockTimeout)')
        outcome.message().contains('/var/lib/pacman/db.lck')
        host.sh('pacman -Q tool').trim() == 'tool 1-1'
    }

    @Row('N-35')
    def 'an index that cannot be loaded is a failure that names the source'() {
        given:
        host.sh("sed -i 's,file:///srv/arch,http://127.0.0.1:1/x,' /etc/pacman.conf")

        when:
        def outcome = patch('check')

        then:
        failed(outcome)
        outcome.message().startsWith("cannot refresh the package lists: error: failed retrieving file 'mirror.db' from 127.0.0.1:1")
    }

    def 'security alone is refused where nothing tells it'() {
        when:
        def outcome = patch('apply', securityOnly: true)

        then:
        failed(outcome)
        outcome.message() == "pacman's repositories do not tell what mends a weakness: leave securityOnly out"
    }
}

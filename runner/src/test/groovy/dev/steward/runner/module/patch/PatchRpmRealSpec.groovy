package dev.steward.runner.module.patch

import dev.steward.house.Row
import java.util.concurrent.TimeUnit
import spock.lang.Timeout

/** patch against the real dnf and the real zypper, with rpm's own database and a local repository. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PatchRpmRealSpec extends PatchTry {

    static final LONG = 'a-very-long-package-name-that-does-not-fit-in-any-column-of-eighty'
    static final FEDORA = 'ID=fedora\nVERSION_ID=40\nPRETTY_NAME="Fedora Linux 40"\n'
    static final ROCKY = 'ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"\n'
    static final LEAP = 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\nVERSION_ID="15.6"\n'
    static final TUMBLEWEED = 'ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\nVERSION_ID="20240101"\n'

    private void installed() {
        host.rpms(['base', '1', [Provides: '/bin/sh']], ['tool', '1'], ['nginx', '1'], [LONG, '1'], ['old', '1'])
        host.sh("dnf -q -y install base tool nginx $LONG old")
        host.rpms(['dep', '1'], ['tool', '2', [Requires: 'dep']], [LONG, '2.0.20240101gitabcdef'], ['new', '3', [Obsoletes: 'old < 2']],
                ['nginx', '2', [post: 'echo \$(sed -n "s/^solvable_name: //p" /etc/zypp/locks) >/root/locks']], nginx: '2')
    }

    @Row(['N-13', 'N-25', 'N-32'])
    def 'the same contract: #system'() {
        given:
        begin(system)
        installed()
        def before = host.sh('rpm -qa | sort')

        when:
        def check = patch('check')
        def checked = host.sh('rpm -qa | sort')
        def applied = patch('apply')
        def again = patch('apply')

        then:
        ok(check)
        told(check.data().packages) == ["upgraded $LONG 1-1 -> 2.0.20240101gitabcdef-1".toString(), 'upgraded nginx 1-1 -> 2-1 security', 'upgraded tool 1-1 -> 2-1',
                                        'installed dep  -> 1-1', 'installed new  -> 3-1', 'removed old 1-1 -> '].toSet()
        check.data().subMap('family', 'pending', 'pendingSecurity', 'indexRefreshed') == [family: family, pending: 6, pendingSecurity: 1, indexRefreshed: true]
        check.data().downloadBytes > 20_000
        checked == before
        changed(applied)
        told(applied.data().packages) == told(check.data().packages)
        applied.message() == '3 packages upgraded, 2 installed, 1 removed (1 security)'
        applied.data().subMap('pending', 'exitCode') == [pending: 0, exitCode: 0]
        ok(again)
        again.message() == 'nothing to do'
        again.data().packages == []

        where:
        system     || family
        FEDORA     || 'rhel'
        ROCKY      || 'rhel'
        LEAP       || 'suse'
        TUMBLEWEED || 'suse'
    }

    @Row(['N-26', 'N-27', 'N-32'])
    def 'what is left out stays, is free again after, and what the operator had locked stays locked: #system'() {
        given:
        begin(system)
        installed()
        host.rpms(['mine', '1'], ['php-fpm', '1'], ['free', '1'])
        host.sh("dnf -q -y --refresh install mine php-fpm free && zypper --non-interactive addlock mine")
        host.sh(lock)
        host.rpms(['mine', '2'], ['php-fpm', '2'], ['free', '2', [post: 'sed -n "s/^solvable_name: //p" /etc/zypp/locks >/root/locks']])

        when:
        def check = patch('check', exclude: ['nginx', 'php*', 'tool', LONG, 'new', 'old'])
        def locks = host.file('/etc/zypp/locks').text
        def applied = patch('apply', exclude: ['nginx', 'php*', 'tool', LONG, 'new', 'old'])

        then:
        told(check.data().packages) == ['upgraded free 1-1 -> 2-1'].toSet()
        told(applied.data().packages) == ['upgraded free 1-1 -> 2-1'].toSet()
        applied.data().held == ['mine']
        applied.data().pendingPackages*.name.containsAll(['nginx', 'php-fpm', 'tool', 'new', 'old'])
        !('mine' in applied.data().pendingPackages*.name)
        host.file('/root/locks').readLines().toSet() == during.toSet()
        host.file('/etc/zypp/locks').readLines().findAll { it.startsWith('solvable_name') } == ['solvable_name: mine']
        locks.count('solvable_name') == 1
        !host.file('/var/lib/steward/holds').list()

        where:
        system | lock                                                     || during
        FEDORA | 'echo excludepkgs=mine >>/etc/dnf/dnf.conf'              || ['mine']
        LEAP   | 'true'                                                   || ['mine', 'nginx', 'php*', 'tool', LONG, 'new', 'old']
    }

    def 'security alone takes what advisories name, and no more: #system'() {
        given:
        begin(system)
        installed()

        when:
        def check = patch('check', securityOnly: true)
        def applied = patch('apply', securityOnly: true)

        then:
        told(check.data().packages) == ['upgraded nginx 1-1 -> 2-1 security'].toSet()
        told(applied.data().packages) == told(check.data().packages)
        applied.data().subMap('pending', 'pendingSecurity') == [pending: 5, pendingSecurity: 0]

        where:
        system << [FEDORA, LEAP]
    }

    def 'where sources tell of no advisories nobody says what is security: #system'() {
        given:
        begin(system)
        host.rpms(['base', '1', [Provides: '/bin/sh']], ['tool', '1'])
        host.sh('dnf -q -y install base tool')
        host.rpms(['tool', '2'])

        when:
        def check = patch('check')

        then:
        check.data().packages*.security == [null]
        !check.data().containsKey('pendingSecurity')
        target.logged.any { it.contains('do not tell which of these packages mend a weakness') }

        where:
        system << [FEDORA, LEAP]
    }

    @Row('N-35')
    def 'an index that cannot be loaded is a failure that names the source: #system'() {
        given:
        begin(system)
        installed()
        host.sh("sed -i 's,baseurl=.*,baseurl=http://127.0.0.1:1/updates,' /etc/yum.repos.d/mirror.repo /etc/zypp/repos.d/mirror.repo")

        when:
        def outcome = patch('apply')

        then:
        failed(outcome)
        outcome.message().startsWith('cannot refresh the package lists: ')
        outcome.message().contains('mirror')
        !outcome.data().indexRefreshed
        host.sh('rpm -q tool').trim() == 'tool-1-1.noarch'

        where:
        system << [FEDORA, LEAP]
    }
}

package dev.steward.runner.module.patch

import dev.steward.house.Row
import dev.steward.runner.module.Outcome
import dev.steward.runner.module.packages.AptTry
import java.util.concurrent.TimeUnit
import spock.lang.Timeout

/** patch against real dpkg and apt-get, on a host of its own for each feature. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PatchDebianRealSpec extends AptTry {

    private int tickets

    Outcome patch(Map<String, Object> more = [:], String action) {
        target.ticket = "patch-${tickets++}"
        call([action: action] + more, 'patch')
    }

    static List<String> told(List<Map> packages) { packages.collect { "$it.action $it.name $it.from -> $it.to".toString() } }

    @Row(['N-13', 'N-25'])
    def 'a check refreshes the index, says what would be done, and does nothing'() {
        given:
        host.offer('olddep', '1')
        host.offer('app', '1', Depends: 'olddep')
        host.install('app')
        host.offer('newdep', '1')
        host.offer('app', '2', Depends: 'newdep')
        host.publish()
        def before = host.sh('dpkg-query -W; cat /var/lib/dpkg/status | sha256sum')

        when:
        def outcome = patch('check', autoremove: true)

        then:
        ok(outcome)
        told(outcome.data().packages).toSet() == ['upgraded app 1 -> 2', 'installed newdep  -> 1', 'removed olddep 1 -> '].toSet()
        outcome.data().indexRefreshed
        outcome.data().downloadBytes > 0
        outcome.data().pending == 3
        outcome.data().stage == 'check'
        host.sh('dpkg-query -W; cat /var/lib/dpkg/status | sha256sum') == before
    }

    @Row(['N-26', 'N-27'])
    def 'what is left out is on hold meanwhile and free again after; a hold of the operator stays'() {
        given:
        ['nginx', 'php-fpm', 'mine', 'free'].each { host.offer(it, '1') }
        host.install('nginx', 'php-fpm', 'mine', 'free')
        host.sh('apt-mark hold mine')
        ['nginx', 'php-fpm', 'mine'].each { host.offer(it, '2') }
        host.offer('free', '2', postinst: 'apt-mark showhold >/root/holds')
        host.publish()

        when:
        def check = patch('check', exclude: ['nginx', 'php*', 'mine'])
        def applied = patch('apply', exclude: ['nginx', 'php*', 'mine'])

        then:
        told(check.data().packages) == ['upgraded free 1 -> 2']
        told(applied.data().packages) == ['upgraded free 1 -> 2']
        applied.message() == '1 package upgraded'
        host.file('/root/holds').readLines() == ['mine', 'nginx', 'php-fpm']
        host.sh('apt-mark showhold').readLines() == ['mine']
        applied.data().held == ['mine']
        applied.data().excluded*.name == ['nginx', 'php*', 'mine']
        told(applied.data().pendingPackages).toSet() == ['upgraded nginx 1 -> 2', 'upgraded php-fpm 1 -> 2'].toSet()
        !host.file('/var/lib/steward/holds').list()
    }
}

package dev.steward.runner.module.packages

import dev.steward.house.Row
import dev.steward.runner.connection.Command
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.Timeout

/** What package work does, and what it says of it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AptRealSpec extends AptTry {

    @Row('P-37')
    def 'with nothing to do nothing changes, and nothing is left to upgrade'() {
        when:
        def outcome = upgrade()

        then:
        ok(outcome)
        outcome.message() == 'nothing to do'
        outcome.data().subMap('packages', 'upgradable', 'rebootRequired', 'cacheUpdated') ==
                [packages: [], upgradable: 0, rebootRequired: false, cacheUpdated: true]
        target.connection.trips == 1
    }

    @Row('P-61')
    def 'an upgrade is done once, told by package, and leaves nothing to upgrade'() {
        given:
        host.offer('tool', '1.0')
        host.install('tool')
        host.offer('tool', '1.1')
        host.publish()
        target.diff = true

        when:
        def first = upgrade()
        target.ticket = 'second'
        def second = upgrade()

        then:
        changed(first)
        packages(first) == ['upgraded tool 1.0 -> 1.1']
        first.message() == '1 upgraded'
        first.diffs()*.before() == ['tool 1.0\n']
        first.diffs()*.after() == ['tool 1.1\n']
        first.data().upgradable == 0
        target.shownText().contains('Setting up tool (1.1)')
        !target.shownText().contains('\0')
        ok(second)
        host.sh('stat -c "%a %U" /var/lib/steward/jobs').trim() == '700 root'
    }

    @Row('P-30')
    def 'lists are refreshed unless they are younger than asked for; empty ones and ones older than a source are too: #makeOld'() {
        given:
        upgrade(cacheValidTime: Duration.ofSeconds(3600))
        host.sh(makeOld)
        target.ticket = 'again'

        expect:
        upgrade(cacheValidTime: Duration.ofSeconds(3600)).data().cacheUpdated == refreshed

        where:
        makeOld                                                                                   || refreshed
        'true'                                                                                    || false
        'touch -d "-59 minutes" /var/lib/apt/lists /var/lib/steward/apt-updated; touch -d "-2 hours" /etc/apt/sources.list /etc/apt/sources.list.d' || false
        'touch -d "-61 minutes" /var/lib/apt/lists /var/lib/steward/apt-updated'                  || true
        'touch -d "+10 minutes" /etc/apt/sources.list'                                            || true
        'rm -rf /var/lib/apt/lists/*'                                                             || true
    }

    @Row('P-62')
    def 'a package that asks for a reboot is named'() {
        given:
        host.offer('libc-like', '1')
        host.install('libc-like')
        host.offer('libc-like', '2', postinst: 'touch /run/reboot-required; echo libc-like >>/run/reboot-required.pkgs')
        host.publish()

        when:
        def outcome = upgrade()

        then:
        outcome.data().rebootRequired
        outcome.data().rebootPackages == ['libc-like']
    }

    def 'a configuration file changed on the host is kept, without a question'() {
        given:
        host.offer('daemon', '1', conffile: 'a=1\n')
        host.install('daemon')
        host.file('/etc/daemon.conf').text = 'a=mine\n'
        host.offer('daemon', '2', conffile: 'a=2\n')
        host.publish()

        expect:
        changed(upgrade())
        host.version('daemon') == '2'
        host.file('/etc/daemon.conf').text == 'a=mine\n'
    }

    def 'a package whose installation fails is named, and what is left is counted'() {
        given:
        host.offer('good', '1')
        host.offer('bad', '1')
        host.install('good', 'bad')
        host.offer('good', '2')
        host.offer('bad', '2', postinst: 'echo cannot migrate >&2; exit 3')
        host.publish()

        when:
        def outcome = upgrade()

        then:
        failed(outcome)
        outcome.message().contains('bad failed')
        outcome.message().contains('post-installation script subprocess returned error exit status 3')
        packages(outcome) == ['upgraded bad 1 -> 2', 'upgraded good 1 -> 2']
        target.shownText().contains('cannot migrate')
    }

    def 'a dist-upgrade takes a new dependency, removes what nothing needs, and a safe one never removes'() {
        given:
        host.offer('olddep', '1')
        host.offer('app', '1', Depends: 'olddep')
        host.install('app')
        host.offer('newdep', '1')
        host.offer('app', '2', Depends: 'newdep')
        host.publish()

        expect:
        packages(upgrade()) == ['upgraded app 1 -> 2', 'installed newdep  -> 1', 'removed olddep 1 -> ']
    }

    def 'packages on hold are reported and kept'() {
        given:
        host.offer('held', '1')
        host.offer('free', '1')
        host.install('held', 'free')
        host.sh('apt-mark hold held')
        host.offer('held', '2')
        host.offer('free', '2')
        host.publish()

        when:
        def outcome = upgrade()
        target.ticket = 'named'
        def named = call('apt', name: 'held', state: 'latest')

        then:
        packages(outcome) == ['upgraded free 1 -> 2']
        outcome.data().subMap('held', 'keptBack', 'upgradable') == [held: ['held'], keptBack: ['held'], upgradable: 1]
        ok(named)
        named.data().keptBack == ['held']
        host.sh('apt-mark showhold').trim() == 'held'
    }

    def 'packages are installed and removed once: #arguments'() {
        given:
        host.offer('tool', '1.0')
        host.offer('tool', '1.1')
        host.offer('more', '1')
        host.publish()
        host.sh('apt-get -q update')
        before.each { host.sh("apt-get -q -y install $it") }

        when:
        target.ticket = 'one'
        def first = call(arguments, 'apt')
        target.ticket = 'two'
        def second = call(arguments, 'apt')

        then:
        packages(first) == told
        ok(second)

        where:
        before       | arguments                                || told
        []           | [name: 'tool']                           || ['installed tool  -> 1.1']
        []           | [name: ['tool=1.0', 'more']]             || ['installed more  -> 1', 'installed tool  -> 1.0']
        ['tool=1.0'] | [name: 'tool']                           || []
        ['tool=1.0'] | [name: 'tool', state: 'latest']          || ['upgraded tool 1.0 -> 1.1']
        ['tool=1.0'] | [name: ['tool', 'more'], state: 'absent'] || ['removed tool 1.0 -> ']
    }

    def 'what cannot be is said: #arguments'() {
        when:
        def outcome = call(arguments, 'apt')

        then:
        failed(outcome)
        outcome.message().contains(said)

        where:
        arguments                    || said
        [name: 'no-such-thing']      || 'Unable to locate package no-such-thing'
        [name: '--reinstall']        || "'--reinstall' is no name of a package"
        [:]                          || 'told nothing to do'
    }

    def 'check mode tells what would be and leaves the host as it is, lists and caches included'() {
        given:
        host.offer('tool', '1.0')
        host.install('tool')
        host.offer('tool', '1.1', Depends: 'newdep')
        host.offer('newdep', '1')
        host.publish()
        def before = state()
        checking()
        target.diff = true

        when:
        def outcome = upgrade()
        def after = state()
        def touched = (after - before) + (before - after)

        then:
        changed(outcome)
        packages(outcome) == ['installed newdep  -> 1', 'upgraded tool 1.0 -> 1.1']
        outcome.message() == '1 to be upgraded, 1 to be installed'
        outcome.data().upgradable == 1
        !outcome.data().cacheUpdated
        touched == []
    }

    def 'a broken mirror is named'() {
        given:
        host.sh("echo 'deb [trusted=yes] $url ./' >>/etc/apt/sources.list")

        when:
        def outcome = upgrade()

        then:
        failed(outcome)
        outcome.message().contains("cannot refresh the package lists: mirror $site")

        where:
        url                        | site
        'http://127.0.0.1:1/debian' | 'http://127.0.0.1:1: '
        'file:/srv/nowhere'        | 'file:/srv/nowhere'
    }

    def 'an interrupted dpkg is told with its remedy'() {
        given:
        host.offer('tool', '1')
        host.install('tool')
        host.file('/var/lib/dpkg/updates/0001').text = ''

        expect:
        upgrade().message().contains("run 'dpkg --configure -a'")
    }

    def 'without root it says what to do'() {
        given:
        target.connection = new Nobody(host)

        expect:
        upgrade().message() == 'package work needs root on the host: add become() to the play'
    }

    /** All but the time of /tmp itself, where a private copy of the lists came and went. */
    private List<String> state() {
        host.sh('find /etc /var /tmp /root /srv -xdev -printf "%p %T@ %s %m\\n" | sort').readLines().findAll { !it.startsWith('/tmp 1') }
    }

    static class Nobody extends DebianHost.Connection {

        Nobody(DebianHost host) { super(host) }

        @Override
        protected List<String> argv(Command.Body body) {
            def all = super.argv(body)
            int at = all.indexOf('env')
            all[0..<at] + ['setpriv', '--reuid=65534', '--clear-groups'] + all[at..-1]
        }
    }
}

package dev.steward.runner.app.patch

import dev.steward.house.Row
import dev.steward.runner.config.patch.PatchesConfig
import dev.steward.runner.event.Cause
import dev.steward.runner.store.patch.PatchException.Kind
import dev.steward.runner.store.patch.RebootStatus
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class ExceptionsSpec extends Specification {

    static final Cause ANNA = new Cause(Cause.Kind.PERSON, 'anna')

    @TempDir
    Path dir

    @AutoCleanup
    PatchLab lab

    def setup() { lab = new PatchLab(dir) }

    def add(Map how) {
        lab.desk.exceptions().add(new ExceptionDesk.Wanted(how.kind ?: Kind.PACKAGE, how.scope, how.target ?: '', how.containsKey('pattern') ? how.pattern : 'nginx',
                how.containsKey('reason') ? how.reason : 'the plugin breaks', Optional.ofNullable(how.until), 'anna'))
    }

    List<String> excluded(String host, PatchesConfig config = PatchesConfig.DEFAULT) {
        new StoredExceptions(lab.stored.store.patchExceptions(), config, lab.time).of(lab.inventory.host(host).get())*.name()
    }

    Optional<String> exempt(String host, String schedule = null) {
        new StoredExemptions(lab.stored.store.patchExceptions(), PatchesConfig.DEFAULT, Optional.ofNullable(schedule), lab.time)
                .why(lab.inventory.host(host).get())
    }

    @Row('N-28')
    def 'an exception counts for the hosts its scope names, and for no other'() {
        when:
        add(scope: scope, target: target)

        then:
        ['web-1', 'web-2', 'db-1', 'db-9', 'pve1', 'router'].findAll { excluded(it) == ['nginx'] } == hosts

        where:
        scope   | target     || hosts
        'host'  | 'router'   || ['router']
        'guest' | '101'      || ['web-1']
        'guest' | 'home/201' || ['db-1']
        'guest' | 'db-9'     || ['db-9']
        'group' | 'web'      || ['web-1', 'web-2']
        'tag'   | 'no-auto'  || ['web-1']
        'all'   | ''         || ['web-1', 'web-2', 'db-1', 'db-9', 'pve1', 'router']
    }

    def 'one that ran out or was ended does not count, and stays as a line of the history'() {
        given:
        def short_ = add(scope: 'all', until: '2d', pattern: 'php*')
        def long_ = add(scope: 'guest', target: '101')

        expect:
        excluded('web-1') == ['php*', 'nginx']

        when:
        lab.time.advance(Duration.ofDays(2))

        then:
        excluded('web-1') == ['nginx']

        when:
        lab.desk.exceptions().end(Kind.PACKAGE, long_.id(), 'ben')

        then:
        excluded('web-1') == []
        lab.desk.exceptions().all(Kind.PACKAGE)*.id() == [long_.id(), short_.id()]
        lab.desk.exceptions().all(Kind.PACKAGE)[0].ended().get().by() == 'ben'

        when:
        lab.desk.exceptions().end(Kind.PACKAGE, long_.id(), 'ben')

        then:
        thrown(PatchRefused)
    }

    def 'what would hold nothing is refused, with what was meant'() {
        when:
        add(how)

        then:
        def refused = thrown(PatchRefused)
        refused.message.contains(words)
        lab.desk.exceptions().all(Kind.PACKAGE).empty

        where:
        how                                              || words
        [scope: 'gest', target: '101']                   || "expected host, guest, group, tag, all; did you mean 'guest'?"
        [scope: 'schedule', target: 'weekly']            || "'schedule' is no scope"
        [scope: 'host', target: 'wbe-1']                 || "The inventory has no host 'wbe-1'; did you mean 'web-1'?"
        [scope: 'guest', target: '999']                  || "The inventory has no guest '999'"
        [scope: 'host', target: 'web-1', pattern: '-rf'] || "'-rf' is no name of a package"
        [scope: 'host', target: 'web-1', pattern: 'a b'] || "'a b' is no name of a package"
        [scope: 'host', target: 'web-1', pattern: '']    || 'is no name of a package'
        [scope: 'host', target: 'web-1', reason: ' ']    || 'A reason is missing'
        [scope: 'host', target: 'web-1', until: 'soon']  || "'soon' is no end"
        [scope: 'host', target: 'web-1', until: '2026-10-01'] || 'is over already'
        [scope: 'tag', target: '']                       || 'Say which tag.'
    }

    def 'nodes keep what belongs to Proxmox where the configuration says so, and guests do not'() {
        given:
        def config = new PatchesConfig(Duration.ofDays(30), PatchesConfig.CheckFirst.OFF, Duration.ofHours(1), Duration.ofHours(1), 'no-auto', true, 9)

        expect:
        excluded('pve1', config).containsAll(['pve-*', 'proxmox-*'])
        excluded('web-1', config) == []
        excluded('pve1') == []
    }

    def 'a host is exempt from automatic reboots by itself, by its tag, or in the runs of a schedule'() {
        given:
        add(kind: Kind.REBOOT, scope: 'guest', target: '201', pattern: '', until: '1d') // of home and far alike
        add(kind: Kind.REBOOT, scope: 'schedule', target: 'weekly', pattern: '')

        expect:
        exempt('db-1').get() == 'guest 201: the plugin breaks (anna)'
        exempt('web-1').get() == 'it has the tag no-auto'
        exempt('web-2').empty
        exempt('web-2', 'weekly').get().startsWith('schedule weekly: ')
        exempt('web-2', 'monthly').empty

        when:
        lab.time.advance(Duration.ofDays(2))

        then:
        exempt('db-1').empty
    }

    @Row('N-39')
    def 'a reboot is asked for once, has its time, and ends by proof, failure or time'() {
        given:
        List<Long> working = []
        def watch = new PatchWatch(lab.desk.parts(), { working })

        when:
        def begun = lab.desk.reboots().request(['101'], 'new kernel', limit, ANNA)
        working << begun.run()

        then:
        begun.requests()*.status() == [RebootStatus.SENT]
        lab.orders[0].vars().within == Duration.ofSeconds(seconds)
        lab.orders[0].vars().reason == 'new kernel'

        when: 'a second one while the first is under way'
        lab.desk.reboots().request(['web-1'], '', Optional.empty(), ANNA)

        then:
        def refused = thrown(PatchRefused)
        refused.kind() == PatchRefused.Kind.BUSY

        when: 'the host was told, and nothing comes back'
        lab.starts(begun.run(), 'web-1', 'reboot')
        lab.time.advance(Duration.ofSeconds(seconds))
        watch.look()

        then:
        lab.stored.store.reboots().open('web-1').get().status() == RebootStatus.REBOOTING

        when:
        lab.time.advance(Duration.ofSeconds(61))
        watch.look()

        then:
        with(lab.stored.store.reboots().one(begun.requests()[0].id()).get()) {
            status() == RebootStatus.TIMEOUT
            message() == "no other boot of the host answered within $seconds s"
        }

        where:
        limit                                   || seconds
        Optional.empty()                        || 300
        Optional.of(Duration.ofSeconds(60))     || 60
    }

    @Row('N-43')
    def 'of several hosts that go one after the other, each has its time from its turn on'() {
        given:
        List<Long> working = []
        def watch = new PatchWatch(lab.desk.parts(), { working })
        def begun = lab.desk.reboots().request(['web'], 'libc', Optional.empty(), ANNA)
        working << begun.run()
        def states = { begun.requests().collect { lab.stored.store.reboots().one(it.id()).get().status() } }

        when: 'the first takes nearly all its time'
        lab.starts(begun.run(), 'web-1', 'reboot')
        lab.time.advance(Duration.ofSeconds(350))
        watch.look()
        lab.ends(begun.run(), 'web-1', [rebooted: true, downtime: 340])
        lab.time.advance(Duration.ofSeconds(350))
        watch.look()

        then: 'the second waited for it'
        states() == [RebootStatus.COMPLETED, RebootStatus.SENT]

        when:
        lab.time.advance(Duration.ofSeconds(20))
        watch.look()

        then:
        states() == [RebootStatus.COMPLETED, RebootStatus.TIMEOUT]
        lab.stored.store.reboots().one(begun.requests()[1].id()).get().message() == 'the host could not be told within 300 s'
    }

    def 'who asks by name may reboot an exempt host, and is told'() {
        given:
        add(kind: Kind.REBOOT, scope: 'group', target: 'web', pattern: '')

        expect:
        lab.desk.reboots().request(['web'], '', Optional.empty(), ANNA).warnings().size() == 2
    }
}

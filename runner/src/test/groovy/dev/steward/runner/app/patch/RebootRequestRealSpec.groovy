package dev.steward.runner.app.patch

import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.real.RealHosts
import dev.steward.real.RealNode
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.patch.PatchException.Kind
import dev.steward.runner.store.patch.RebootRequest
import dev.steward.runner.store.patch.RebootStatus
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Reboots on request, of containers that are entered through their node and of a host of its own: all of them restart for real. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class RebootRequestRealSpec extends Specification {

    static final Cause ANNA = new Cause(Cause.Kind.PERSON, 'anna')

    @Shared Path dir = Files.createTempDirectory('steward-reboots')
    @Shared @AutoCleanup RealHosts inside = RealHosts.up(3, ['nothing'], 0, 'busybox', false)
    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(1, ['nothing'])
    @Shared RealNode node
    @Shared @AutoCleanup PveLab lab = PveLab.cluster('home').nodes(1).lxc(101, 'web-1') { it.running() }
            .lxc(102, 'web-2') { it.running().set('tags', 'stay-up') }.lxc(103, 'web-3') { it.running() }.lxc(104, 'resting') {}.start(new SystemTime())
    @Shared Map<Integer, Long> inits = [:]
    @Shared volatile boolean over
    @Shared Thread watching
    @Shared @AutoCleanup Runner runner

    def setupSpec() {
        dir.toFile().with { it.setReadable(true, false); it.setExecutable(true, false) }
        node = new RealNode(Files.createDirectories(dir.resolve('pve1')))
        (1..3).each { inits[it] = inside.init(it); node.container(100 + it, inits[it]) }
        node.stopped(104)
        // what pct says of a container is what its init says
        watching = Thread.startDaemon {
            while (!over) {
                (1..3).each { follow(it) }
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000)
            }
        }
        runner = open()
    }

    private void follow(int n) {
        long now = pid(n)
        if (now != inits[n]) {
            inits[n] = now
            now ? node.container(100 + n, now) : node.stopped(100 + n)
            lab.change { state -> now ? state.guests()[100 + n].on(now as int, state.now()) : state.guests()[100 + n].off(); null }
        }
    }

    private long pid(int n) {
        try {
            return inside.init(n)
        } catch (NoSuchElementException | NumberFormatException ignored) {
            // between two boots, or while its keeper writes down who it is
            return 0
        }
    }

    private Runner open() {
        Files.createDirectories(dir.resolve('inventory'))
        Files.writeString(dir.resolve('inventory/proxmox.yml'), 'plugin: proxmox\n')
        Files.writeString(dir.resolve('inventory/mine.yml'), """\
            all:
              hosts:
                web-1: {ansible_connection: pct}
                web-2: {ansible_connection: pct}
                web-3: {ansible_connection: pct}
                resting: {ansible_connection: pct}
                pve1: {ansible_host: 127.0.0.1, ansible_port: $node.sshd.port, ansible_user: root, ansible_ssh_private_key_file: $node.folder/id_ed25519,
                       ansible_ssh_common_args: -o UserKnownHostsFile=$node.folder/known_hosts}
                box: {ansible_host: ${hosts.address(1)}, ansible_port: $RealHosts.PORT, ansible_user: root, ansible_ssh_private_key_file: ${hosts.key()},
                      ansible_ssh_common_args: -o UserKnownHostsFile=${hosts.knownHosts()}}
            """.stripIndent())
        Files.writeString(dir.resolve('ca.pem'), lab.caPem())
        Path config = Files.writeString(dir.resolve('steward.yml'), """\
            stateDir: state
            inventory: [inventory]
            playbooks: ${Checkout.root().resolve('playbooks')}
            schedules:
              monthly: {playbook: reboot-guests.groovy, cron: '0/3 * * * * ?', vars: {guests: 'web-2:web-3', reason: Kernel of the month, within: 90s, lookAfter: 1s}}
            proxmox: {home: {endpoints: [${lab.urls().join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            """.stripIndent())
        def loaded = new ConfigLoader([:], dir).load(Optional.of(config))
        def time = new SystemTime()
        Runner.open(loaded, StateDir.open(loaded.config().stateDir(), 'spec', time).dir(), [:], time)
    }

    def cleanupSpec() {
        over = true
        watching.join()
        node.close()
        dir.toFile().deleteDir()
    }

    private RebootDesk.Begun request(List<String> targets, int seconds = 60) {
        runner.patches().reboots().request(targets, 'new libc', Optional.of(Duration.ofSeconds(seconds)), ANNA)
    }

    private RebootRequest now(RebootDesk.Begun begun, int at = 0) { runner.store().reboots().one(begun.requests()[at].id()).get() }

    private static String boot(RealHosts of, int n) { of.judge(n, 'cat /proc/sys/kernel/random/boot_id').strip() }

    @Row('N-40')
    def 'the reboot of a container is completed when the container is up again, however long its node is there'() {
        given: 'it takes 4 s to start again'
        inside.bootDelay(1, 4)
        def before = boot(inside, 1)

        when:
        def begun = request(['101'])
        new PollingConditions(timeout: 20, delay: 0.02).eventually { assert pid(1) == 0 }
        def whileDown = []
        while (pid(1) == 0) {
            whileDown << now(begun).status()
        }
        runner.runs().await(begun.run())

        then: 'its node answered all the time'
        whileDown.size() > 10
        whileDown.toSet() == [RebootStatus.REBOOTING] as Set
        with(now(begun)) {
            status() == RebootStatus.COMPLETED
            message() ==~ /rebooted; back after \d+ s/
            downtime().get() > Duration.ofSeconds(3)
            reason() == 'new libc'
            by() == 'anna'
        }
        boot(inside, 1) != before
        inside.judge(2, 'cat /proc/uptime')

        cleanup:
        inside.bootDelay(1, 0)
    }

    @Row('N-41')
    def 'a host that lingers before it goes down has not rebooted, whoever hears of it meanwhile'() {
        given: 'it goes on for 5 s after the order'
        def before = boot(hosts, 1)
        hosts.judge(1, 'rm /sbin/reboot; printf "#!/bin/sh\\nsetsid sh -c \'sleep 5; exec /bin/busybox reboot\' </dev/null >/dev/null 2>&1 &\\n" > /sbin/reboot; chmod 755 /sbin/reboot')

        when:
        def begun = request(['box'])
        new PollingConditions(timeout: 20, delay: 0.05).eventually { assert now(begun).acked().present }
        List<RebootStatus> heard = []
        try {
            while (!now(begun).status().ended() && boot(hosts, 1) == before) {
                heard << now(begun).status()
            }
        } catch (IllegalStateException ignored) {
            heard << now(begun).status()
        }
        runner.runs().await(begun.run())

        then:
        heard.size() > 3
        heard.toSet() == [RebootStatus.REBOOTING] as Set
        now(begun).status() == RebootStatus.COMPLETED
        Duration.between(now(begun).acked().get(), now(begun).finished().get()) > Duration.ofSeconds(5)
        boot(hosts, 1) != before
    }

    @Row('N-42')
    def 'a reboot that cannot be carried out has failed, with the error: #what'() {
        given:
        breakage && inside.judge(3, "mv /sbin/$tool /sbin/${tool}.real 2>/dev/null; printf '#!/bin/sh\\necho $breakage >&2; exit 1\\n' > /sbin/$tool; chmod 755 /sbin/$tool")

        when:
        def begun = request([target])
        def run = runner.runs().await(begun.run())

        then:
        with(now(begun)) {
            status() == RebootStatus.FAILED
            message().contains(error)
            finished().present
        }

        and: 'and it may be asked for again'
        runner.store().reboots().open().empty

        cleanup:
        breakage && inside.judge(3, "rm /sbin/$tool; mv /sbin/${tool}.real /sbin/$tool 2>/dev/null; true")

        where:
        what                     | target    | tool       | breakage              || error
        'the host refuses'       | 'web-3'   | 'shutdown' | 'a package is at work' || 'cannot reboot: a package is at work'
        'the container is off'   | 'resting' | ''         | ''                    || 'the container is not running; start it first'
    }

    @Row('N-43')
    def 'a container that does not come back in time has timed out, and says what was last seen; later ones of the same request stay up'() {
        given:
        inside.bootDelay(1, 9)
        def other = boot(inside, 2)

        when:
        def begun = request(['web-1', 'web-2'], 3)
        runner.runs().await(begun.run())

        then:
        with(now(begun)) {
            status() == RebootStatus.TIMEOUT
            message().startsWith('not back after 3 s; last state: ')
            message().contains('not running')
        }
        now(begun, 1).status() == RebootStatus.FAILED
        boot(inside, 2) == other

        cleanup: 'it comes back on its own, and has an identity of its own soon after its init is there'
        new PollingConditions(timeout: 30, delay: 0.2).eventually { assert pid(1) && pid(1) == inits[1] && boot(inside, 1) != new File('/proc/sys/kernel/random/boot_id').text.strip() }
        inside.bootDelay(1, 0)
    }

    @Row(['N-16', 'N-70'])
    def 'a schedule reboots at its time, says the reason on the host, and leaves alone whom people made exempt'() {
        given: 'web-2 is exempt by its tag; web-3 writes down what it is told'
        exempt('tag', 'stay-up')
        def boots = (1..3).collectEntries { [it, boot(inside, it)] }
        inside.judge(3, 'printf "#!/bin/sh\\necho \\"\\$@\\" >> /root/said\\nexec /sbin/reboot\\n" > /usr/sbin/shutdown; chmod 755 /usr/sbin/shutdown')

        when:
        runner.startSchedules()
        new PollingConditions(timeout: 60, delay: 0.1).eventually { assert scheduled() == [RebootStatus.SKIPPED, RebootStatus.COMPLETED] }
        runner.schedules().pause('monthly', 'spec')

        then: 'perhaps it was on its way down once more when the schedule was paused'
        new PollingConditions(timeout: 30, delay: 0.2).eventually { assert inside.judge(3, 'head -n 1 /root/said || true').strip() == '-r now Kernel of the month' }
        boot(inside, 3) != boots[3]
        boot(inside, 2) == boots[2]
        boot(inside, 1) == boots[1]

        and: 'the history has who, why and what came of it'
        with(runner.store().reboots().page(Optional.of('web-3'), Optional.empty(), 50).find { it.by() == 'schedule monthly' }) {
            reason() == 'Kernel of the month'
            limit() == Duration.ofSeconds(90)
        }
        with(runner.store().reboots().page(Optional.of('web-2'), Optional.empty(), 50).find { it.by() == 'schedule monthly' }) {
            message() == 'not rebooted: it is exempt from automatic reboots, tag stay-up: the shop (anna)'
        }

        when: 'nothing of this schedule may reboot any more, nor anything automatic web-1'
        new PollingConditions(timeout: 60, delay: 0.1).eventually { assert runner.atWork().empty }
        exempt('schedule', 'monthly')
        exempt('guest', 'lxc/101')
        boots = (1..3).collectEntries { [it, boot(inside, it)] }
        int before = fires()
        runner.schedules().resume('monthly')
        new PollingConditions(timeout: 60, delay: 0.1).eventually { assert fires() > before && runner.atWork().empty }
        runner.schedules().pause('monthly', 'spec')
        def auto = automatic()

        then:
        auto == ['web-1: not rebooted: it is exempt from automatic reboots, guest lxc/101: the shop (anna)']
        (1..3).every { boot(inside, it) == boots[it] }

        when: 'but who asks by name gets it, and is told'
        def begun = request(['web-1'])
        runner.runs().await(begun.run())

        then:
        begun.warnings() == ['web-1 is exempt from automatic reboots (guest lxc/101: the shop); it is rebooted all the same, since it was asked for by name.']
        now(begun).status() == RebootStatus.COMPLETED
        boot(inside, 1) != boots[1]
    }

    private void exempt(String scope, String target) {
        runner.patches().exceptions().add(new ExceptionDesk.Wanted(Kind.REBOOT, scope, target, '', 'the shop', Optional.empty(), 'anna'))
    }

    /** What became of the first fire: of web-2, then of web-3. */
    private List<RebootStatus> scheduled() {
        ['web-2', 'web-3'].collect { host ->
            runner.store().reboots().page(Optional.of(host), Optional.empty(), 50).findAll { it.by() == 'schedule monthly' }*.status()[-1]
        }
    }

    private int fires() {
        runner.store().queries().page(dev.steward.runner.store.RunFilter.ALL, Optional.empty(), 100).count { it.cause().kind() == Cause.Kind.SCHEDULE && it.status().word() == 'ok' }
    }

    /** A run by hand whose reboot nobody asked for by name. */
    private List<String> automatic() {
        Path playbook = Files.writeString(dir.resolve('auto.groovy'),
                "playbook('Auto') { play('Auto') { hosts 'web-1'\n tasks { task('Reboot') { reboot auto: true, delay: 1.seconds } } } }")
        long run = runner.runs().submit(new dev.steward.runner.app.RunRequest(playbook, [], [:], dev.steward.runner.engine.RunOptions.NONE,
                dev.steward.runner.app.RunRequest.Login.NONE, ANNA, Optional.empty()))
        runner.runs().await(run)
        runner.store().queries().events(run, 0, 1000)*.event().findAll { it instanceof RunEvent.TaskFinished }.collect { "${it.host()}: ${it.message()}".toString() }
    }
}

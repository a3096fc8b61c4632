package dev.steward.runner.alert

import static dev.steward.runner.notice.Notice.Kind.*

import dev.steward.house.Row
import dev.steward.runner.config.alert.LevelRule
import dev.steward.runner.config.alert.StateRule
import dev.steward.runner.config.notify.MailConfig
import dev.steward.runner.config.notify.NoticesConfig
import dev.steward.runner.config.notify.WebhookConfig
import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.Store as LabStore
import dev.steward.runner.notice.Notice
import dev.steward.runner.notify.Channels
import dev.steward.runner.notify.Hook
import dev.steward.runner.notify.Post
import dev.steward.runner.secret.Secret
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What is told of a lab cluster, and how often. */
class AlertsSpec extends Specification {

    static final long GIB = 1L << 30

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T15:00:00Z'))
    @AutoCleanup AlertKit kit

    private AlertKit kit(int nodes, Map said = [:], Closure more = { it }) {
        LabBuilder building = PveLab.cluster('lab').nodes(nodes).lxc(101, 'web-1') { it.running() }.lxc(102, 'dns') { it.running() }
        kit = new AlertKit((more(building) as LabBuilder).start(time), time, dir).open(said)
        kit.pass(Duration.ofMinutes(2))
        kit.told.clear()
        kit
    }

    private static Duration minutes(long count) { Duration.ofMinutes(count) }

    @Row('P-56')
    def 'corosync stopped on one of two nodes for 2 minutes is exactly one lost and one restored'() {
        given:
        kit(2)

        when:
        kit.lab.link('pve2', false)
        kit.pass(minutes(2))
        kit.lab.link('pve2', true)
        kit.pass(minutes(10))

        then:
        kit.kinds() == [QUORUM_LOST, QUORUM_RESTORED]
        kit.titles() == ['Quorum lost: cluster home, not seen: pve2', 'Quorum restored: cluster home']
        kit.told[0].severity() == Notice.Severity.ERROR
        kit.told[1].text().contains('It lasted ')
        kit.desk.open().empty
    }

    @Row(['P-04', 'A-06', 'P-09'])
    def 'a mail says that quorum is lost before two minutes have passed, from a real SMTP server'() {
        given:
        Post post = new Post()
        kit(2)
        kit.ways = Channels.of(new NoticesConfig(Optional.of(new MailConfig('127.0.0.1', Optional.of(post.port), MailConfig.Tls.NONE, Optional.empty(),
                Optional.empty(), 'steward@example.org', ['ops@example.org'], Duration.ofSeconds(5), [], Optional.empty())), [:], Optional.empty(),
                NoticesConfig.DEFAULT.on()), UUID.randomUUID())
        kit.open()

        when:
        kit.lab.link('pve2', false)
        kit.pass(minutes(2))

        then:
        post.arrived()*.subject == ['[Steward] Quorum lost: cluster home, not seen: pve2']
        Post.text(post.arrived()[0]).contains('steward alerts ack 1')

        cleanup:
        post?.close()
    }

    @Row('P-10')
    def 'without any mail the same two alerts go to #chat, and the one that clears too'() {
        given:
        Hook hook = new Hook()
        kit(2)
        def webhook = new WebhookConfig(Optional.of(new Secret(hook.url())), Optional.empty(), format, Optional.empty(), [], Optional.empty())
        kit.ways = Channels.of(AlertKit.with(NoticesConfig.DEFAULT, [webhooks: [chat: webhook]]), UUID.randomUUID())
        kit.open()

        when:
        kit.lab.link('pve2', false)
        kit.pass(minutes(2))
        kit.lab.link('pve2', true)
        kit.pass(minutes(5))

        then:
        (0..<hook.posted.size()).collect { hook.json(it)[part][0].title } == ['Quorum lost: cluster home, not seen: pve2', 'Quorum restored: cluster home']

        cleanup:
        hook?.close()

        where:
        chat      | format                       | part
        'Discord' | WebhookConfig.Format.DISCORD | 'embeds'
        'Slack'   | WebhookConfig.Format.SLACK   | 'attachments'
    }

    @Row('P-05')
    def 'a node that is offline is told within 2 minutes, and once that it is back'() {
        given:
        kit(3)

        when:
        kit.lab.kill('pve3')
        kit.pass(minutes(2))

        then:
        kit.titles() == ['Node pve3 of home is offline']
        kit.told[0].kind() == NODE_OFFLINE

        when: 'it comes back, and another process watches'
        kit.open()
        kit.lab.revive('pve3')
        kit.pass(minutes(10))

        then:
        kit.kinds() == [NODE_OFFLINE, NODE_ONLINE]
    }

    def 'a glitch shorter than the patience is nothing, however often it comes'() {
        given:
        kit(3, [node: new StateRule(true, Duration.ofSeconds(90), Duration.ofSeconds(30))])

        when:
        5.times {
            kit.lab.link('pve3', false)
            kit.pass(minutes(1))
            kit.lab.link('pve3', true)
            kit.pass(minutes(1))
        }

        then:
        kit.told.empty
    }

    @Row('P-06')
    def 'a storage over 90 % is told once, not while it moves about the bound, and once when it is well again'() {
        given:
        kit(1, [:]) { it.storage(new LabStore('tank', 'dir', '/tank', 'backup', false, 100 * GIB, 50 * GIB, [])) }
        def fill = { long gib -> kit.lab.change { it.stores().replace('tank', new LabStore('tank', 'dir', '/tank', 'backup', false, 100 * GIB, gib * GIB, [])); null } }

        when:
        [93, 89, 92, 88, 95].each {
            fill(it)
            kit.pass(minutes(6))
        }

        then:
        kit.titles() == ['Storage tank on pve1 of home 93 % used (93.0 GiB of 100.0 GiB), more than 90 %']
        kit.kinds() == [STORAGE_HIGH]

        when:
        fill(60)
        kit.pass(minutes(6))

        then:
        kit.kinds() == [STORAGE_HIGH, STORAGE_NORMAL]
    }

    def 'exactly 90 % is not over 90 %'() {
        given:
        kit(1, [:]) { it.storage(new LabStore('tank', 'dir', '/tank', 'backup', false, 100 * GIB, 90 * GIB, [])) }

        expect:
        kit.pass(minutes(10)).told.empty
    }

    @Row('P-55')
    def 'what is an exception is told to nobody'() {
        given:
        kit(3, [except: ['node/pve3']])

        when:
        kit.lab.kill('pve3')
        kit.pass(minutes(5))

        then:
        kit.told.empty
        kit.desk.open().empty
    }

    def 'own work explains trouble: #what'() {
        given:
        kit(3)

        when:
        how(kit)
        kit.lab.kill('pve3')
        kit.pass(minutes(10))

        then:
        kit.told.empty

        when: 'it is over, and the node does not come back'
        kit.hold = null
        kit.atWork.clear()
        kit.pass(minutes(4))
        int soon = kit.told.size()
        kit.pass(minutes(4))

        then:
        soon == 0
        kit.kinds() == [NODE_OFFLINE]

        where:
        what                | how
        'an outage'         | { it.hold = 'the UPS ups is on battery' }
        'a run that reboots it' | { AlertKit kit -> kit.atWork << rebooting(kit, 'pve3') }
    }

    /** A run at work whose play reboots a host. */
    private static long rebooting(AlertKit kit, String host) {
        def log = kit.stored.begin()
        log.append(StoreFixture.started())
        log.append(new RunEvent.PlayStarted(0, 'Reboot', 0, 1, [host], [new RunEvent.TaskRef('0.0', 'Reboot', 'reboot')]))
        log.append(new RunEvent.TaskStarted('0.0', 'Reboot', host, Optional.empty(), 'reboot', true))
        kit.stored.lastRun
    }

    def 'a guest that is locked and moves stays the same trouble, and a good backup on its new node ends it'() {
        given:
        kit(2)
        kit.lab.fail('vzdump', 101, 'job errors')
        kit.lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: '101', storage: 'local', mode: 'stop'])
        kit.pass(minutes(4))

        when:
        kit.lab.pvesh('POST', '/nodes/pve1/lxc/101/migrate', [target: 'pve2', restart: 1])
        kit.pass(minutes(4))
        kit.lab.lock(101, 'backup')
        kit.pass(minutes(4))
        kit.lab.lock(101, '')
        kit.lab.pvesh('POST', '/nodes/pve2/vzdump', [vmid: '102', storage: 'local', mode: 'stop'])
        kit.pass(minutes(4))

        then:
        kit.lab.guest(101).node() == 'pve2'
        kit.kinds() == [BACKUP_FAILED]
        kit.desk.open()*.alert()*.identity() == ['backup:home/lxc/101']

        when:
        kit.lab.pvesh('POST', '/nodes/pve2/vzdump', [vmid: '101', storage: 'local', mode: 'stop'])
        kit.pass(minutes(4))

        then:
        kit.kinds() == [BACKUP_FAILED, BACKUP_RESTORED]
    }

    @Row('N-52')
    def 'a guest that is added or removed is told once, also where no Steward was there to see it'() {
        given:
        kit(2)

        when:
        kit.lab.pvesh('DELETE', '/nodes/pve1/lxc/102', [force: 1])
        kit.lab.settle()
        kit.open()
        kit.pass(minutes(5))

        then:
        kit.titles() == ['dns (lxc/102) was removed: cluster home']
        kit.kinds() == [GUEST_REMOVED]
    }

    @Row('P-07')
    def 'of a job whose backup of one guest failed that guest is told, and a later good one of it restores it'() {
        given:
        kit(2)

        when:
        kit.lab.lock(102, 'snapshot')
        kit.lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: '101,102', storage: 'local', mode: 'stop'])
        kit.pass(minutes(4))

        then:
        kit.titles() == ['Backup failed: dns (lxc/102 on pve1): CT is locked (snapshot)']
        kit.kinds() == [BACKUP_FAILED]

        when: 'another process watches, and another guest is backed up'
        kit.open()
        kit.lab.lock(102, '')
        kit.lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: '101', storage: 'local', mode: 'stop'])
        kit.pass(minutes(4))

        then:
        kit.kinds() == [BACKUP_FAILED]

        when:
        kit.lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: '101,102', storage: 'local', mode: 'stop'])
        kit.pass(minutes(15))

        then:
        kit.kinds() == [BACKUP_FAILED, BACKUP_RESTORED]
    }

    def 'what is too long for a line is cut once, and is not written again as long as it says the same'() {
        given: 'of which somebody keeps what was written'
        kit(2)
        kit.lab.fail('vzdump', 101, 'no space left on ' + 'x' * 400)
        kit.lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: '101', storage: 'local', mode: 'stop'])
        kit.pass(minutes(4))
        def alert = kit.stored.store.alerts().open()[0]
        kit.stored.store.alerts().describe(alert.id(), alert.title(), 'as it was')

        when:
        kit.pass(minutes(3))

        then:
        alert.title().length() == 300
        kit.stored.store.alerts().open()*.text() == ['as it was']

        when: 'it says something else'
        kit.lab.fail('vzdump', 101, 'no space left')
        kit.lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: '101', storage: 'local', mode: 'stop'])
        kit.pass(minutes(3))

        then:
        kit.stored.store.alerts().open()*.title() == ['Backup failed: web-1 (lxc/101 on pve1): no space left']
    }

    def 'a guest that came and went has used up no patience of one that takes its number later'() {
        given:
        kit(2)
        def make = { kit.lab.pvesh('POST', '/nodes/pve1/qemu', [vmid: 103, name: it]); kit.lab.settle() }
        make('short')
        kit.pass(Duration.ofSeconds(45))
        kit.lab.pvesh('DELETE', '/nodes/pve1/qemu/103', [:])
        kit.lab.settle()
        kit.pass(minutes(10))

        when:
        make('long')
        kit.pass(Duration.ofSeconds(45))
        def soon = kit.titles()
        kit.pass(minutes(2))

        then:
        soon == []
        kit.titles() == ['long (qemu/103) was added: cluster home']
    }

    def 'a job that failed before it came to a guest is told of its node'() {
        given:
        kit(2)

        when:
        kit.lab.fail('vzdump', 0, 'could not activate storage')
        kit.lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: '101,102', storage: 'local', mode: 'stop'])
        kit.pass(minutes(4))

        then:
        kit.titles() == ['Backup failed: a job on node pve1: could not activate storage']
    }
}

package dev.steward.runner.proxmox.http

import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.GuestKind
import dev.steward.runner.proxmox.PveException.Kind
import dev.steward.runner.proxmox.PveInfo
import dev.steward.runner.proxmox.Vmid
import dev.steward.runner.proxmox.task.GuestAction
import dev.steward.runner.proxmox.task.TaskBudget
import dev.steward.runner.proxmox.task.TaskEnd
import dev.steward.runner.proxmox.task.TaskWatcher
import dev.steward.runner.proxmox.task.Tasks
import dev.steward.runner.proxmox.task.UpidStore
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.TempDir

/** The client against the simulated cluster. */
class PveOnLabSpec extends ClientSpec {

    private static final Vmid CT = new Vmid(101)

    @TempDir Path dir
    @AutoCleanup PveLab lab

    private PveLab start(Closure<?> more = {}) {
        def builder = PveLab.cluster('lab').nodes(3)
                .lxc(101, 'ct101') { it.node('pve3').set('startup', 'order=2,up=30,down=120') }
                .qemu(200, 'vm200') { it.running() }
        more(builder)
        lab = builder.start(time)
        Files.writeString(dir.resolve('ca.pem'), lab.caPem())
        lab
    }

    private PveClient to(Map<String, ?> with = [:]) {
        client([tls: new ProxmoxTls(Optional.of(dir.resolve('ca.pem')), [], true), token: lab.token()] + with, lab.urls() as Object[])
    }

    private TaskEnd act(PveClient client, GuestAction action, List<String> lines = []) {
        def upid = client.post(action.path(GuestKind.LXC, 'pve3', CT), [:]).upid().get()
        new Tasks(UpidStore.NONE, time).follow(client, upid, TaskBudget.of(Duration.ofMinutes(2)), { n, text -> lines << text } as TaskWatcher)
    }

    def 'a cluster is known by #how'() {
        given:
        start()

        when:
        def info = PveInfo.fetch(to(way(lab)), Duration.ofSeconds(30))

        then:
        info.name() == 'lab'
        info.quorate()
        info.nodes()*.name() as Set == ['pve1', 'pve2', 'pve3'] as Set
        info.version().atLeast(9, 0)

        where:
        how                     | way
        'token and authority'   | { it -> [:] }
        'password'              | { it -> [user: 'root', password: it.rootPassword()] }
        'token and fingerprint' | { shown -> [tls: new ProxmoxTls(Optional.empty(), ['pve1', 'pve2', 'pve3'].collect { shown.fingerprint(it) }, true)] }
    }

    def 'a container is started and its UPID followed to the end of its log'() {
        given:
        start()
        def lines = []

        when:
        def end = act(to(), GuestAction.START, lines)

        then:
        end.ok()
        lines.last() == 'TASK OK'
        to().get(GuestKind.LXC.path('pve3', CT).and('status', 'current'), [:]).fields().text('status').get() == 'running'

        when: 'it runs already'
        def e = refusal { act(to(), GuestAction.START) }

        then:
        e.kind() == Kind.STATE
    }

    def 'a UPID that fails says why'() {
        given:
        start()
        lab.fail('vzstart', 101, "startup for container '101' failed")

        expect:
        act(to(), GuestAction.START).failure('start') == "proxmox task for start failed: startup for container '101' failed"
    }

    def 'a start whose answer gets lost is not sent again'() {
        given:
        start()
        lab.faults().loseAnswer('POST', '/nodes/pve3/lxc/101/status/start', 1)

        when:
        def e = refusal { act(to(), GuestAction.START) }

        then:
        e.kind() == Kind.UNKNOWN_OUTCOME
        lab.requests().count { it.toString().contains('status/start') } == 1
    }

    def 'reads go on when the node that is asked dies, and a guest of a dead node is out of reach'() {
        given:
        start()
        def client = to()
        client.get(path('/version'), [:])

        when:
        lab.kill('pve1')

        then:
        client.get(path('/cluster/resources'), [type: 'vm']).list()*.number('vmid')*.asLong as Set == [101L, 200L] as Set
        client.endpoints()*.trouble()*.present == [true, false, false]
        refusal { client.get(path('/nodes/pve1/qemu/200/status/current'), [:]) }.kind() == Kind.UNREACHABLE
    }

    def 'expired tickets are replaced without anybody noticing'() {
        given:
        start()
        def client = to(user: 'root@pam', password: lab.rootPassword())
        client.get(path('/version'), [:])

        when:
        lab.expireTickets()

        then:
        client.put(path('/nodes/pve3/lxc/101/config'), [description: 'x; y & z']).text().empty
        client.get(path('/nodes/pve3/lxc/101/config'), [:]).fields().text('description').get().startsWith('x; y & z')
    }

    def 'without quorum reading works and writing says why not'() {
        given:
        start()
        def client = to()
        lab.quorum(false)

        expect:
        !PveInfo.fetch(client, Duration.ofSeconds(30)).quorate()
        refusal { client.put(path('/nodes/pve3/lxc/101/config'), [cores: 2]) }.kind() == Kind.NO_QUORUM
    }

    def 'what is missing, wrong or unknown is told apart'() {
        given:
        start()

        expect:
        refusal { to().get(path(where), query) }.kind() == kind

        where:
        where                       | query     || kind
        '/nodes/pve1/lxc/9999/config' | [:]     || Kind.MISSING
        '/nodes/pve1/qemu'          | [bogus: 1] || Kind.BAD_PARAMETER
        '/nodes/pve1/nosuch'        | [:]       || Kind.NOT_IMPLEMENTED
        '/nodes/nosuch/status'      | [:]       || Kind.MISSING
        '/nodes/pve1/tasks/UPID:pve1:000004FF:0006CA90:6B010563:qmstart:200:root@pam:/status' | [:] || Kind.MISSING
    }
}

package dev.steward.runner.proxmox.act

import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.PveException
import dev.steward.runner.proxmox.Upid
import dev.steward.runner.proxmox.Vmid
import dev.steward.runner.proxmox.http.ClientSpec
import dev.steward.runner.proxmox.task.GuestAction
import dev.steward.runner.proxmox.task.TaskBudget
import dev.steward.runner.proxmox.task.TaskEnd
import dev.steward.runner.proxmox.task.Tasks
import dev.steward.runner.proxmox.task.UpidStore
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.TempDir

class ActingSpec extends ClientSpec {

    private static final Vmid CT = new Vmid(101)
    private static final Vmid VM = new Vmid(200)

    @TempDir Path dir
    @AutoCleanup PveLab lab
    private final List<String> seen = Collections.synchronizedList([])
    private final UpidWatcher watcher = new UpidWatcher() {
        void started(String cluster, Upid upid, String action) { seen << "started $cluster $upid.type $action".toString() }

        void line(String cluster, Upid upid, String text) { seen << text }

        void ended(String cluster, TaskEnd end) { seen << "ended $cluster ${end.result()}".toString() }
    }

    private Acting acting() {
        lab = PveLab.cluster('lab').nodes(2).lxc(101, 'ct101') { it.node('pve2') }
                .qemu(200, 'vm200') { it.running() }.start(time)
        Files.writeString(dir.resolve('ca.pem'), lab.caPem())
        def api = client([tls: new ProxmoxTls(Optional.of(dir.resolve('ca.pem')), [], true), token: lab.token()], lab.urls() as Object[])
        new Acting(new Means(api, new Tasks(UpidStore.NONE, time), time, Duration.ofSeconds(120)), watcher)
    }

    private Change start(Acting acting, Vmid vmid) {
        def guest = acting.guest(vmid)
        Change.post("start CT $vmid", GuestAction.START.path(guest.kind(), guest.node(), vmid), [:])
    }

    def 'a change is followed to its end, and whoever watches sees its UPID before its log'() {
        given:
        def acting = acting()

        when:
        def end = acting.done(start(acting, CT)).get()

        then:
        end.ok()
        seen.first() == 'started home vzstart start CT 101'
        seen.last() == 'ended home OK'
        seen.contains('TASK OK')
        acting.state(acting.guest(CT)).running()
    }

    def 'a change that fails says what failed, and its UPID'() {
        given:
        def acting = acting()
        lab.fail('vzstart', 101, 'command \'lxc-start -n 101\' failed: exit code 1')

        when:
        acting.done(start(acting, CT))

        then:
        ActException e = thrown()
        e.message.startsWith("proxmox task for start CT 101 failed: command 'lxc-start -n 101' failed: exit code 1 (UPID:pve2:")
    }

    def 'an answer that is lost on its way does not lose the UPID, and nothing is asked twice'() {
        given:
        def acting = acting()
        lab.faults().loseAnswer('POST', '/nodes/pve2/lxc/101/status/start', 1)

        when:
        def end = acting.done(start(acting, CT)).get()

        then:
        end.ok()
        lab.requests().count { it.method() == 'POST' && it.path().endsWith('/status/start') } == 1
    }

    def 'a request that never came through leaves no UPID to be taken for it'() {
        given:
        def acting = acting()
        lab.faults().loseRequest('POST', '/nodes/pve2/lxc/101/status/start', 1)

        when:
        acting.done(start(acting, CT))

        then:
        PveException e = thrown()
        e.kind() == PveException.Kind.UNKNOWN_OUTCOME
        acting.state(acting.guest(CT)).stopped()
    }

    def 'a UPID that still runs when its time is up goes on alone'() {
        given:
        def acting = acting()
        lab.change { it.guests().get(200).manner().shutdown(Duration.ofSeconds(50)) }
        def guest = acting.guest(VM)
        def path = GuestAction.SHUTDOWN.path(guest.kind(), guest.node(), VM)

        when:
        def end = acting.carryOut(Change.post('shut down VM 200', path, [timeout: 60]).within(TaskBudget.of(Duration.ofSeconds(5)))).get()

        then:
        end.result() == TaskEnd.Result.RUNNING
    }

    def 'what a cancel ends is what PVE takes back cleanly: #type #safe'() {
        expect:
        Cancelling.safe(Upid.parse("UPID:pve1:000004AA:0006EF7C:6B0105C1:$type:101:root@pam:")) == safe

        where:
        type         || safe
        'vzshutdown' || true
        'vzdump'     || true
        'qmigrate'   || true
        'vzmigrate'  || false
        'qmsnapshot' || false
        'vzrollback' || false
        'vzdestroy'  || false
        'vzstart'    || false
    }
}

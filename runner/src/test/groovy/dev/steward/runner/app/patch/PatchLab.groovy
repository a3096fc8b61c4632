package dev.steward.runner.app.patch

import dev.steward.runner.config.patch.PatchesConfig
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.Recap
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.inventory.Inventory
import dev.steward.runner.inventory.yaml.InventoryLoader
import dev.steward.runner.secret.AnsibleVault
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.function.LongConsumer

/** A desk on a real store and a real inventory; the runs it begins are told by the spec, event by event. */
class PatchLab implements AutoCloseable {

    static final String HOSTS = '''\
        all:
          children:
            web:
              hosts:
                web-1: {proxmox_vmid: 101, proxmox_node: pve1, proxmox_cluster: home, proxmox_vmtype: lxc, proxmox_name: web-1, proxmox_tags_parsed: [prod, no-auto]}
                web-2: {proxmox_vmid: 102, proxmox_node: pve2, proxmox_cluster: home, proxmox_vmtype: lxc, proxmox_name: web-2, proxmox_tags_parsed: [prod]}
            db:
              hosts:
                db-1: {proxmox_vmid: 201, proxmox_node: pve1, proxmox_cluster: home, proxmox_vmtype: qemu, proxmox_name: db-1}
                db-9: {proxmox_vmid: 201, proxmox_node: far1, proxmox_cluster: far, proxmox_vmtype: qemu, proxmox_name: db-9}
            proxmox_nodes:
              hosts:
                pve1: {proxmox_node: pve1, proxmox_cluster: home}
            ungrouped:
              hosts:
                router: {}
        '''.stripIndent()

    final SettableTime time
    final StoreFixture stored
    final PatchDesk desk
    final Inventory inventory
    final List<Begin.Order> orders = []
    final Map<Long, EventLog> logs = [:]
    RollLook rolls = RollLook.NONE
    String refuse
    /** Whether a run is over as soon as it began, so that the next may begin. */
    boolean atOnce

    PatchLab(Path dir, PatchesConfig config = PatchesConfig.DEFAULT) { this(dir, null, new SettableTime(Instant.parse('2026-11-01T03:00:00Z')), config) }

    PatchLab(Path dir, StoreFixture store, SettableTime clock, PatchesConfig config = PatchesConfig.DEFAULT) {
        time = clock
        stored = store ?: new StoreFixture(dir.resolve('state'), time)
        Path file = dir.resolve('patch-hosts.yml')
        Files.writeString(file, HOSTS)
        inventory = new InventoryLoader(AnsibleVault.of([])).load([file as String], Optional.of(dir))
        desk = new PatchDesk(new PatchDesk.Parts(stored.store, { inventory }, this.&begin as Begin, config, time, later()))
    }

    /** A spec may give it clusters after it was made. */
    private RollLook later() {
        [clusters: { rolls.clusters() }, open: { rolls.open() }, radius: { cluster, nodes -> rolls.radius(cluster, nodes) },
         abandon: { cluster, node, reason, by -> rolls.abandon(cluster, node, reason, by) }] as RollLook
    }

    private long begin(Begin.Order order, LongConsumer recorded) {
        if (refuse) {
            throw new PatchRefused(PatchRefused.Kind.REFUSED, refuse)
        }
        orders << order
        long run = stored.store.runs().create(StoreFixture.newRun(cause: order.cause(), file: order.playbook()))
        recorded.accept(run)
        def claim = stored.store.runs().claim(run)
        EventLog log = stored.store.runs().logFor(run, claim.epoch())
        logs[run] = log
        String module = order.playbook() == RebootDesk.PLAYBOOK ? 'reboot' : order.playbook() == PatchDesk.ROLLBACK ? 'rollback' : 'patch'
        log.append(new RunEvent.RunStarted('Patch', order.playbook(), ['Patch'], false))
        log.append(new RunEvent.PlayStarted(0, 'Patch', 0, 1, order.hosts(), [new RunEvent.TaskRef('0.0', 'Do it', module)]))
        if (atOnce) {
            over(run)
        }
        run
    }

    void starts(long run, String host, String module = 'patch') {
        logs[run].append(new RunEvent.TaskStarted('0.0', 'Do it', host, Optional.empty(), module, true))
    }

    void says(long run, String host, String stream, String text) { logs[run].append(new RunEvent.Output('0.0', host, stream, text)) }

    void ends(long run, String host, Map data, Status status = Status.CHANGED, String message = 'done') {
        logs[run].append(new RunEvent.TaskFinished('0.0', host, status, false, false, status == Status.CHANGED, message, data, [], 1, Duration.ofSeconds(3)))
    }

    void over(long run, RunStatus status = RunStatus.OK) {
        logs[run].append(new RunEvent.RunFinished(status, status == RunStatus.OK ? 0 : 2, Recap.EMPTY, ''))
    }

    @Override
    void close() { stored.close() }
}

package dev.steward.runner.wake

import dev.steward.runner.config.wake.WakeConfig
import dev.steward.runner.connection.agent.AgentLab
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.PveApi
import dev.steward.runner.proxmox.act.ActingSource
import dev.steward.runner.proxmox.act.Means
import dev.steward.runner.proxmox.estate.Estates
import dev.steward.runner.proxmox.task.Tasks
import dev.steward.runner.proxmox.task.UpidStore
import dev.steward.runner.store.Store
import dev.steward.runner.time.Time
import java.time.Duration
import java.time.ZoneId
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** Guests of a simulated cluster that sleep and wake; their addresses lead to sockets of this machine where a spec opens one. */
class WakeLab implements AutoCloseable {

    final PveLab lab
    final PveApi api
    final Estates estates
    final Maintenance maintenance
    final Wakes wakes
    final WakeLinks links
    /** By address of the lab, the port of this machine that stands for it; the port knocked at is in the key too. */
    final Map<String, Integer> doors = [:].asSynchronized()
    final List<String> knocked = [].asSynchronized()
    volatile boolean busy
    /** Set: whoever knocks waits for it. The settable clock would have used up the whole limit before a page is read. */
    volatile CountDownLatch knock

    WakeLab(Store store, Time time, List<WakeRule> rules, Closure<?> guests) {
        lab = AgentLab.start(time, guests)
        api = AgentLab.client(lab, time)
        estates = new Estates([api], time)
        maintenance = new Maintenance(store.settings(), time)
        links = new WakeLinks(store.settings(), store.wakes(), time)
        def acting = new ActingSource() {
            List<String> names() { ['lab'] }

            Means of(String cluster) { new Means(api, new Tasks(UpidStore.NONE, time), time, Duration.ofSeconds(120)) }
        }
        def parts = new Parts({ estates }, acting, store.wakes(), time, Hold.any([maintenance]), { busy }, this.&opens)
        wakes = new Wakes(rules, parts, links)
    }

    private boolean opens(String address, int port) {
        knocked << "$address:$port".toString()
        knock?.await(30, TimeUnit.SECONDS)
        Integer door = doors["$address:$port".toString()]
        door != null && Reach.TCP.opens('127.0.0.1', door)
    }

    static WakeRule rule(Map said = [:], String name, Integer vmid) {
        def usual = WakeConfig.DEFAULT
        new WakeRule(name, 'lab', new WakeConfig(Optional.of('lab'), vmid, Optional.ofNullable(said.node as String),
                Optional.ofNullable(said.idle as Duration), (said.quiet ?: usual.quiet()) as int, (said.except ?: []) as List,
                Optional.of(ZoneId.of('Europe/Berlin')), (said.action ?: WakeConfig.Action.SHUTDOWN) as WakeConfig.Action,
                Optional.ofNullable(said.url as String), Optional.ofNullable(said.port as Integer),
                usual.wakeTimeout(), usual.stopTimeout(), usual.linkLife()))
    }

    /** Nothing to wake. */
    static Wakes none(Store store, Time time) {
        new Wakes([], new Parts({ null }, ActingSource.NONE, store.wakes(), time, { Optional.empty() }, { false }, Reach.TCP),
                new WakeLinks(store.settings(), store.wakes(), time))
    }

    /** The cluster is seen anew, and all are looked at. */
    void look() {
        estates.refresh('lab')
        wakes.look()
    }

    @Override
    void close() {
        wakes.close()
        estates.close()
        api.close()
        lab.close()
    }
}

package dev.steward.runner.outage

import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.HaResource
import dev.steward.runner.outage.aswas.AsWas
import dev.steward.runner.outage.aswas.AsWasReader
import dev.steward.runner.outage.aswas.Mark
import dev.steward.runner.outage.aswas.Ours
import dev.steward.runner.outage.cluster.NodeShell
import dev.steward.runner.outage.cluster.PowerClusters
import dev.steward.runner.outage.cluster.Preparation
import dev.steward.runner.outage.cluster.Told
import dev.steward.runner.outage.self.OwnPlace
import dev.steward.runner.proxmox.PveApi
import dev.steward.runner.proxmox.act.Acting
import dev.steward.runner.proxmox.act.ActingSource
import dev.steward.runner.proxmox.act.Deed
import dev.steward.runner.proxmox.act.HouseRules
import dev.steward.runner.proxmox.act.Means
import dev.steward.runner.proxmox.act.UpidWatcher
import dev.steward.runner.proxmox.act.power.Goal
import dev.steward.runner.proxmox.act.power.GuestPower
import dev.steward.runner.proxmox.act.power.Reached
import dev.steward.runner.proxmox.act.power.Wish
import dev.steward.runner.proxmox.estate.Estate
import dev.steward.runner.proxmox.http.ClientSpec
import dev.steward.runner.proxmox.task.Tasks
import dev.steward.runner.proxmox.task.UpidStore
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import spock.lang.AutoCleanup
import spock.lang.TempDir
import spock.lang.Timeout

/** A simulated cluster of either release and what an outage does to it, on a clock that is set. */
@Timeout(120)
abstract class HouseKit extends ClientSpec {

    static final RELEASES = ['8.4.21', '9.2.11']

    @TempDir Path dir
    @AutoCleanup PveLab lab
    PveApi api
    OwnPlace own = new OwnPlace.Outside('the spec')
    NodeShell shell = NodeShell.NONE
    Estate known = new Estate([:])
    final List<Mark> marks = new CopyOnWriteArrayList<>()
    final List<String> said = new CopyOnWriteArrayList<>()
    final Mark.Diary diary = { marks << it }
    final Told told = { said << it }

    LabBuilder builder(int nodes, String version) { PveLab.cluster('lab').nodes(nodes).version(version) }

    void start(LabBuilder builder) {
        lab = builder.start(time)
        Files.writeString(dir.resolve('ca.pem'), lab.caPem())
        api = client([tls: new ProxmoxTls(Optional.of(dir.resolve('ca.pem')), [], true), token: lab.token()], lab.urls() as Object[])
    }

    ActingSource usual() {
        new ActingSource() {
            List<String> names() { ['home'] }

            Means of(String cluster) { new Means(api, new Tasks(UpidStore.NONE, time), time, Duration.ofMinutes(5)) }
        }
    }

    PowerClusters house() { new PowerClusters(new PowerClusters.Parts(own, { known }, shell, diary, told)) }

    Acting acting(PowerClusters house) { new Acting(house.over(usual()).of('home'), UpidWatcher.NONE) }

    AsWas note(Duration limit = Duration.ofSeconds(20)) { new AsWasReader(usual(), { known }, time).take(limit) }

    void prepare() { new Preparation(usual(), Preparation.Limits.USUAL, diary, told).of(['home']) }

    Ours ours() { Ours.of(marks) }

    /** As the module {@code guest} does it. */
    List<Reached> down(PowerClusters house, String node, Duration timeout = Duration.ofSeconds(60)) {
        def acting = acting(house)
        def guests = acting.guestView().guestsOf(node).findAll { it.running() }
        new GuestPower(acting).together(guests, new Wish(Goal.SHUTDOWN, Optional.of(timeout), true, false), 10)
    }

    /** As the module {@code node} does it. */
    Deed off(PowerClusters house, String node, boolean mayBreak = false, Duration limit = Duration.ofMinutes(5)) {
        house.switchOff(acting(house), new HouseRules.Off(Optional.of(node), node, limit, mayBreak, false)).get()
    }

    static LabBuilder ha(LabBuilder builder, Map<String, String> states) {
        builder.also { cluster ->
            states.each { sid, wanted -> cluster.services()[sid] = new HaResource(sid, wanted).tap { it.state(wanted) } }
        }
    }

    Map<String, String> haStates() { lab.change { it.services().collectEntries { sid, one -> [sid, one.wanted()] } } as Map }

    boolean up(String node) { lab.change { it.node(node).up() } }

    List<Integer> running() { lab.change { it.guests().values().findAll { g -> g.running() }*.vmid() } as List }

    /** What was written on the cluster so far, as "POST /nodes/…". */
    List<String> writes() { lab.requests().findAll { it.method() != 'GET' }.collect { "${it.method()} ${it.path()}".toString() } }

    void pass(Duration much) {
        time.sleep(much)
        lab.settle()
    }
}

package dev.steward.runner.module.patch.guard

import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.Store
import dev.steward.runner.inventory.Host
import dev.steward.runner.module.Claims
import dev.steward.runner.module.Outcome
import dev.steward.runner.module.TryTarget
import dev.steward.runner.module.catalog.ArgsBinder
import dev.steward.runner.module.patch.Guard
import dev.steward.runner.module.patch.PatchModule
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.patch.Exceptions
import dev.steward.runner.patch.Family
import dev.steward.runner.patch.OsRelease
import dev.steward.runner.patch.PackageChange
import dev.steward.runner.patch.PatchReport
import dev.steward.runner.proxmox.act.ActingClusters
import dev.steward.runner.proxmox.act.UpidWatcher
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Updates of guests of a simulated cluster; what is looked at in them is looked at on this machine. */
abstract class GuardTry extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit
    Claims claims = new Claims()

    void lab(Closure<?> more = {}) {
        LabBuilder builder = PveLab.cluster('lab').nodes(2)
                .storage(new Store('tank', 'zfspool', '/tank', 'images,rootdir', false, 1L << 36, 0, []))
                .lxc(101, 'web') { it.running() }
                .lxc(102, 'flat') { it.running().set('rootfs', 'local:102/vm-102-disk-0.raw,size=1G') }
                .lxc(103, 'off') {}
                .lxc(104, 'zed') { it.running().set('rootfs', 'tank:subvol-104-disk-0,size=1G') }
                .qemu(200, 'docker') { it.running() }
        more(builder)
        kit = new PveKit(folder, builder)
    }

    /** The update of a guest, whose packages are played. */
    Played of(Map more = [:], Map wanted = [:], String name, int vmid) {
        Map how = more + wanted
        def target = new GuestTarget(kit: kit, claims: claims, named: how.named ?: false, check: how.dry ?: false,
                host: new Host(name, [], vmid ? [proxmox_vmid: vmid, proxmox_cluster: 'home'] : [:]), time: kit.time, ticket: '0123abcd-17-0.0-' + name)
        Map args = how.findAll { key, value -> !(key in ['named', 'dry', 'finds', 'fails', 'running', 'meanwhile']) }
        new Played(target: target, finds: how.finds == null ? 2 : how.finds, fails: how.fails, running: how.running ?: false, meanwhile: how.meanwhile ?: {},
                args: ArgsBinder.bind(new PatchModule(Guard.NONE, Exceptions.NONE), [verify: [units: false]] + args))
    }

    Outcome update(Map how = [:], String name, int vmid) { new Transaction().around(of(how, name, vmid)) }

    /** What was written on the cluster, as "POST …/101/snapshot". */
    List<String> writes() { kit.writes()*.replaceAll('/nodes/pve\\d/(lxc|qemu)/', '')*.replaceAll('steward-patch-[0-9-]+', 'OURS') }

    def guest(int vmid) { kit.lab.guest(vmid) }

    /** The end of the notes of its one snapshot of ours. */
    String noted(int vmid) {
        def ours = guest(vmid).snapshots().values().findAll { it.name().startsWith('steward-patch-') }
        assert ours.size() == 1
        ours.first().description().strip().readLines().last()
    }

    static class GuestTarget extends TryTarget {

        PveKit kit
        Claims claims
        boolean named

        @Override ActingClusters clusters() { new ActingClusters(kit.runner.acting(), UpidWatcher.NONE) }
        @Override Claims claims() { claims }
        @Override boolean named() { named }
    }

    /** A host with so many packages to update, and what becomes of that. */
    static class Played implements Guard.Work {

        PatchModule.Args args
        GuestTarget target
        int finds
        String fails
        boolean running
        Closure<?> meanwhile
        List<String> steps = []

        @Override PatchModule.Args args() { args }
        @Override GuestTarget target() { target }
        @Override boolean applies() { args.action().orElse(PatchModule.Action.APPLY) == PatchModule.Action.APPLY && !target.check() }

        @Override
        PatchReport check() {
            steps << 'check'
            report(Optional.empty())
        }

        @Override
        PatchReport update() {
            steps << 'update'
            meanwhile()
            report(Optional.ofNullable(fails))
        }

        private PatchReport report(Optional<String> failure) {
            def packages = finds == 0 ? [] : (1..finds).collect { new PackageChange("p$it", '1', '2', 'upgraded', Optional.of(true)) }
            new PatchReport(new PatchReport.System(Family.DEBIAN, new OsRelease('debian', [], '12', 'Debian 12')), packages,
                    new PatchReport.State(Optional.of([]), Optional.empty(), [], Optional.of(false), [], true), [],
                    new PatchReport.End(failure, running && failure.present, OptionalInt.empty(), '', ''))
        }

        @Override
        Outcome outcome(PatchReport report, String stage) {
            def outcome = report.well() ? Outcome.changed(stage != 'check' && !report.packages().empty, report.summary(stage != 'check'))
                    : Outcome.failed(report.end().failure().get())
            report.data().each { key, value -> outcome = outcome.with(key, value) }
            outcome.with('stage', stage)
        }
    }
}

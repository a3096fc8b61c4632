package dev.steward.runner.module.proxmox;

import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Sensitive;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.config.ConfigChange;
import dev.steward.runner.proxmox.act.config.DiskWish;
import dev.steward.runner.proxmox.act.config.Wanted;
import dev.steward.runner.proxmox.act.guest.Destroying;
import dev.steward.runner.proxmox.act.guest.Making;
import dev.steward.runner.proxmox.act.guest.Making.Place;
import dev.steward.runner.proxmox.act.guest.Running;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code lxc} and {@code vm} have in common: finds the guest, makes it where there is none, changes what differs. */
final class Provision {

    /** A template of some GiB is unpacked, or a disk copied. */
    private static final Duration USUAL = Duration.ofMinutes(30);

    private final GuestKind kind;
    private final Target target;

    Provision(GuestKind kind, Target target) {
        this.kind = kind;
        this.target = target;
    }

    /** What the guest shall be. */
    enum State {
        PRESENT,
        STARTED,
        TEMPLATE,
        ABSENT
    }

    /**
     * Which guest.
     *
     * @param name of it
     * @param node to make it on
     */
    record Who(Optional<String> cluster, Optional<Integer> vmid, Optional<String> name, Optional<String> node) {}

    /**
     * How it is made where there is none.
     *
     * @param template a container's, where it is made new
     * @param copy empty: it is made new
     * @param storage for disks that name none
     * @param settings further parameters of the making, by their names
     * @param secrets the same, for parameters that nobody may see
     */
    record Origin(
            Optional<String> template,
            Optional<Making.Copy> copy,
            Optional<String> storage,
            Optional<String> pool,
            Map<String, Object> settings,
            Map<String, Sensitive> secrets) {}

    /**
     * All of a task.
     *
     * @param how it is destroyed, where it shall not be there
     */
    record Order(Who who, State state, Origin origin, Said said, Destroying.How how, Optional<Duration> timeout) {}

    private record Work(Acting acting, Order order, Duration limit, Wanted wanted) {}

    Outcome carryOut(Order order) throws PveException, ActException, InterruptedException {
        order.said().check();
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(order.who().cluster());
        List<DiskWish> disks = order.said().disks();
        Wanted wanted = new Wanted(order.said().wishes(), disks);
        Work work = new Work(acting, order, Deeds.limit(order.timeout(), USUAL, target), wanted);
        Optional<Guest> there = there(acting, order.who());
        if (order.state() == State.ABSENT) {
            return there.isEmpty()
                    ? Outcome.ok("there is no " + named(order.who()))
                    : Deeds.outcome(
                            new Destroying(acting, work.limit()).destroy(there.get(), order.how(), target.check()),
                            target);
        }
        Deed made = there.isPresent() ? changed(work, there.get()) : made(work, aim);
        return Deeds.outcome(made, target);
    }

    private String named(Who who) {
        return kind.prefix() + " "
                + who.vmid()
                        .map(String::valueOf)
                        .or(who::name)
                        .orElse(target.host().name());
    }

    private Optional<Guest> there(Acting acting, Who who) throws PveException, ActException, InterruptedException {
        Optional<String> id = who.vmid().map(String::valueOf);
        if (id.isEmpty() && who.name().isEmpty()) {
            id = Optional.ofNullable(target.host().vars().get("proxmox_vmid")).map(String::valueOf);
            if (id.isEmpty()) {
                throw new ActException(
                        "nothing says which guest: say vmid or " + (kind == GuestKind.LXC ? "hostname" : "name"));
            }
        }
        if (id.isPresent() && Vmid.find(id.get()).isEmpty()) {
            throw new ActException("vmid " + id.get() + " is no id of a guest; expected a number from 100 on");
        }
        Optional<String> vmid = id;
        List<Guest> found = acting.guestView().guests().values().stream()
                .filter(guest -> vmid.isPresent()
                        ? guest.vmid().toString().equals(vmid.get())
                        : guest.kind() == kind && guest.name().equals(who.name().get()))
                .toList();
        if (found.size() > 1) {
            throw new ActException("several guests are called '" + who.name().orElse("") + "': "
                    + found.stream().map(Guest::words).collect(Collectors.joining(", ")) + "; say which by vmid");
        }
        if (!found.isEmpty() && found.get(0).kind() != kind) {
            throw new ActException(found.get(0).words() + " is a "
                    + (kind == GuestKind.LXC ? "VM; use vm" : "container; use lxc") + ", or say another vmid");
        }
        return found.stream().findFirst();
    }

    private Deed changed(Work work, Guest guest) throws PveException, ActException, InterruptedException {
        Object unprivileged = work.order().origin().settings().get("unprivileged");
        boolean is = kind == GuestKind.LXC && work.acting().config(guest).flag("unprivileged");
        if (unprivileged != null && !unprivileged.equals(is)) {
            throw new ActException(
                    guest.words() + " is " + (is ? "" : "not ") + "unprivileged, which cannot be changed;"
                            + " back it up and restore it so, or leave unprivileged out");
        }
        Deed deed = new ConfigChange(work.acting(), work.limit()).make(guest, work.wanted(), target.check());
        return finished(work, guest, deed.with("created", false));
    }

    private Deed finished(Work work, Guest guest, Deed before) throws PveException, ActException, InterruptedException {
        Deed deed = before;
        if (work.order().state() == State.TEMPLATE) {
            boolean turned = new Making(work.acting(), work.limit()).template(guest, target.check());
            deed = Deed.of(
                            turned,
                            guest.words() + (turned ? (target.check() ? " would become" : " became") : " is")
                                    + " a template")
                    .after(deed);
        }
        if (work.order().state() == State.STARTED) {
            boolean started = new Running(work.acting()).started(guest, target.check());
            deed = Deed.of(started, (target.check() ? "would start " : "started ") + guest.words())
                    .after(deed);
            deed = started ? deed : new Deed(before.changed(), before.message(), deed.data(), deed.differences());
        }
        return deed.with("vmid", (long) guest.vmid().value())
                .with("node", guest.node())
                .with("name", guest.name());
    }

    private Deed made(Work work, Aim aim) throws PveException, ActException, InterruptedException {
        Order order = work.order();
        Making making = new Making(work.acting(), work.limit());
        String node = aim.node(work.acting().guestView(), order.who().node()).name();
        Vmid vmid = order.who().vmid().isPresent() ? new Vmid(order.who().vmid().get()) : making.nextId();
        Place place = new Place(kind, vmid, node);
        return order.origin().copy().isPresent()
                ? copied(work, making, place, order.origin().copy().get())
                : created(work, making, place);
    }

    private Deed created(Work work, Making making, Place place)
            throws PveException, ActException, InterruptedException {
        Origin origin = work.order().origin();
        if (kind == GuestKind.LXC && origin.template().isEmpty()) {
            throw new ActException("there is no " + named(work.order().who())
                    + ", and nothing says what to make it of: say template, or cloneOf");
        }
        List<DiskWish> disks = work.wanted().disks().stream()
                .map(disk -> disk.on(origin.storage()))
                .toList();
        Map<String, Object> form = new Wanted(work.wanted().wishes(), disks).form();
        form.putAll(origin.settings());
        if (kind == GuestKind.LXC) {
            form.putIfAbsent("unprivileged", true);
            origin.template().ifPresent(text -> form.put("ostemplate", text));
            origin.storage().ifPresent(text -> form.put("storage", text));
        }
        origin.pool().ifPresent(text -> form.put("pool", text));
        work.order().who().name().ifPresent(text -> form.put(kind == GuestKind.LXC ? "hostname" : "name", text));
        List<String> storages =
                disks.stream().flatMap(disk -> disk.storage().stream()).toList();
        making.possible(place, storages.isEmpty() ? origin.storage().stream().toList() : storages, origin.template());
        Deed.Difference difference = new Deed.Difference(place.words() + " config", "", lines(form));
        if (target.check()) {
            return Deed.changed("would create " + place.words() + " on " + place.node()
                            + (work.order().state() == State.STARTED ? " and start it" : ""))
                    .with(difference)
                    .with("created", true)
                    .with("vmid", (long) place.vmid().value())
                    .with("node", place.node());
        }
        origin.secrets().forEach((key, secret) -> form.put(key, secret.secret()));
        making.create(place, form);
        Guest guest = work.acting().guest(place.vmid());
        return finished(work, guest, fresh("created " + guest.words()).with(difference));
    }

    private static Deed fresh(String message) {
        return Deed.changed(message)
                .with("created", true)
                .with("settings", List.of())
                .with("pending", List.of())
                .with("restartRequired", false);
    }

    private Deed copied(Work work, Making making, Place place, Making.Copy copy)
            throws PveException, ActException, InterruptedException {
        Order order = work.order();
        Guest from = making.source(place, copy);
        making.possible(place, copy.storage().stream().toList(), Optional.empty());
        if (target.check()) {
            return Deed.changed("would clone " + from.words() + " as " + place.words())
                    .with("created", true)
                    .with("vmid", (long) place.vmid().value())
                    .with("node", place.node());
        }
        making.copy(from, place, copy, order.who().name(), order.origin().pool());
        Guest guest = work.acting().guest(place.vmid());
        Deed deed = new ConfigChange(work.acting(), work.limit()).make(guest, work.wanted(), false);
        return finished(work, guest, deed.after(fresh("cloned " + from.words() + " as " + guest.words())));
    }

    private static String lines(Map<String, Object> form) {
        return new TreeMap<>(form)
                .entrySet().stream()
                        .map(one -> one.getKey() + ": " + one.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    /** The settings that are said. */
    static Map<String, Object> settings(Object... keysAndValues) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            Optional<?> value = (Optional<?>) keysAndValues[i + 1];
            String key = (String) keysAndValues[i];
            value.ifPresent(said -> all.put(key, said));
        }
        return all;
    }
}

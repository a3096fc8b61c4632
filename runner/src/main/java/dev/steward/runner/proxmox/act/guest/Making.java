package dev.steward.runner.proxmox.act.guest;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Change;
import dev.steward.runner.proxmox.act.Insisting;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Storage;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes guests: new ones, and copies of others. */
public final class Making {

    private final Acting acting;
    private final Duration limit;

    /**
     * On one cluster.
     *
     * @param limit for each UPID
     */
    public Making(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
    }

    /**
     * Where a guest is made, and who it will be.
     *
     * @param node to make it on
     */
    public record Place(GuestKind kind, Vmid vmid, String node) {

        /** As {@code CT 240}. */
        public String words() {
            return kind.prefix() + " " + vmid;
        }
    }

    /**
     * A copy of another guest.
     *
     * @param source its id or name
     * @param full whether the disks are copied; empty: as PVE does it, linked for a template
     * @param storage for the disks of a full copy
     * @param snapshot to copy instead of the present state
     */
    public record Copy(String source, Optional<Boolean> full, Optional<String> storage, Optional<String> snapshot) {}

    /** The next free id of the cluster. */
    public Vmid nextId() throws PveException, ActException, InterruptedException {
        return acting.api()
                .get(PvePath.of("cluster", "nextid"), Map.of())
                .text()
                .flatMap(Vmid::find)
                .orElseThrow(() -> new ActException("cluster " + acting.cluster() + " names no free id; say vmid"));
    }

    /**
     * Makes sure that a guest can be made there.
     *
     * @param storages that shall hold its disks
     * @throws ActException with all that stands in the way
     */
    public void possible(Place place, List<String> storages, Optional<String> template)
            throws PveException, ActException, InterruptedException {
        View view = acting.clearView();
        List<String> problems = new ArrayList<>();
        if (!view.nodes().containsKey(place.node())) {
            throw new ActException("cluster " + acting.cluster() + " has no node '" + place.node() + "'"
                    + Suggestion.question(place.node(), view.nodes().keySet())
                            .map(text -> "; " + text)
                            .orElse("; it has " + String.join(", ", view.nodes().keySet())));
        }
        if (!view.nodes().get(place.node()).online()) {
            problems.add("node " + place.node() + " is offline");
        }
        if (!view.cluster().quorate()) {
            problems.add(
                    "cluster " + acting.cluster() + " has no quorum; bring enough nodes back first (pvecm status)");
        }
        String content = place.kind() == GuestKind.LXC ? "rootdir" : "images";
        for (String storage : new TreeSet<>(storages)) {
            usable(view, place.node(), storage, content).ifPresent(problems::add);
        }
        if (template.isPresent()) {
            known(place.node(), template.get()).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new ActException("cannot make " + place.words() + ": " + String.join("; ", problems));
        }
    }

    private static Optional<String> usable(View view, String node, String name, String content) {
        Storage storage = view.storages().get("storage/" + node + "/" + name);
        String others = view.storages().values().stream()
                .filter(each -> each.node().equals(node) && each.content().contains(content) && each.available())
                .map(Storage::name)
                .collect(Collectors.joining(", "));
        String instead = others.isEmpty() ? "" : "; there " + (others.contains(",") ? "are " : "is ") + others;
        boolean blind =
                view.storages().values().stream().noneMatch(each -> each.node().equals(node));
        if (storage == null && blind) {
            // a token without Datastore.Audit sees none: PVE itself will say
            return Optional.empty();
        }
        if (storage == null) {
            return Optional.of("node " + node + " has no storage '" + name + "'" + instead);
        }
        if (!storage.content().contains(content)) {
            return Optional.of("storage '" + name + "' holds no " + content + instead);
        }
        return storage.available()
                ? Optional.empty()
                : Optional.of("storage '" + name + "' is not available on " + node + instead);
    }

    /* Only a token with a right on the storage may look; without it PVE itself will say. */
    private Optional<String> known(String node, String template) throws PveException, InterruptedException {
        int colon = template.indexOf(':');
        if (colon < 1) {
            return template.startsWith("/")
                    ? Optional.empty()
                    : Optional.of("'" + template + "' is no template; write such as local:vztmpl/NAME.tar.zst");
        }
        PvePath path = PvePath.of("nodes", node, "storage", template.substring(0, colon), "content");
        try {
            List<String> there = acting.api().get(path, Map.of("content", "vztmpl")).list().stream()
                    .flatMap(row -> row.text("volid").stream())
                    .toList();
            boolean missing = template.contains(":vztmpl/") && !there.contains(template);
            return missing
                    ? Optional.of("there is no template '" + template + "' on " + node
                            + Suggestion.question(template, there)
                                    .map(text -> "; " + text)
                                    .orElse(
                                            there.isEmpty()
                                                    ? "; download one there (pveam)"
                                                    : "; there " + (there.size() > 1 ? "are " : "is ")
                                                            + String.join(", ", there)))
                    : Optional.empty();
        } catch (PveException e) {
            if (e.kind() == Kind.FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Makes a new one of this configuration. */
    public void create(Place place, Map<String, Object> form) throws PveException, ActException, InterruptedException {
        Map<String, Object> all = new LinkedHashMap<>(form);
        all.put("vmid", place.vmid().value());
        PvePath path = PvePath.of("nodes", place.node(), place.kind().word());
        new Insisting(acting)
                .done(Change.post("create " + place.words(), path, all).within(limit));
    }

    /** The guest that a copy is made of: by id, else by name. */
    public Guest source(Place place, Copy copy) throws PveException, ActException, InterruptedException {
        List<Guest> found = acting.guestView().guests().values().stream()
                .filter(guest -> guest.kind() == place.kind())
                .filter(guest -> guest.vmid().toString().equals(copy.source())
                        || guest.name().equals(copy.source()))
                .toList();
        if (found.size() != 1) {
            throw new ActException(
                    found.isEmpty()
                            ? "there is no " + place.kind().prefix() + " '" + copy.source() + "' to clone"
                            : "several guests are called '" + copy.source() + "': "
                                    + found.stream().map(Guest::words).collect(Collectors.joining(", "))
                                    + "; say which by its id");
        }
        return found.get(0);
    }

    /** Makes a copy under another name. */
    public void copy(Guest from, Place place, Copy copy, Optional<String> name, Optional<String> pool)
            throws PveException, ActException, InterruptedException {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("newid", place.vmid().value());
        name.ifPresent(text -> form.put(place.kind() == GuestKind.LXC ? "hostname" : "name", text));
        copy.full().ifPresent(full -> form.put("full", full));
        copy.storage().ifPresent(storage -> form.put("storage", storage));
        copy.snapshot().ifPresent(snapshot -> form.put("snapname", snapshot));
        pool.ifPresent(text -> form.put("pool", text));
        if (!place.node().equals(from.node())) {
            form.put("target", place.node());
        }
        PvePath path = from.kind().path(from.node(), from.vmid()).and("clone");
        new Insisting(acting)
                .done(Change.post("clone " + from.name() + " as " + place.words(), path, form)
                        .within(limit));
    }

    /** Makes a guest that is off the pattern for others; it never runs again. */
    public boolean template(Guest guest, boolean check) throws PveException, ActException, InterruptedException {
        PvePath path = guest.kind().path(guest.node(), guest.vmid());
        PveFields config = acting.api().get(path.and("config"), Map.of()).fields();
        if (config.flag("template")) {
            return false;
        }
        if (acting.state(guest).running()) {
            throw new ActException(guest.words() + " runs, and a template never does; shut it down first (guest state:"
                    + " 'shutdown')");
        }
        if (!check) {
            new Insisting(acting)
                    .done(Change.post("make a template of " + guest.name(), path.and("template"), Map.of())
                            .within(limit));
        }
        return true;
    }
}

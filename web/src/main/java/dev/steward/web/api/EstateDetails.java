package dev.steward.web.api;

import dev.steward.runner.collect.usage.Usage;
import dev.steward.runner.proxmox.detail.EstateRows;
import dev.steward.runner.proxmox.detail.GuestConfig;
import dev.steward.runner.proxmox.detail.Series;
import dev.steward.runner.proxmox.detail.Series.Span;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.text.Net;
import dev.steward.web.estate.EstateKit;
import dev.steward.web.estate.Read;
import dev.steward.web.estate.Reads;
import dev.steward.web.estate.Spans;
import dev.steward.web.estate.UsageReads;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One node or guest as JSON, with what its cluster is asked for; what could not be read is told beside the rest. */
final class EstateDetails {

    private static final int TASKS = 20;

    private final EstateKit kit;
    private final UsageReads usages;

    EstateDetails(EstateKit kit) {
        this.kit = kit;
        this.usages = new UsageReads(kit);
    }

    /** What is put together, and what could not be read. */
    private final class Answer {

        private final Seen seen;
        private final String of;
        private final Optional<String> silent;
        private final Map<String, Object> row;
        private final Map<String, String> unread = new LinkedHashMap<>();

        Answer(Seen seen, String node, String of, Map<String, Object> row) {
            this.seen = seen;
            this.of = of;
            this.silent = kit.silent(seen, node);
            this.row = row;
        }

        <T> void read(String name, Reads.Asking<T> asking) throws InterruptedException {
            Read<T> read = ask(seen, of + " " + name, Reads.FRESH, silent, asking);
            row.put(name, read.value());
            read.problem().ifPresent(problem -> unread.put(name, problem));
        }

        Reply reply() {
            row.put("unread", unread);
            return Reply.json(row);
        }
    }

    private <T> Read<T> ask(Seen seen, String what, Duration fresh, Optional<String> silent, Reads.Asking<T> asking)
            throws InterruptedException {
        return silent.isPresent()
                ? new Read<>(Optional.empty(), silent)
                : kit.reads().of(seen.name(), "api " + what, fresh, asking);
    }

    Reply node(Request request) throws InterruptedException {
        Seen seen = kit.cluster(request);
        Node node = EstateKit.node(seen, request);
        Map<String, Object> row = new LinkedHashMap<>(EstateRows.node(kit.known(), node));
        row.put("quorate", EstateKit.view(seen).cluster().quorate());
        row.put(
                "guestList",
                EstateKit.view(seen).guestsOf(node.name()).stream()
                        .map(guest -> row(kit.known(), guest))
                        .toList());
        row.put(
                "storages",
                EstateRows.storages(EstateKit.view(seen)).stream()
                        .filter(storage -> storage.get("node").equals(node.name()))
                        .toList());
        Answer answer = new Answer(seen, node.name(), node.id(), row);
        answer.read("system", (api, reader) -> reader.status(node.name()));
        answer.read("replication", (api, reader) -> reader.replication(node.name()));
        answer.read("tasks", (api, reader) -> reader.tasks(node.name(), TASKS));
        return answer.reply();
    }

    Reply nodeSeries(Request request) throws InterruptedException {
        Seen seen = kit.cluster(request);
        Node node = EstateKit.node(seen, request);
        Span span = Spans.of(request);
        return series(
                span,
                ask(
                        seen,
                        node.id() + " series " + span,
                        Reads.MEASURED,
                        kit.silent(seen, node.name()),
                        (api, reader) -> reader.series(node.name(), span)));
    }

    /** A guest with what runs know of its packages; null where none counted them. */
    Map<String, Object> row(Estate estate, Guest guest) {
        Map<String, Object> row = new LinkedHashMap<>(EstateRows.guest(estate, guest));
        row.put("pending", kit.pending(guest));
        return row;
    }

    Reply guest(Request request) throws InterruptedException {
        Seen seen = kit.cluster(request);
        Guest guest = EstateKit.guest(seen, request);
        Map<String, Object> row = row(kit.known(), guest);
        row.put("hosts", kit.parts().guestHosts().of(guest));
        Answer answer = new Answer(seen, guest.node(), guest.id() + "@" + guest.node(), row);
        answer.read("config", (api, reader) -> config(reader.config(guest)));
        answer.read("snapshots", (api, reader) -> reader.snapshots(guest));
        answer.read("tasks", (api, reader) -> reader.tasks(guest, TASKS));
        return answer.reply();
    }

    Reply guestSeries(Request request) throws InterruptedException {
        Seen seen = kit.cluster(request);
        Guest guest = EstateKit.guest(seen, request);
        Span span = Spans.of(request);
        return series(
                span,
                ask(
                        seen,
                        guest.id() + "@" + guest.node() + " series " + span,
                        Reads.MEASURED,
                        kit.silent(seen, guest.node()),
                        (api, reader) -> reader.series(guest, span)));
    }

    Reply nodeUsage(Request request) throws InterruptedException {
        Seen seen = kit.cluster(request);
        return usage(usages.node(seen, EstateKit.node(seen, request), Spans.of(request)));
    }

    Reply guestUsage(Request request) throws InterruptedException {
        Seen seen = kit.cluster(request);
        return usage(usages.guest(seen, EstateKit.guest(seen, request), Spans.of(request)));
    }

    /** A usage as data. */
    static Reply usage(Read<Usage> read) {
        Map<String, Object> data = new LinkedHashMap<>();
        read.value().ifPresent(usage -> {
            data.put("span", usage.span());
            data.put("from", usage.from());
            data.put("stepSeconds", usage.step().toSeconds());
            Map<String, Object> means = new TreeMap<>();
            usage.lines().forEach((measure, line) -> means.put(measure.word(), line.values()));
            data.put("means", means);
            Map<String, Object> mosts = new TreeMap<>();
            usage.lines().forEach((measure, line) -> mosts.put(measure.word(), line.most()));
            data.put("mosts", mosts);
        });
        data.put("problem", read.problem());
        return Reply.json(data);
    }

    /* PVE's own names; the time as everywhere in this API. */
    private static Reply series(Span span, Read<Series> read) {
        List<Map<String, Object>> rows = read.value().map(Series::rows).orElse(List.of()).stream()
                .map(fields -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("at", Instant.ofEpochSecond(fields.number("time").orElse(0)));
                    fields.names().stream().filter(name -> !name.equals("time")).forEach(name -> fields.decimal(name)
                            .ifPresent(value -> row.put(name, value)));
                    return row;
                })
                .toList();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("span", span);
        data.put("rows", rows);
        data.put("problem", read.problem());
        return Reply.json(data);
    }

    private static Map<String, Object> config(GuestConfig config) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("os", config.os());
        row.put("cores", config.cores());
        row.put("memoryMiB", config.memory());
        row.put("swapMiB", config.swap());
        row.put("nets", config.nets().stream().map(EstateDetails::net).toList());
        row.put("disks", config.disks());
        row.put("features", config.features());
        row.put("agent", config.agent());
        row.put("boot", config.boot());
        row.put("traits", config.traits());
        row.put("description", config.description());
        return row;
    }

    private static Map<String, Object> net(Net net) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("key", net.key());
        row.put("name", net.name());
        row.put("model", net.model());
        row.put("mac", net.mac());
        row.put("bridge", net.bridge());
        row.put("vlan", net.vlan());
        row.put("ip", net.ip());
        row.put("ip6", net.ip6());
        row.put("firewall", net.firewall());
        return row;
    }
}

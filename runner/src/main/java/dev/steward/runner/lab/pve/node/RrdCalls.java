package dev.steward.runner.lab.pve.node;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.guest.GuestRows;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.state.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Round-robin data: rows of a fixed step, those before the thing existed with a time and nothing else. */
public final class RrdCalls {

    private static final long DAY = 86_400;
    private static final List<String> MOVING =
            List.of("cpu", "iowait", "loadavg", "mem", "memused", "netin", "netout", "diskread", "diskwrite");

    private record Frame(int rows, long step) {}

    private RrdCalls() {}

    /** Adds them. */
    public static void add(Handlers handlers) {
        handlers.on("GET /nodes/{node}/rrddata", RrdCalls::node)
                .both("GET /nodes/{node}/*/{vmid}/rrddata", RrdCalls::guest)
                .on("GET /nodes/{node}/storage/{storage}/rrddata", RrdCalls::store);
    }

    private static Frame frame(Call call) {
        boolean nine = call.cluster().nine();
        return switch (call.text("timeframe")) {
            case "hour" -> new Frame(nine ? 60 : 70, 60);
            case "day" -> nine ? new Frame(1440, 60) : new Frame(70, 1800);
            case "week" -> nine ? new Frame(336, 1800) : new Frame(70, 10800);
            case "month" -> nine ? new Frame(1440, 1800) : new Frame(70, 43200);
            default -> nine ? new Frame(1460, 21600) : new Frame(70, 604800);
        };
    }

    private static List<Row> rows(Call call, Instant since, Supplier<Row> values) {
        Frame frame = frame(call);
        long end = call.cluster().now().getEpochSecond() / frame.step() * frame.step();
        List<Row> rows = new ArrayList<>();
        for (int i = frame.rows() - 1; i >= 0; i--) {
            long at = end - i * frame.step();
            Row row = new Row().with("time", at);
            if (at >= since.getEpochSecond()) {
                row.putAll(values.get());
                if (i > 0 && call.cluster().lively()) {
                    past(row, at, call.text("node"));
                }
            }
            rows.add(row);
        }
        return rows;
    }

    /* A house is busier by day, and never the same for two minutes. The same time is always told the same. */
    private static void past(Row row, long at, String node) {
        double day = Math.max(0, Math.sin((at % DAY) * 2 * Math.PI / DAY - 1.7));
        double wave = 0.55 + 1.1 * day + 0.35 * new Random(at / 60 * 31 + node.hashCode()).nextDouble();
        for (String name : MOVING) {
            if (row.get(name) instanceof Number value) {
                double share = name.startsWith("mem") ? 0.94 + wave / 20 : wave;
                row.with(name, value.doubleValue() * share);
            }
        }
    }

    private static Object node(Call call) {
        boolean nine = call.cluster().nine();
        return rows(call, call.node().booted(), () -> {
            Row row = new Row()
                    .with("cpu", call.node().load())
                    .with("maxcpu", 8)
                    .with("iowait", 0.000251763629619876)
                    .with("loadavg", 0.38)
                    .with("memtotal", 32L << 30)
                    .with("memused", 6L << 30)
                    .with("swaptotal", 0)
                    .with("swapused", 0)
                    .with("roottotal", 252L << 30)
                    .with("rootused", call.node().root())
                    .with("netin", 1200.5)
                    .with("netout", 900.25);
            if (nine) {
                row.with("memavailable", 26L << 30).with("arcsize", 0);
                pressures(row);
            }
            return row;
        });
    }

    private static void pressures(Row row) {
        for (String what : List.of("cpu", "io", "memory")) {
            row.with("pressure" + what + "some", 0).with("pressure" + what + "full", 0);
        }
    }

    private static Object guest(Call call) {
        Guest guest = call.guest();
        Instant since = guest.running() ? guest.started() : Instant.MAX;
        return rows(call, since, () -> {
            Row row = new Row()
                    .with("cpu", GuestRows.load(guest))
                    .with("maxcpu", GuestRows.processors(guest))
                    .with("mem", GuestRows.used(guest))
                    .with("maxmem", GuestRows.memory(guest))
                    .with("disk", guest.kind() == Kind.LXC ? GuestRows.filled(guest) : 0)
                    .with("maxdisk", GuestRows.disk(guest))
                    .with("netin", 12.5)
                    .with("netout", 8.25);
            if (guest.kind() == Kind.LXC) {
                row.with("diskread", 0).with("diskwrite", 0);
            } else if (call.cluster().nine()) {
                row.with("memhost", GuestRows.used(guest));
                pressures(row);
            }
            return row;
        });
    }

    private static Object store(Call call) {
        Store store = StorageCalls.store(call);
        return rows(call, call.node().booted(), () -> new Row()
                .with("total", store.total())
                .with("used", store.used()));
    }
}

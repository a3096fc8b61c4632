package dev.steward.web.estate;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.web.http.EventChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The estate as an event stream: of what is only a measurement, what changed, to be set where it stands; of everything else
 * the hint to load the part again. While a client hears, somebody looks.
 */
final class EstateLive {

    private static final Logger LOG = LoggerFactory.getLogger(EstateLive.class);

    private final EstateKit kit;
    private final EventJson json = new EventJson();

    EstateLive(EstateKit kit) {
        this.kit = kit;
    }

    AutoCloseable begin(EventChannel channel) {
        Estates.Look look = kit.estates().look();
        Thread thread = new Thread(() -> send(channel), "estate-live");
        thread.setDaemon(true);
        thread.start();
        return () -> {
            look.close();
            thread.interrupt();
        };
    }

    /* A thread of its own: a slow client holds up nobody else. */
    private void send(EventChannel channel) {
        Frame last = new Frame("", Map.of(), Map.of());
        long news = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                news = kit.estates().await(news);
                Frame now = frame(kit.estates().known());
                if (!now.equals(last)) {
                    channel.send("data: " + json.text(now.since(last)) + "\n\n");
                    last = now;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            channel.end();
        } catch (RuntimeException e) {
            // A page that shows "live" over a dead stream would lie; it connects again by itself.
            LOG.error("the estate's live stream broke off", e);
            channel.end();
        }
    }

    /**
     * All a client shows.
     *
     * @param shape what lines there are, with everything that is no measurement
     * @param cells words and fill of each meter
     * @param seen when each cluster was read
     */
    private record Frame(String shape, Map<String, Cell> cells, Map<String, String> seen) {

        Map<String, Object> since(Frame last) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("again", !shape.equals(last.shape) && !last.shape.isEmpty());
            data.put("seen", seen);
            Map<String, Cell> changed = new LinkedHashMap<>(cells);
            changed.entrySet().removeAll(last.cells.entrySet());
            data.put("cells", changed);
            return data;
        }
    }

    private record Cell(String words, int permille, String level) {}

    private Frame frame(Estate estate) {
        List<String> shape = new ArrayList<>();
        Map<String, Cell> cells = new HashMap<>();
        Map<String, String> seen = new LinkedHashMap<>();
        estate.clusters().values().forEach(cluster -> {
            ClusterLine line = kit.lines().cluster(cluster);
            shape.add(line.name() + line.ownName() + line.problem() + line.version() + line.quorum());
            line.seen().ifPresent(when -> seen.put(line.name(), when.iso()));
            line.counts().forEach(meter -> put(cells, meter));
            line.sums().forEach(meter -> put(cells, meter));
            line.full().forEach(storage -> shape.add(storage.name() + storage.where() + storage.available()));
            line.nodes().forEach(node -> {
                shape.add(node.key() + node.status() + node.address());
                node.load().all().forEach(meter -> put(cells, meter));
                node.sums().forEach(meter -> put(cells, meter));
                put(cells, node.guests());
            });
            cluster.view().ifPresent(view -> guests(cluster, view, shape, cells));
        });
        return new Frame(String.join("\n", shape), cells, seen);
    }

    private void guests(Estate.Seen seen, View view, List<String> shape, Map<String, Cell> cells) {
        for (Guest guest : view.guests().values()) {
            GuestLine line = kit.line(seen, guest);
            shape.add(line.key() + line.name() + line.place() + line.status() + line.words());
            line.load().all().forEach(meter -> put(cells, meter));
        }
    }

    private static void put(Map<String, Cell> cells, Meter meter) {
        cells.put(meter.key(), new Cell(meter.words(), meter.permille(), meter.level()));
    }
}

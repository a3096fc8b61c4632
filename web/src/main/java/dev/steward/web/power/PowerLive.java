package dev.steward.web.power;

import dev.steward.runner.app.power.PowerView;
import dev.steward.runner.event.EventJson;
import dev.steward.web.http.EventChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Power as an event stream: whenever anything is other than before, the hint to load the parts again. */
final class PowerLive {

    private static final Logger LOG = LoggerFactory.getLogger(PowerLive.class);
    private static final long LOOK_MILLIS = 1_000;

    private final PowerKit kit;
    private final EventJson json = new EventJson();

    PowerLive(PowerKit kit) {
        this.kit = kit;
    }

    AutoCloseable begin(EventChannel channel) {
        CountDownLatch over = new CountDownLatch(1);
        Thread thread = new Thread(() -> send(channel, over), "power-live");
        thread.setDaemon(true);
        thread.start();
        return over::countDown;
    }

    private void send(EventChannel channel, CountDownLatch over) {
        String last = "";
        try {
            do {
                String now = shape();
                if (!now.equals(last)) {
                    channel.send("data: " + json.text(Map.of("again", !last.isEmpty())) + "\n\n");
                    last = now;
                }
            } while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            channel.end();
        } catch (RuntimeException e) {
            // A page that shows "live" over a dead stream would lie; it connects again by itself.
            LOG.error("the live stream of power broke off", e);
            channel.end();
        }
    }

    /* Times that only go on are moved by the page itself. */
    private String shape() {
        PowerView view = kit.desk().view();
        StringBuilder shape = new StringBuilder();
        shape.append(view.armed()).append(view.state()).append(view.planHash()).append(view.troubles());
        view.upses().forEach(ups -> shape.append(ups.name())
                .append(ups.status())
                .append(ups.charge().map(Math::round))
                .append(ups.runtime().map(Duration::toMinutes))
                .append(ups.load().map(Math::round))
                .append(ups.trouble()));
        view.outage().ifPresent(outage -> {
            shape.append(outage.run())
                    .append(outage.committed())
                    .append(outage.needs().map(Duration::toMinutes));
            outage.phases()
                    .forEach(phase ->
                            shape.append(phase.state()).append(phase.note()).append(phase.began()));
        });
        kit.plan().known().ifPresent(plan -> shape.append(plan.hash())
                .append(plan.problems())
                .append(plan.typical())
                .append(plan.runtime().map(Duration::toMinutes))
                .append(plan.phases().hashCode()));
        return shape.toString();
    }
}

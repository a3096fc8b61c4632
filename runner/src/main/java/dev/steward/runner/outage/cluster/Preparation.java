package dev.steward.runner.outage.cluster;

import dev.steward.runner.outage.aswas.Mark;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.Crew;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Gets clusters ready for guests and nodes to go down, before the first does. Each part looks first and may be repeated; none holds
 * an outage up: what does not work within its time is said, and the outage goes on.
 */
public final class Preparation {

    private static final int PLACES = 8;

    private final ActingSource clusters;
    private final Limits limits;
    private final Mark.Diary diary;
    private final Told told;

    /**
     * How long each part may take.
     *
     * @param jobs until other people's jobs are over
     * @param ha until HA is disarmed
     * @param all of it, whatever a cluster answers or does not
     */
    public record Limits(Duration jobs, Duration ha, Duration all) {

        /** Where nobody says otherwise. */
        public static final Limits USUAL =
                new Limits(Duration.ofSeconds(30), Duration.ofSeconds(45), Duration.ofSeconds(90));

        /** Where the battery gives little more. */
        public static final Limits HURRIED =
                new Limits(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    /**
     * Of these clusters.
     *
     * @param diary keeps what was changed
     * @param told hears about it
     */
    public Preparation(ActingSource clusters, Limits limits, Mark.Diary diary, Told told) {
        this.clusters = clusters;
        this.limits = limits;
        this.diary = diary;
        this.told = told;
    }

    /** Gets these clusters ready, side by side. */
    public void of(Collection<String> names) throws InterruptedException {
        Crew.each(List.copyOf(names), PLACES, name -> {
            one(name);
            return name;
        });
    }

    private void one(String name) throws InterruptedException {
        try {
            Acting acting = new Acting(clusters.of(name), UpidWatcher.NONE).within(limits.all());
            View view = acting.clearView();
            // a guest on its way is not disarmed: HA defers it, so jobs come first
            new OtherJobs(acting, told).preempt(view, limits.jobs());
            new HaAside(acting, diary, told).put(view, limits.ha());
        } catch (PveException | ActException | IllegalArgumentException e) {
            told.say("cluster " + name + " could not be made ready, and the outage goes on: " + e.getMessage());
        }
    }
}

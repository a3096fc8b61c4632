package dev.steward.runner.metrics;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.metrics.form.Families;
import dev.steward.runner.metrics.pve.PveExporter;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.store.Store;
import java.util.Map;
import java.util.function.IntSupplier;

/** What a monitoring system may read, each a text of Prometheus's format (version 0.0.4). Nothing of it is a secret. */
public final class Expositions {

    private final Store store;
    private final PowerDesk power;
    private final PveExporter clusters;
    private final IntSupplier sessions;
    private final Build build;

    /**
     * Which build this is.
     *
     * @param version of the product
     * @param commit abbreviated
     */
    public record Build(String version, String commit) {}

    /**
     * Of these parts.
     *
     * @param sessions how many SSH sessions wait for the next run
     */
    public Expositions(Store store, PowerDesk power, PveExporter clusters, IntSupplier sessions, Build build) {
        this.store = store;
        this.power = power;
        this.clusters = clusters;
        this.sessions = sessions;
        this.build = build;
    }

    /** The media type of every text. */
    public static String type() {
        return Families.type();
    }

    /** This product: its runs, schedules, notices, hosts' packages, power protection with the UPSes, and its process. */
    public String steward() {
        Families families = new Families();
        families.gauge("steward_build_info", "Which build this is, always 1.")
                .add(1, "version", build.version(), "commit", build.commit());
        new RunMetrics(store).tell(families);
        new ScheduleMetrics(store).tell(families);
        new NoticeMetrics(store).tell(families);
        new PatchMetrics(store).tell(families);
        new PowerMetrics(power).tell(families);
        clusters.tell(families);
        families.gauge("steward_kept_sessions", "SSH sessions that runs left open for the next one.")
                .add(sessions.getAsInt());
        JvmMetrics.tell(families);
        return families.text();
    }

    /** What the UPSes last said, by configured name. */
    public Map<String, UpsReading> upses() {
        return power.readings();
    }

    /** Some UPSes. */
    public String upses(Map<String, UpsReading> upses) {
        Families families = new Families();
        UpsMetrics.tell(families, upses);
        return families.text();
    }

    /** The Proxmox clusters. */
    public PveExporter clusters() {
        return clusters;
    }
}

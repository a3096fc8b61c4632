package dev.steward.runner.metrics.pve;

import dev.steward.runner.metrics.form.Counts;
import dev.steward.runner.metrics.form.Durations;
import dev.steward.runner.metrics.form.Families;
import dev.steward.runner.proxmox.PveAnswer;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Map;

/** How long calls and scrapes took and which failed, under the names of prometheus-pve-exporter. Thread-safe. */
final class ApiTimes {

    private static final String[] OF_ALL = {"module", "default"};

    private final Durations calls =
            new Durations("pve_scrape_api_duration_seconds", "How long calls of the Proxmox API took.");
    private final Counts callErrors =
            new Counts("pve_scrape_api_errors_total", "Calls of the Proxmox API that failed while it was scraped.");
    private final Durations targets =
            new Durations("pve_scrape_target_duration_seconds", "How long scrapes of a target took.");
    private final Counts targetErrors = new Counts(
            "pve_scrape_target_errors_total", "Scrapes of a target of which a part, or all, could not be read.");
    private final Durations collections =
            new Durations("pve_collection_duration_seconds", "How long scrapes of Proxmox clusters took.");
    private final Counts requestErrors =
            new Counts("pve_request_errors_total", "Scrapes of Proxmox clusters that were asked for wrongly or broke.");
    private final Time time;

    ApiTimes(Time time) {
        this.time = time;
        requestErrors.add(0, OF_ALL);
    }

    /** Reads. */
    PveAnswer get(PveApi api, PvePath path) throws PveException, InterruptedException {
        String[] labels = {"method", "GET", "url", url(path)};
        long began = time.nanos();
        boolean well = false;
        try {
            PveAnswer answer = api.get(path, Map.of());
            well = true;
            return answer;
        } finally {
            calls.add(Duration.ofNanos(time.nanos() - began), labels);
            callErrors.add(well ? 0 : 1, labels);
        }
    }

    /* One series a kind of call, not one a guest. */
    private static String url(PvePath path) {
        return path.toString().replaceAll("/\\d+(?=/|$)", "/{vmid}");
    }

    void scraped(Wanted wanted, long began, boolean whole) {
        String[] labels = {
            "target", wanted.target(), "cluster", wanted.cluster() ? "1" : "0", "node", wanted.node() ? "1" : "0"
        };
        Duration took = Duration.ofNanos(time.nanos() - began);
        targets.add(took, labels);
        targetErrors.add(whole ? 0 : 1, labels);
        collections.add(took, OF_ALL);
    }

    void refused() {
        requestErrors.add(1, OF_ALL);
    }

    void tell(Families families) {
        callErrors.tell(families);
        targetErrors.tell(families);
        requestErrors.tell(families);
        families.add(calls);
        families.add(targets);
        families.add(collections);
    }
}

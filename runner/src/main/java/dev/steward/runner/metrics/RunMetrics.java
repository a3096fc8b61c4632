package dev.steward.runner.metrics;

import dev.steward.runner.metrics.form.Families;
import dev.steward.runner.metrics.form.Family;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.green.Figures;
import dev.steward.runner.store.green.Green;
import dev.steward.runner.store.green.Tallies.Tally;

/** Runs by playbook, host and outcome. Times let a rule also fire for what did not happen, even while this product is down. */
final class RunMetrics {

    private final Store store;

    RunMetrics(Store store) {
        this.store = store;
    }

    void tell(Families families) {
        tallies(families);
        greens(families);
        last(families);
        Family queue = families.gauge("steward_queue_runs", "Runs that have not ended: queued, or running.");
        store.figures().open().forEach((status, count) -> queue.add(count, "state", status));
    }

    private void tallies(Families families) {
        Family runs = families.counter(
                "steward_runs_total", "Runs of a playbook that ended, by outcome; checks do not count.");
        Family hosts = families.counter(
                "steward_host_runs_total",
                "Runs of a playbook on a host that ended, by the worst that happened there; checks do not count.");
        for (Tally tally : store.tallies().all()) {
            if (tally.host().isEmpty()) {
                runs.add(tally.runs(), "playbook", tally.playbook(), "outcome", tally.outcome());
            } else {
                hosts.add(tally.runs(), "playbook", tally.playbook(), "host", tally.host(), "outcome", tally.outcome());
            }
        }
    }

    private void greens(Families families) {
        Family hosts = families.gauge(
                "steward_last_success_timestamp_seconds",
                "When a playbook last went well on a host; checks do not count.");
        Family whole = families.gauge(
                "steward_last_green_run_timestamp_seconds",
                "When a playbook last went well on all its hosts, without limit or tags.");
        for (Green green : store.greens().all()) {
            if (green.whole()) {
                whole.add(green.at(), "playbook", green.playbook());
            } else {
                hosts.add(green.at(), "playbook", green.playbook(), "host", green.host());
            }
        }
    }

    private void last(Families families) {
        Family ended = families.gauge(
                "steward_last_run_end_timestamp_seconds", "When the last run of a playbook ended, however.");
        Family took = families.gauge(
                "steward_last_run_duration_seconds", "How long the last run of a playbook took from its first step.");
        Family ok = families.gauge(
                "steward_last_run_ok", "1 where the last run of a playbook went well, 0 where it did not.");
        for (Figures.Last last : store.figures().last()) {
            ended.add(last.ended(), "playbook", last.playbook());
            last.took().ifPresent(time -> took.add(time.toMillis() / 1000.0, "playbook", last.playbook()));
            ok.add(last.outcome().equals("ok"), "playbook", last.playbook());
        }
    }
}

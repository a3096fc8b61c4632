package dev.steward.runner.app.evidence;

/** What one look shows, by its themes. */
record Proofs(MonitoringProofs monitoring, MetricsProofs metrics, PowerProofs power, PatchingProofs patching) {

    static Proofs of(Scene scene) {
        return new Proofs(
                new MonitoringProofs(scene),
                new MetricsProofs(scene),
                new PowerProofs(scene),
                new PatchingProofs(scene));
    }
}

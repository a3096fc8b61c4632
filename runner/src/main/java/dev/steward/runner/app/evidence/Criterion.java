package dev.steward.runner.app.evidence;

/**
 * One success criterion with its proof.
 *
 * @param group of criteria
 * @param text what shall be true
 * @param proof how far it is
 */
public record Criterion(Group group, String text, Proof proof) {

    /** The four parts of what the house is for; each can be left out without the others. */
    public enum Group {
        MONITORING("Monitoring"),
        METRICS("Prometheus and Grafana"),
        POWER("Power management"),
        PATCHING("Automated patching");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        /** For people. */
        public String title() {
            return title;
        }
    }
}

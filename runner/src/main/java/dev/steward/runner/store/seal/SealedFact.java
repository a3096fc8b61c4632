package dev.steward.runner.store.seal;

import dev.steward.runner.seal.Place;

/** The facts among the settings that are sealed. */
public enum SealedFact {
    /** What signs links that wake guests. */
    WAKE_KEY("wake.key"),
    /** The token that the collector's push was given last to renew its login with. */
    PUSH_REFRESH("collector.push.refresh");

    private final String fact;

    SealedFact(String fact) {
        this.fact = fact;
    }

    /** Its name among the settings. */
    public String fact() {
        return fact;
    }

    /** Where it belongs. */
    public Place place() {
        return new Place("setting", "content", fact);
    }
}

package dev.steward.runner.lab.pve.call;

/** What one method of the API does. */
@FunctionalInterface
public interface Handler {

    /**
     * Does it, with the cluster's monitor held.
     *
     * @return null, text, number, list or map; {@link Total} where the envelope tells the total
     */
    Object answer(Call call);
}

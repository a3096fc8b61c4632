package dev.steward.runner.store;

import dev.steward.runner.event.Recap;
import java.util.List;

/**
 * What explains a run.
 *
 * @param run its facts
 * @param recap per host; empty until it ends
 * @param sources the texts it was made from, the playbook first
 * @param inventorySha the SHA-256 of its inventory snapshot, for {@link RunQueries#text}
 */
public record RunDetail(Run run, Recap recap, List<SourceText> sources, String inventorySha) {

    public RunDetail {
        sources = List.copyOf(sources);
    }

    /**
     * A text a run was made from.
     *
     * @param file its name
     * @param sha256 of the text, in hex, for {@link RunQueries#text}
     */
    public record SourceText(String file, String sha256) {}
}

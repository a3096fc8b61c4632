package dev.steward.runner.resume;

import dev.steward.dsl.word.Suggestion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a person decided of steps that were under way and might do harm if done twice.
 *
 * @param others on each host that is not named
 * @param hosts on those that are, by name
 */
public record Decided(Unfinished others, Map<String, Unfinished> hosts) {

    /** The host of a word that holds for all others. */
    public static final String OTHERS = "";

    public Decided {
        hosts = Map.copyOf(hosts);
    }

    /** The same for all hosts. */
    public Decided(Unfinished all) {
        this(all, Map.of());
    }

    /**
     * As words; a host without one, and every other where no word holds for them, goes no further.
     *
     * @param words by host, that of all others by {@link #OTHERS}
     * @throws IllegalArgumentException for any other word, which its message says
     */
    public static Decided of(Map<String, String> words) {
        Map<String, Unfinished> hosts = new LinkedHashMap<>();
        words.forEach((host, word) -> hosts.put(host, unfinished(host, word)));
        Unfinished others = hosts.remove(OTHERS);
        return new Decided(others == null ? Unfinished.STOP : others, hosts);
    }

    private static Unfinished unfinished(String host, String word) {
        String where = host.equals(OTHERS) ? "'unfinished'" : "'unfinished' of " + host;
        String wrong = word.isBlank()
                ? where + " is empty: leave it out, or say 'stop', 'again' or 'skip'."
                : where + " is 'stop', 'again' or 'skip', not '" + word + "'.";
        return Unfinished.of(word).orElseThrow(() -> new IllegalArgumentException(wrong));
    }

    /** What holds for a host. */
    public Unfinished on(String host) {
        return hosts.getOrDefault(host, others);
    }

    /**
     * Why it cannot hold for a run: it names a host that the run does not have.
     *
     * @param run its number
     * @param known the hosts of the run
     * @return one sentence with the next step; empty: it can
     */
    public Optional<String> unknown(long run, Collection<String> known) {
        return new TreeSet<>(hosts.keySet())
                .stream()
                        .filter(host -> !known.contains(host))
                        .findFirst()
                        .map(host -> "Run " + run + " has no host '" + host + "'"
                                + Suggestion.question(host, known)
                                        .map(question -> "; " + question)
                                        .orElse(". steward runs show " + run + " lists its hosts."));
    }
}

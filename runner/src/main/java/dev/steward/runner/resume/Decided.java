package dev.steward.runner.resume;

import dev.steward.dsl.word.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * @throws IllegalArgumentException for any other words, all of which its message says
     */
    public static Decided of(Map<String, String> words) {
        Map<String, Unfinished> hosts = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        words.forEach((host, word) -> Unfinished.of(word)
                .ifPresentOrElse(known -> hosts.put(host, known), () -> wrong.add(wrong(host, word))));
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", wrong));
        }
        Unfinished others = hosts.remove(OTHERS);
        return new Decided(others == null ? Unfinished.STOP : others, hosts);
    }

    private static String wrong(String host, String word) {
        String where = host.equals(OTHERS) ? "'unfinished'" : "'unfinished' of " + host;
        return word.isBlank()
                ? where + " is empty: leave it out, or say 'stop', 'again' or 'skip'."
                : where + " is 'stop', 'again' or 'skip', not '" + word + "'.";
    }

    /** What holds for a host. */
    public Unfinished on(String host) {
        return hosts.getOrDefault(host, others);
    }

    /**
     * Why it cannot hold for a run: it names hosts that the run does not have.
     *
     * @param run its number
     * @param known the hosts of the run
     * @return one sentence with the next step for each; none: it can
     */
    public List<String> unknown(long run, Collection<String> known) {
        return new TreeSet<>(hosts.keySet())
                .stream()
                        .filter(host -> !known.contains(host))
                        .map(host -> "Run " + run + " has no host '" + host + "'"
                                + Suggestion.question(host, known)
                                        .map(question -> "; " + question)
                                        .orElse(". steward runs show " + run + " lists its hosts."))
                        .toList();
    }
}

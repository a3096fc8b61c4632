package dev.steward.web.page;

import dev.steward.runner.store.Run;
import dev.steward.web.format.When;
import java.util.List;
import java.util.Optional;

/**
 * A line of the history.
 *
 * @param id its number
 * @param playbook its name
 * @param status the word
 * @param cause as "schedule weekly-updates"; a person by name alone
 * @param limit a host pattern; empty: none
 * @param check whether nothing was changed
 * @param hosts how many ended how
 * @param times started, took
 * @param note its message, or where it is now
 * @param eta as "about 2 min 10 s left"; empty: unknown or ended
 * @param stalled tasks that are silent for long, in words
 */
public record RunRow(
        long id,
        String playbook,
        String status,
        String cause,
        String limit,
        boolean check,
        Bar hosts,
        Span times,
        String note,
        String eta,
        List<String> stalled) {

    /** Of the stalls the first in words, and how many more there are: a stuck host rarely comes alone. */
    public List<String> silent() {
        int more = stalled.size() - 1;
        return more < 1
                ? stalled
                : List.of(
                        stalled.get(0), "and " + more + (more == 1 ? " more task is" : " more tasks are") + " silent");
    }

    /**
     * When.
     *
     * @param begun or asked for
     * @param took so far or in all; empty: it never began
     * @param tint "slow" or "fast" against the usual, else empty
     * @param usual as "usually 4 min 12 s"; empty: unknown
     * @param percent of its work that is done; empty: unknown or ended
     */
    public record Span(When begun, String took, String tint, String usual, Optional<Integer> percent) {}

    /**
     * Hosts by how they ended.
     *
     * @param parts those above 0
     * @param words for who cannot see it
     */
    public record Bar(List<Part> parts, String words) {

        /** A part: its class, how many, where it begins and how wide it is in thousandths. */
        public record Part(String kind, int count, int from, int width) {

            /** The count with its word. */
            public String words() {
                return count + " " + kind.replace("notreached", "not reached");
            }
        }

        /** The bar of counts. */
        public static Bar of(Run.Hosts hosts) {
            List<Part> counts = List.of(
                    new Part("failed", hosts.failed(), 0, 0),
                    new Part("unreachable", hosts.unreachable(), 0, 0),
                    new Part("aborted", hosts.aborted(), 0, 0),
                    new Part("changed", hosts.changed(), 0, 0),
                    new Part("ok", hosts.ok(), 0, 0),
                    new Part("notreached", hosts.notReached(), 0, 0));
            int total = Math.max(1, hosts.total());
            List<Part> parts = new java.util.ArrayList<>();
            int from = 0;
            for (Part part : counts) {
                if (part.count() > 0) {
                    int to = from + part.count() * 1000 / total;
                    parts.add(new Part(part.kind(), part.count(), from, Math.max(12, to - from)));
                    from = to;
                }
            }
            String words = parts.stream()
                    .map(Part::words)
                    .reduce((a, b) -> a + ", " + b)
                    .orElse("no hosts");
            return new Bar(List.copyOf(parts), words);
        }
    }
}

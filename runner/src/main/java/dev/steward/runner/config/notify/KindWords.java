package dev.steward.runner.config.notify;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.notice.Notice.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kinds that a channel names: their words, with hyphens or underscores, or {@code *} for all. */
final class KindWords {

    private static final String ALL = "*";
    private static final List<String> KNOWN = Arrays.stream(Kind.values())
            .filter(kind -> kind != Kind.TEST)
            .map(Kind::toString)
            .toList();

    private KindWords() {}

    /**
     * What they mean.
     *
     * @return empty: the channel says nothing of its own
     * @throws IllegalArgumentException for a word that is no kind; begins with {@code on[N]}
     */
    static Optional<Set<Kind>> of(List<String> words) {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).replace('_', '-');
            if (word.equals(ALL)) {
                return Optional.of(EnumSet.allOf(Kind.class));
            }
            if (!KNOWN.contains(word)) {
                throw new IllegalArgumentException("on[" + i + "] is '" + words.get(i) + "'; expected * or one of "
                        + String.join(", ", KNOWN)
                        + Suggestion.question(word, KNOWN)
                                .map(near -> "; " + near)
                                .orElse(""));
            }
            kinds.add(Kind.of(word));
        }
        return Optional.of(kinds);
    }
}

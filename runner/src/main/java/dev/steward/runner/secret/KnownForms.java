package dev.steward.runner.secret;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The forms of all known secrets, found by their first four letters: a place where none begins is passed after one look at a
 * bit, however many are known. Immutable.
 */
final class KnownForms {

    /** In letters: a shorter piece of a secret that was cut is the end of an ordinary word. */
    static final int SHORTEST_PIECE = 4;

    static final KnownForms NONE = new KnownForms(Map.of(), Set.of(), Set.of(), Marks.NONE, FormEnds.NONE, 0);

    /** By their first four letters, longest first. */
    private final Map<Long, List<String>> byBeginning;
    /** Forms that have no four letters. */
    private final Set<String> shorts;
    /** The first one, two and three letters of longer forms. */
    private final Set<Long> beginnings;

    private final Marks first;
    private final FormEnds ends;

    private final int longest;

    private KnownForms(
            Map<Long, List<String>> byBeginning,
            Set<String> shorts,
            Set<Long> beginnings,
            Marks first,
            FormEnds ends,
            int longest) {
        this.byBeginning = byBeginning;
        this.shorts = shorts;
        this.beginnings = beginnings;
        this.first = first;
        this.ends = ends;
        this.longest = longest;
    }

    /** Of the longest form, in letters; 0: none is known. */
    int longest() {
        return longest;
    }

    boolean containsAll(Set<String> forms) {
        return forms.stream().allMatch(this::contains);
    }

    private boolean contains(String form) {
        return form.length() < SHORTEST_PIECE
                ? shorts.contains(form)
                : byBeginning
                        .getOrDefault(letters(form, 0, SHORTEST_PIECE), List.of())
                        .contains(form);
    }

    /** These too. */
    KnownForms with(Set<String> forms) {
        List<String> news = forms.stream().filter(form -> !contains(form)).toList();
        Map<Long, List<String>> all = new HashMap<>(byBeginning);
        Set<String> few = new HashSet<>(shorts);
        Set<Long> begins = new HashSet<>(beginnings);
        int max = longest;
        for (String form : news) {
            max = Math.max(max, form.length());
            for (int length = 1; length < Math.min(SHORTEST_PIECE, form.length()); length++) {
                begins.add(letters(form, 0, length));
            }
            if (form.length() < SHORTEST_PIECE) {
                few.add(form);
            }
        }
        Map<Long, List<String>> grouped = news.stream()
                .filter(form -> form.length() >= SHORTEST_PIECE)
                .collect(Collectors.groupingBy(form -> letters(form, 0, SHORTEST_PIECE)));
        grouped.forEach((key, some) -> all.merge(key, sorted(some, List.of()), KnownForms::sorted));
        Marks firsts = first.with(numbers(grouped.keySet()), () -> numbers(all.keySet()));
        return new KnownForms(all, few, begins, firsts, ends.with(news), max);
    }

    private static long[] numbers(Set<Long> keys) {
        return keys.stream().mapToLong(Long::longValue).toArray();
    }

    private static List<String> sorted(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        all.sort(Comparator.comparingInt(String::length).reversed());
        return List.copyOf(all);
    }

    /** How long the longest form is that stands there; 0: none does. */
    int longestAt(String text, int at) {
        if (at + SHORTEST_PIECE <= text.length()) {
            long key = letters(text, at, SHORTEST_PIECE);
            if (first.has(key)) {
                for (String form : byBeginning.getOrDefault(key, List.of())) {
                    if (text.startsWith(form, at)) {
                        return form.length();
                    }
                }
            }
        }
        return shorts.isEmpty() ? 0 : shortAt(text, at);
    }

    private int shortAt(String text, int at) {
        int most = 0;
        for (String form : shorts) {
            most = form.length() > most && text.startsWith(form, at) ? form.length() : most;
        }
        return most;
    }

    /** How long the longest end of a form is that stands there without its beginning; 0: too short a one, or none. */
    int longestEndAt(String text, int at) {
        return ends.longestAt(text, at, Math.min(text.length(), at + longest - 1));
    }

    /** Whether what stands there, up to an end, is how a longer form begins. */
    boolean mayBegin(String text, int at, int end) {
        int rest = end - at;
        if (rest < SHORTEST_PIECE) {
            return beginnings.contains(letters(text, at, rest));
        }
        long key = letters(text, at, SHORTEST_PIECE);
        if (first.has(key)) {
            for (String form : byBeginning.getOrDefault(key, List.of())) {
                if (form.length() > rest && form.regionMatches(0, text, at, rest)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Up to four letters as one number; of fewer it also says how many. */
    static long letters(String text, int at, int count) {
        long letters = 1;
        for (int i = at; i < at + count; i++) {
            letters = letters << 16 | text.charAt(i);
        }
        return letters;
    }
}

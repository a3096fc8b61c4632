package dev.steward.web.reference;

import dev.steward.web.guide.GuideText;
import dev.steward.web.reference.Reference.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds words of the reference: headings, and what tables below them explain. */
public final class Search {

    private static final int MOST = 60;
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|.*\\| ([^|\n]*) \\|$");

    private Search() {}

    /**
     * A place that was found.
     *
     * @param word what it explains, as {@code updateCache}
     * @param in the heading it stands below; empty: it is one
     * @param sentence what it says
     * @param path where it is read
     * @param rank 0 is the word itself, 1 begins so, 2 holds it, 3 says it in its sentence, 4 in its text
     */
    public record Hit(String word, String in, String sentence, String path, int rank) {}

    /** What holds every word that was asked for, the nearest first; nothing where nothing was asked. */
    public static List<Hit> find(String asked) {
        List<String> words = List.of(asked.toLowerCase(Locale.ROOT).strip().split("\\s+"));
        List<Hit> hits = new ArrayList<>();
        if (!asked.isBlank()) {
            Reference.all().stream()
                    .flatMap(part -> part.entries().stream())
                    .forEach(entry -> look(entry, words, hits));
        }
        return hits.stream()
                .sorted(Comparator.comparingInt(Hit::rank))
                .limit(MOST)
                .toList();
    }

    private static void look(Entry entry, List<String> words, List<Hit> hits) {
        int rank = rank(entry.word(), entry.sentence(), words);
        int before = hits.size();
        Matcher rows = ROW.matcher(entry.text());
        while (rows.find()) {
            String word = rows.group(1);
            int row = rank(word, "", words);
            if (row <= 2) {
                String anchor = entry.anchor() + "-" + GuideText.anchor(word);
                hits.add(new Hit(word, entry.word(), Reference.plain(rows.group(2)), entry.path() + "#" + anchor, row));
            }
        }
        if (rank <= 3) {
            hits.add(before, new Hit(entry.word(), "", entry.plain(), entry.path(), rank));
        } else if (hits.size() == before && words.stream().allMatch(entry.text().toLowerCase(Locale.ROOT)::contains)) {
            hits.add(new Hit(entry.word(), "", entry.plain(), entry.path(), 4));
        }
    }

    private static int rank(String word, String sentence, List<String> words) {
        String name = word.toLowerCase(Locale.ROOT);
        String asked = String.join(" ", words);
        if (name.equals(asked)) {
            return 0;
        }
        if (name.startsWith(asked)) {
            return 1;
        }
        if (words.stream().allMatch(name::contains)) {
            return 2;
        }
        String whole = name + " " + sentence.toLowerCase(Locale.ROOT);
        return words.stream().allMatch(whole::contains) ? 3 : 5;
    }
}

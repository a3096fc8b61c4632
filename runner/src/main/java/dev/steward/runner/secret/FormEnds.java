package dev.steward.runner.secret;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The ends of forms whose beginning was cut off. The letters of an end stand within a form, four by four: it is sought no
 * further than they do, and there by its last four letters. Immutable.
 */
final class FormEnds {

    private static final int FEW = KnownForms.SHORTEST_PIECE;

    static final FormEnds NONE = new FormEnds(new long[0], new String[0], Marks.NONE);

    /** The last four letters of each form, in their order. */
    private final long[] keys;

    private final String[] forms;
    /** What stands in any form behind its beginning. */
    private final Marks within;

    private FormEnds(long[] keys, String[] forms, Marks within) {
        this.keys = keys;
        this.forms = forms;
        this.within = within;
    }

    /** These too, which are not known yet. */
    FormEnds with(List<String> more) {
        String[] news = more.stream()
                .filter(form -> form.length() > FEW)
                .sorted(Comparator.comparingLong(FormEnds::key))
                .toArray(String[]::new);
        long[] allKeys = new long[keys.length + news.length];
        String[] all = new String[allKeys.length];
        int old = 0;
        for (int i = 0; i <= news.length; i++) {
            int to = i < news.length ? lowest(key(news[i])) : keys.length;
            System.arraycopy(keys, old, allKeys, old + i, to - old);
            System.arraycopy(forms, old, all, old + i, to - old);
            old = to;
            if (i < news.length) {
                allKeys[old + i] = key(news[i]);
                all[old + i] = news[i];
            }
        }
        return new FormEnds(allKeys, all, within.with(pieces(news), () -> pieces(all)));
    }

    private static long key(String form) {
        return KnownForms.letters(form, form.length() - FEW, FEW);
    }

    private static long[] pieces(String[] forms) {
        long[] pieces = new long[Arrays.stream(forms).mapToInt(String::length).sum()];
        int count = 0;
        for (String form : forms) {
            for (int at = 1; at + FEW <= form.length(); at++) {
                pieces[count++] = KnownForms.letters(form, at, FEW);
            }
        }
        return Arrays.copyOf(pieces, count);
    }

    /**
     * How long the longest end is that stands there; 0: too short a one, or none.
     *
     * @param furthest up to where the longest may stand, at most the text's end
     */
    int longestAt(String text, int at, int furthest) {
        int end = at + FEW;
        while (end <= furthest && within.has(KnownForms.letters(text, end - FEW, FEW))) {
            end++;
        }
        for (end--; end >= at + FEW; end--) {
            if (has(text, at, end)) {
                return end - at;
            }
        }
        return 0;
    }

    private boolean has(String text, int from, int to) {
        long key = KnownForms.letters(text, to - FEW, FEW);
        int length = to - from;
        for (int i = lowest(key); i < keys.length && keys[i] == key; i++) {
            int cut = forms[i].length() - length;
            if (cut > 0 && forms[i].regionMatches(cut, text, from, length)) {
                return true;
            }
        }
        return false;
    }

    /** Where a number stands first, or would. */
    private int lowest(long key) {
        int low = 0;
        int high = keys.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (keys[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

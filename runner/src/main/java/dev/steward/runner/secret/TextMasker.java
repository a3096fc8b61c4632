package dev.steward.runner.secret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks secrets and what is usually made of them ({@link SecretForms}). All occurrences are found first, overlapping ones
 * included, and each covered stretch becomes {@code ***}: a secret that is part of another, or begins inside it, leaves
 * no remainder. Colours inside a whole text do not hide a secret, as {@code grep --color} sets them; nor does a
 * {@link HexDump}, nor an ellipsis that somebody who knew of no secret put where he cut a text.
 */
public final class TextMasker implements Masker {

    private static final String MASK = "***";
    private static final char ESC = '\u001b';
    private static final char CUT = '…';

    /** One that was cut itself ends where the text was cut. */
    private static final Pattern COLOUR = Pattern.compile("\u001b(?:\\[[0-9;:]*[mK]|(?:\\[[0-9;:]*)?(?=" + CUT + "))");

    private volatile KnownForms forms = KnownForms.NONE;
    /** What hex dumps show of them. */
    private volatile KnownForms inHex = KnownForms.NONE;

    /** One that knows these: for what somebody answers who was sent them, and may repeat them in any form. */
    public static TextMasker of(Collection<Secret> secrets) {
        TextMasker masker = new TextMasker();
        secrets.forEach(masker::learn);
        return masker;
    }

    @Override
    public synchronized void learn(Secret secret) {
        Set<String> news = SecretForms.of(secret.reveal());
        if (!forms.containsAll(news)) {
            inHex = inHex.with(SecretForms.inHex(secret.reveal()));
            forms = forms.with(news);
        }
    }

    @Override
    public String mask(String text) {
        if (forms.longest() == 0 || text == null || text.isEmpty()) {
            return text;
        }
        return render(text, whole(forms, text), 0, text.length());
    }

    @Override
    public List<String> mask(List<String> lines) {
        KnownForms known = forms;
        if (known.longest() == 0 || lines.isEmpty()) {
            return lines;
        }
        String text = String.join("\n", lines);
        boolean[] covered = whole(known, text);
        List<String> shown = new ArrayList<>(lines.size());
        int from = 0;
        for (String line : lines) {
            shown.add(render(text, covered, from, from + line.length()));
            from += line.length() + 1;
        }
        return shown;
    }

    /** What is covered of a text that nothing follows. */
    private boolean[] whole(KnownForms known, String text) {
        boolean[] covered = text.indexOf(ESC) < 0 ? covered(known, text) : beneath(known, text);
        cut(known, text, covered);
        HexDump.cover(inHex, text, covered);
        return covered;
    }

    /** Covers what may be the beginning of a secret before each ellipsis, and what may be the end of one behind it. */
    private static void cut(KnownForms known, String text, boolean[] covered) {
        int from = 0;
        for (int at = text.indexOf(CUT); at >= 0; at = text.indexOf(CUT, from)) {
            int end = at - KnownForms.SHORTEST_PIECE;
            for (int i = Math.max(from, at - known.longest() + 1); i <= end; i++) {
                if (known.mayBegin(text, i, at)) {
                    Arrays.fill(covered, i, at, true);
                    end = i;
                }
            }
            from = at + 1;
            Arrays.fill(covered, from, from + known.longestEndAt(text, from), true);
        }
    }

    /** What is covered once the colours are taken out, and the colours within it. */
    private static boolean[] beneath(KnownForms known, String text) {
        boolean[] covered = covered(known, text);
        int[] at = new int[text.length()];
        StringBuilder bare = new StringBuilder();
        Matcher colour = COLOUR.matcher(text);
        int from = 0;
        while (from < text.length()) {
            int to = colour.find(from) ? colour.start() : text.length();
            for (int i = from; i < to; i++) {
                at[bare.length()] = i;
                bare.append(text.charAt(i));
            }
            from = to < text.length() ? colour.end() : to;
        }
        boolean[] inner = covered(known, bare.toString());
        cut(known, bare.toString(), inner);
        for (int i = 0; i < inner.length; i++) {
            int before = i > 0 && inner[i - 1] && inner[i] ? at[i - 1] + 1 : at[i];
            for (int j = before; j <= at[i]; j++) {
                covered[j] |= inner[i];
            }
        }
        return covered;
    }

    /** A masker for a text that arrives in pieces: a secret that is cut by their edges is masked too. Not thread-safe. */
    public Stream stream() {
        return new Stream();
    }

    /** Masks a text that arrives in pieces. */
    public final class Stream {

        private final StringBuilder held = new StringBuilder();
        /** Of what is held, from its beginning: what a secret covers that began before. */
        private int covering;
        /** Whether what was shown last is a mask, which goes on over what is covered from the beginning on. */
        private boolean open;

        private Stream() {}

        /** Takes the next piece and returns what may be shown: all of it, unless its end may be the beginning of a secret. */
        public String push(String piece) {
            KnownForms known = forms;
            held.append(piece);
            if (known.longest() == 0) {
                return end();
            }
            String text = held.toString();
            boolean[] covered = covered(known, text);
            int safe = safe(known, text);
            String shown = shown(text, covered, safe);
            held.delete(0, safe);
            return shown;
        }

        /** Shows what is held up to a place; what is known to be covered behind it stays so. */
        private String shown(String text, boolean[] covered, int to) {
            Arrays.fill(covered, 0, covering, true);
            String shown = render(text, covered, 0, to);
            if (to > 0) {
                shown = open && covered[0] ? shown.substring(MASK.length()) : shown;
                open = covered[to - 1];
            }
            int end = to;
            while (open && end < text.length() && covered[end]) {
                end++;
            }
            covering = end - to;
            return shown;
        }

        /** A whole line of what was shown, before it is cleaned: a secret that colours hide between them is masked too. */
        public String line(String line) {
            return line.indexOf(ESC) < 0 ? line : mask(line);
        }

        /** The same of a line whose end was cut off: what is left of a secret there is masked too. */
        public String cutLine(String line) {
            String shown = line(line + CUT);
            return shown.endsWith(String.valueOf(CUT)) ? shown.substring(0, shown.length() - 1) : shown;
        }

        /** What was held back; the text is over. */
        public String end() {
            String text = held.toString();
            String rest = shown(text, whole(forms, text), text.length());
            held.setLength(0);
            open = false;
            return rest;
        }
    }

    /** Up to where nothing that may still come can make a secret of what is there. */
    private static int safe(KnownForms known, String text) {
        for (int i = Math.max(0, text.length() - known.longest() + 1); i < text.length(); i++) {
            if (known.mayBegin(text, i, text.length())) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean[] covered(KnownForms known, String text) {
        boolean[] covered = new boolean[text.length()];
        for (int i = 0; i < text.length(); i++) {
            Arrays.fill(covered, i, i + known.longestAt(text, i), true);
        }
        return covered;
    }

    private static String render(String text, boolean[] covered, int from, int to) {
        int first = from;
        while (first < to && !covered[first]) {
            first++;
        }
        if (first == to) {
            return text.substring(from, to);
        }
        StringBuilder out = new StringBuilder(to - from).append(text, from, first);
        for (int i = first; i < to; i++) {
            if (!covered[i]) {
                out.append(text.charAt(i));
            } else if (i == from || !covered[i - 1]) {
                out.append(MASK);
            }
        }
        return out.toString();
    }
}

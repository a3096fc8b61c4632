package dev.steward.runner.secret;

import java.util.Arrays;

/**
 * A stretch of a text in which bytes stand in hex, as {@code od -tx1}, {@code xxd} and OpenSSL write them: two digits each, with
 * blanks, colons, hyphens or lines' ends between them.
 *
 * @param digits alone, in small letters
 * @param at where each of them stands in the text
 */
record HexDump(String digits, int[] at) {

    /** In digits; shorter ones show no piece of a secret ({@link SecretForms#inHex}). */
    private static final int SHORTEST = 8;

    private static final byte[] SIGNS = new byte[128];
    private static final byte BETWEEN = 1;
    private static final byte DIGIT = 2;

    static {
        " \t\r\n:-".chars().forEach(sign -> SIGNS[sign] = BETWEEN);
        "0123456789abcdefABCDEF".chars().forEach(sign -> SIGNS[sign] = DIGIT);
    }

    /** Covers what is known in all of them; what stands between two digits that are covered, too. */
    static void cover(KnownForms known, String text, boolean[] covered) {
        int from = 0;
        // of a stretch of eight signs one stands at each eighth place: most words are passed after one look
        for (int i = SHORTEST - 1; i < text.length(); i += SHORTEST) {
            if (sign(text, i) > 0) {
                int begin = i;
                while (begin > from && sign(text, begin - 1) > 0) {
                    begin--;
                }
                int end = i + 1;
                while (end < text.length() && sign(text, end) > 0) {
                    end++;
                }
                if (end - begin >= SHORTEST) {
                    of(text, begin, end).cover(known, covered);
                }
                from = end;
                i = end;
            }
        }
    }

    private static byte sign(String text, int at) {
        char c = text.charAt(at);
        return c < SIGNS.length ? SIGNS[c] : 0;
    }

    private static HexDump of(String text, int begin, int end) {
        char[] digits = new char[end - begin];
        int[] at = new int[end - begin];
        int count = 0;
        for (int i = begin; i < end; i++) {
            if (sign(text, i) == DIGIT) {
                char c = text.charAt(i);
                digits[count] = c <= 'F' && c >= 'A' ? (char) (c + 'a' - 'A') : c;
                at[count++] = i;
            }
        }
        return new HexDump(new String(digits, 0, count), at);
    }

    private void cover(KnownForms known, boolean[] covered) {
        int upTo = 0;
        for (int i = 0; i + SHORTEST <= digits.length(); i++) {
            int length = known.longestAt(digits, i);
            if (length > 0) {
                int first = upTo > 0 && upTo >= i ? upTo - 1 : i;
                upTo = i + length;
                Arrays.fill(covered, at[first], at[upTo - 1] + 1, true);
            }
        }
    }
}

package dev.steward.web.security;

import dev.steward.runner.secret.TokenText;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * Opens the set-up of the first account to who reads this server's terminal or log, and to nobody else who reaches its page.
 * It lives as long as the process: another start has another one.
 */
public final class SetupCode {

    /** Without those that are taken for each other: 16 of these hold 80 bits. */
    private static final String SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int LENGTH = 16;
    private static final int GROUP = 4;

    private final String text;

    /** A new one. */
    public SetupCode() {
        SecureRandom random = new SecureRandom();
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            made.append(i > 0 && i % GROUP == 0 ? "-" : "").append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        this.text = made.toString();
    }

    /** As it is printed, in groups of four. */
    public String text() {
        return text;
    }

    /** Whether that is it, whatever its case and with or without hyphens. */
    public boolean fits(String said) {
        return TokenText.same(bare(said), bare(text));
    }

    private static String bare(String code) {
        return code.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }
}

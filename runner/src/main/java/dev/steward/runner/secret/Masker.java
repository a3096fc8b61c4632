package dev.steward.runner.secret;

import java.util.List;

/** Replaces every known secret in a text by {@code ***}. Thread-safe; knows the secrets handed to it since it was made. */
public interface Masker {

    /** Masks nothing; for texts that cannot hold a secret. */
    Masker NONE = new Masker() {
        @Override
        public void learn(Secret secret) {}

        @Override
        public String mask(String text) {
            return text;
        }

        @Override
        public List<String> mask(List<String> lines) {
            return lines;
        }
    };

    /** From now on this secret (and its usual derived forms) is masked. */
    void learn(Secret secret);

    /** The text without secrets. */
    String mask(String text);

    /** Lines that follow upon each other without the secrets in them, or across them; as many as before. */
    List<String> mask(List<String> lines);
}

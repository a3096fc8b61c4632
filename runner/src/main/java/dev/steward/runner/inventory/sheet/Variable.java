package dev.steward.runner.inventory.sheet;

import dev.steward.runner.inventory.origin.Place;
import dev.steward.runner.inventory.origin.Scope;
import java.util.List;
import java.util.Optional;

/**
 * A variable of a host with everything that was said of it.
 *
 * @param name as playbooks read it
 * @param said the word that counts first, then those it replaces, from near to far
 */
public record Variable(String name, List<Word> said) {

    public Variable {
        said = List.copyOf(said);
    }

    /** The word that counts. */
    public Word counts() {
        return said.get(0);
    }

    /** What it replaces. */
    public List<Word> replaced() {
        return said.subList(1, said.size());
    }

    /**
     * What somebody said.
     *
     * @param name under which name: an old one means the same variable
     * @param value plain data with every secret masked
     * @param hidden why it is masked; empty: nothing of it is
     * @param scope of whom
     * @param at where
     */
    public record Word(String name, Object value, Optional<String> hidden, Scope scope, Place at) {

        /** The value in one line. */
        public String text() {
            return ValueText.of(value);
        }
    }
}

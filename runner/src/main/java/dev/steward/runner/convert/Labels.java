package dev.steward.runner.convert;

import dev.steward.runner.convert.jinja.Groovy;
import java.util.Set;
import java.util.TreeSet;

/** Names of plays, or of the steps of one play: no two are the same. */
final class Labels {

    private final Set<String> used = new TreeSet<>();

    /** A name as a Groovy text; one that was there already gets a number. */
    String of(String name) {
        String one = name.strip().replaceAll("\\s+", " ");
        String free = one;
        for (int i = 2; !used.add(free); i++) {
            free = one + " (" + i + ")";
        }
        return Groovy.text(free);
    }
}

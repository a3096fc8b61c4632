package dev.steward.runner.convert.semaphore;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an export became.
 *
 * @param files texts by their path below the folder they belong in; none where there are problems
 * @param left what was not taken over, each with its path in the JSON and the reason
 * @param secrets names of what is to be filled in by hand, with what it is for
 * @param notes what means something else here
 * @param problems why it is no export; empty: it is one
 */
public record Imported(
        Map<String, String> files, List<String> left, List<String> secrets, List<String> notes, List<String> problems) {

    public Imported {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        left = List.copyOf(left);
        secrets = List.copyOf(secrets);
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }
}

package dev.steward.runner.convert.semaphore;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is said of an export beside the files that are made of it; each with its path in the JSON. No value is said. */
final class Findings {

    private static final int LONGEST = 80;

    private final List<String> problems = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    /** It is no export as Semaphore writes them: nothing is made of it. */
    void problem(String path, String message) {
        problems.add(path + ": " + line(message));
    }

    /** It is not taken over. */
    void left(String path, String reason) {
        left.add(path + ": " + reason);
    }

    /** A secret that the export does not hold, or that is not written in clear. */
    void secret(String name, String what) {
        secrets.add(name + "   " + what);
    }

    /** It means something else here. */
    void note(String text) {
        notes.add(text);
    }

    List<String> problems() {
        return problems;
    }

    List<String> left() {
        return left;
    }

    List<String> secrets() {
        return List.copyOf(secrets);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** A name of the export in one short line, whatever stands in it. */
    static String plain(String name) {
        return cut(name, LONGEST);
    }

    /** A sentence with something of the export in it, likewise. */
    static String line(Object said) {
        return cut(String.valueOf(said), 4 * LONGEST);
    }

    private static String cut(String text, int most) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.length() > most ? line.substring(0, most) + "…" : line;
    }
}

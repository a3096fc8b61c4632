package dev.steward.runner.convert.semaphore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Words of a command line of {@code ansible-playbook}, as its parser takes them apart: {@code --limit web},
 * {@code --limit=web}, {@code -l web}, {@code -lweb}, {@code -DCl web}.
 */
final class Arguments {

    private static final Map<Character, String> SHORT = Map.ofEntries(
            Map.entry('l', "--limit"),
            Map.entry('t', "--tags"),
            Map.entry('e', "--extra-vars"),
            Map.entry('C', "--check"),
            Map.entry('D', "--diff"),
            Map.entry('i', "--inventory"),
            Map.entry('f', "--forks"),
            Map.entry('T', "--timeout"),
            Map.entry('u', "--user"),
            Map.entry('c', "--connection"),
            Map.entry('M', "--module-path"),
            Map.entry('b', "--become"),
            Map.entry('K', "--ask-become-pass"),
            Map.entry('k', "--ask-pass"),
            Map.entry('J', "--ask-vault-pass"),
            Map.entry('v', "--verbose"));

    private static final Set<String> FLAGS = Set.of(
            "--check",
            "--diff",
            "--become",
            "--ask-become-pass",
            "--ask-pass",
            "--ask-vault-pass",
            "--verbose",
            "--flush-cache",
            "--force-handlers");

    /** What decides neither hosts nor tasks nor values. */
    private static final Set<String> ASIDE = Set.of(
            "--forks",
            "--timeout",
            "--user",
            "--connection",
            "--private-key",
            "--key-file",
            "--become-user",
            "--become-method",
            "--vault-id",
            "--vault-password-file",
            "--ssh-common-args",
            "--ssh-extra-args",
            "--scp-extra-args",
            "--sftp-extra-args");

    private Arguments() {}

    /**
     * One option.
     *
     * @param at which word
     * @param name the long one; a word that is none stands for itself
     * @param value empty for a flag, and where the list ends before it
     */
    record Argument(int at, String name, Optional<String> value) {

        /** Whether the same hosts, tasks and values are meant without it. */
        boolean isAside() {
            return ASIDE.contains(name) || FLAGS.contains(name);
        }
    }

    static List<Argument> of(List<String> words) {
        List<Argument> all = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean cluster = word.matches("-[A-Za-z].*");
            Argument last = cluster ? cluster(i, word, all) : whole(i, word);
            boolean wants = last.value().isEmpty() && last.name().startsWith("-") && !FLAGS.contains(last.name());
            if (wants
                    && i + 1 < words.size()
                    && (isKnown(last.name()) || !words.get(i + 1).startsWith("-"))) {
                i++;
                last = new Argument(last.at(), last.name(), Optional.of(words.get(i)));
            }
            all.add(last);
        }
        return all;
    }

    private static boolean isKnown(String name) {
        return SHORT.containsValue(name) || ASIDE.contains(name);
    }

    private static Argument whole(int at, String word) {
        int equals = word.indexOf('=');
        return word.startsWith("--") && equals > 0
                ? new Argument(at, word.substring(0, equals), Optional.of(word.substring(equals + 1)))
                : new Argument(at, word, Optional.empty());
    }

    /** The flags of one word go to the others; its last option, with what of its value stands there, is returned. */
    private static Argument cluster(int at, String word, List<Argument> all) {
        for (int i = 1; ; i++) {
            String name = SHORT.getOrDefault(word.charAt(i), word);
            String rest = word.substring(i + 1);
            if (!FLAGS.contains(name) || rest.isEmpty()) {
                String value = rest.startsWith("=") ? rest.substring(1) : rest;
                boolean inside = !rest.isEmpty() && !name.equals(word);
                return new Argument(at, name, inside ? Optional.of(value) : Optional.empty());
            }
            all.add(new Argument(at, name, Optional.empty()));
        }
    }
}

package dev.steward.runner.connection;

import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.VaultText;
import dev.steward.runner.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads connection variables of a host; of several names the first that is set counts. */
final class HostVars {

    private static final List<String> YES = List.of("true", "yes", "on", "1", "y", "t");
    private static final List<String> NO = List.of("false", "no", "off", "0", "n", "f");

    private final Host host;

    HostVars(Host host) {
        this.host = host;
    }

    Optional<String> text(String... names) throws ConnectionException {
        for (String name : names) {
            Object value = host.vars().get(name);
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                return Optional.of(plain(name, value.toString()));
            }
            if (value instanceof Secret secret) {
                return Optional.of(secret.reveal());
            }
            if (value instanceof VaultText closed) {
                throw problem(
                        name,
                        "is closed by a vault (" + closed.at()
                                + "); give --vault-password-file, or vault.passwordFile in steward.yml");
            }
            if (value != null) {
                throw problem(name, "is no text");
            }
        }
        return Optional.empty();
    }

    Optional<Secret> secret(String... names) throws ConnectionException {
        return text(names).map(Secret::new);
    }

    Optional<Boolean> truth(String... names) throws ConnectionException {
        Optional<String> value = text(names).map(v -> v.toLowerCase(Locale.ROOT));
        if (value.isEmpty() || YES.contains(value.get())) {
            return value.map(v -> true);
        }
        if (NO.contains(value.get())) {
            return Optional.of(false);
        }
        throw problem(names[0], "is '" + value.get() + "', expected true or false");
    }

    Optional<Integer> number(int from, int to, String... names) throws ConnectionException {
        Optional<String> value = text(names);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get().matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(value.get());
            if (number >= from && number <= to) {
                return Optional.of(number);
            }
        }
        throw problem(names[0], "is '" + value.get() + "', expected a number from " + from + " to " + to);
    }

    /** A list, or a text with commas or blanks between its words. */
    List<String> list(String name) throws ConnectionException {
        List<String> words = new ArrayList<>();
        List<?> said = host.vars().get(name) instanceof List<?> many
                ? many
                : List.of(text(name).orElse("").split("[,\\s]+"));
        for (Object one : said) {
            if (!(one instanceof String word)) {
                throw problem(name, "has '" + one + "', expected words");
            }
            if (!word.isBlank()) {
                words.add(plain(name, word.strip()));
            }
        }
        return words;
    }

    /** The words of all these variables, split as a shell does (quotes, no expansion). */
    List<String> words(String... names) throws ConnectionException {
        List<String> words = new ArrayList<>();
        for (String name : names) {
            Optional<List<String>> split = Words.split(text(name).orElse(""));
            words.addAll(split.orElseThrow(() -> problem(name, "has a quote that does not end")));
        }
        return words;
    }

    private String plain(String name, String value) throws ConnectionException {
        if (value.contains("{{")) {
            throw problem(name, "holds a template ('" + value + "'); write the value itself");
        }
        return value;
    }

    private ConnectionException problem(String name, String what) {
        return new ConnectionException(Kind.CONFIGURATION, host.name() + ": " + name + " " + what, null);
    }
}

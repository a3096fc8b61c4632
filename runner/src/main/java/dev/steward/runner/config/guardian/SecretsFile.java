package dev.steward.runner.config.guardian;

import dev.steward.runner.secret.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The secrets that a guardian.yaml held: they go into a file of mode 0600, and everything else names them. */
final class SecretsFile {

    private static final Pattern NAMED = Pattern.compile("(?i).*(pass|token|secret|key|credential).*");

    private final Map<String, Secret> all = new LinkedHashMap<>();

    /** Keeps one; the reference to it. */
    String keep(String path, Secret secret) {
        all.put(path, secret);
        return "secret('" + path + "')";
    }

    /** A variable of a command as a playbook writes it: a secret where its name says so. */
    String kept(String name, String value) {
        if (!NAMED.matcher(name).matches()) {
            return Groovy.text(value);
        }
        String path = "guardian/" + name;
        for (int i = 2; all.containsKey(path) && !all.get(path).reveal().equals(value); i++) {
            path = "guardian/" + name + "-" + i;
        }
        return keep(path, new Secret(value));
    }

    boolean empty() {
        return all.isEmpty();
    }

    /** As {@code secrets: {file: …}} of steward.yml reads it. */
    String yaml() {
        StringBuilder text = new StringBuilder("# Keep this file to its owner: chmod 0600\n");
        all.forEach((path, secret) -> text.append(Yaml.text(path))
                .append(": ")
                .append(Yaml.text(secret.reveal()))
                .append('\n'));
        return text.toString();
    }
}

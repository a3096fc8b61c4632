package dev.steward.runner.convert.semaphore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.convert.jinja.Unconvertible;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The variables that Semaphore gave to every run of a template, as the {@code vars} of its playbook. */
final class Environments {

    private static final String INVENTORY_VAR = "ansible_";

    private final Findings findings;
    private final Names names = new Names();
    private final Map<String, Map<String, String>> values = new LinkedHashMap<>();

    Environments(Findings findings) {
        this.findings = findings;
    }

    boolean knows(String name) {
        return values.containsKey(name);
    }

    /** Names with what is written for each in a playbook's {@code vars}. */
    Map<String, String> of(String name) {
        return values.getOrDefault(name, Map.of());
    }

    void read(Entry entry) {
        String name = entry.needed("name");
        String slug = names.of(name);
        Map<String, String> vars = new LinkedHashMap<>();
        object(entry, "json").ifPresent(json -> json.properties().forEach(var -> {
            String path = entry.path("json") + "." + Findings.plain(var.getKey());
            variable(slug, var.getKey(), var.getValue(), path, vars);
        }));
        object(entry, "env").ifPresent(env -> env.fieldNames()
                .forEachRemaining(var -> findings.left(
                        entry.path("env") + "." + Findings.plain(var),
                        "a variable of the ansible process; where a task needs it, write there: environment "
                                + Findings.plain(var) + ": '…'")));
        if (values.putIfAbsent(name, vars) != null) {
            findings.problem(
                    entry.path("name"), "'" + Findings.plain(name) + "' is the name of another environment too");
        }
        entry.rest(Map.of(
                "password", "a vault password; say vault: {passwordFile: …} in steward.yml",
                "secret_storage_key_prefix", "secrets come from steward.yml's secrets: {file: …}"));
    }

    private void variable(String slug, String name, JsonNode value, String path, Map<String, String> vars) {
        if (name.startsWith(INVENTORY_VAR)) {
            findings.left(path, "how a host is reached stands in the inventory: write it there below all: vars:");
        } else {
            String was = "was in the variable " + Findings.plain(name) + " of an environment";
            literal(name, value, path, vars, at -> secret(slug, at, was));
        }
    }

    /** What a playbook writes for a secret, which is to be filled in. */
    String secret(String slug, String name, String what) {
        String named = slug + "/" + name.replaceAll("[^A-Za-z0-9_-]", "_");
        findings.secret(named, what);
        return "secret('" + named + "')";
    }

    void literal(String name, JsonNode value, String path, Map<String, String> vars, Literal.Hidden hidden) {
        try {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,99}")) {
                throw new Unconvertible("this is no name of a variable");
            }
            vars.put(name, Literal.of(name, value, hidden));
        } catch (Unconvertible e) {
            findings.left(path, e.getMessage());
        }
    }

    /** A text that holds an object of JSON. */
    static Optional<JsonNode> object(Entry entry, String field) {
        return entry.text(field).flatMap(text -> {
            try {
                JsonNode read = Json.read(text);
                if (read.isObject()) {
                    return Optional.of(read);
                }
                entry.findings().problem(entry.path(field), "expected an object of JSON in this text");
            } catch (IllegalArgumentException e) {
                entry.findings().problem(entry.path(field), e.getMessage());
            }
            return Optional.empty();
        });
    }
}

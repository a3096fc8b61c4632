package dev.steward.runner.convert.semaphore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.inventory.sheet.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a template asks for, as the {@code ask} of a playbook's {@code vars}. */
final class Survey {

    private final Findings findings;
    private final Environments environments;

    Survey(Findings findings, Environments environments) {
        this.findings = findings;
        this.environments = environments;
    }

    /** Puts what is asked for beside the other vars; older exports hold it as a text of JSON. */
    void read(Entry template, String slug, Map<String, String> vars) {
        for (Entry asked : entries(template)) {
            String name = asked.needed("name");
            if (name.matches("[A-Za-z_][A-Za-z0-9_]{0,99}")) {
                one(asked, name, slug).ifPresent(said -> vars.put(name, said));
            } else if (!name.isEmpty()) {
                findings.left(asked.path("name"), "this is no name of a variable");
            }
            asked.rest(Map.of());
        }
    }

    private List<Entry> entries(Entry template) {
        JsonNode said = template.said("survey_vars");
        if (!said.isTextual()) {
            return template.list("survey_vars");
        }
        try {
            JsonNode read = Json.read("{\"survey_vars\":" + said.textValue() + "}");
            return new Entry(template.path(), read, findings).list("survey_vars");
        } catch (IllegalArgumentException e) {
            findings.problem(template.path("survey_vars"), e.getMessage());
            return List.of();
        }
    }

    private Optional<String> one(Entry asked, String name, String slug) {
        String label = Groovy.text(Findings.plain(asked.text("title").orElse(name)));
        String help = asked.text("description")
                .map(text -> ", help: " + Groovy.text(Findings.plain(text)))
                .orElse("");
        boolean required = asked.yes("required");
        Optional<String> standard = asked.text("default_value");
        String type = kind(asked, name, standard);
        List<String> choices = new ArrayList<>();
        for (Entry choice : asked.list("values")) {
            choice.text("name");
            choices.add(Groovy.text(choice.text("value").orElse("")));
        }
        return switch (type) {
            case "string" ->
                Optional.of("ask(" + Groovy.text(standard.orElse("")) + ", " + label + help
                        + (required ? ", required: true)" : ")"));
            case "int" -> number(asked, standard, label + help);
            case "enum" -> choice(asked, choices, standard, label + help);
            case "secret" -> {
                String secret = environments.secret(slug, name, "was asked for by a template; typed in, or kept there");
                yield Optional.of("ask(" + secret + ", " + label + help + ")");
            }
            default -> {
                findings.left(asked.path("type"), "a question of the type '" + Findings.plain(type) + "' is not known");
                yield Optional.empty();
            }
        };
    }

    /** A text that is a secret by its name, or whose default has a password in it, is asked for as one. */
    private static String kind(Entry asked, String name, Optional<String> standard) {
        String type = asked.text("type").orElse("string");
        boolean secret = SecretNames.is(name) || standard.filter(Literal::opens).isPresent();
        return type.equals("string") && secret ? "secret" : type;
    }

    private Optional<String> number(Entry asked, Optional<String> standard, String rest) {
        String said = standard.orElse("0").strip();
        if (!said.matches("-?\\d{1,15}")) {
            findings.left(asked.path("default_value"), "it is no whole number; 0 is asked with");
            said = "0";
        } else if (standard.isEmpty()) {
            findings.left(asked.path(), "it had no default; a number has one here, 0");
        }
        return Optional.of("ask(" + said + ", " + rest + ")");
    }

    private Optional<String> choice(Entry asked, List<String> choices, Optional<String> standard, String rest) {
        if (choices.isEmpty()) {
            findings.left(asked.path("values"), "there is nothing to choose from");
            return Optional.empty();
        }
        String first = standard.map(Groovy::text).filter(choices::contains).orElse(choices.get(0));
        return Optional.of("ask(" + first + ", " + rest + ", choices: [" + String.join(", ", choices) + "])");
    }
}

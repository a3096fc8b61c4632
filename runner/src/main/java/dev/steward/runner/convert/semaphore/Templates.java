package dev.steward.runner.convert.semaphore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.convert.Converted;
import dev.steward.runner.convert.PlaybookConversion;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.InventoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The templates of the export: each becomes a playbook of its own, since it has vars of its own. */
final class Templates {

    private static final Map<String, String> REASONS = Map.of(
            "view", "pages of Steward have no views; playbooks are found by name",
            "vaults", "a vault password: say vault: {passwordFile: …} in steward.yml",
            "vault_key", "a vault password: say vault: {passwordFile: …} in steward.yml",
            "autorun", "a new commit begins no run; 'hooks:' in steward.yml begin one from outside",
            "build_template", "builds and deploys with versions have no counterpart",
            "start_version", "builds and deploys with versions have no counterpart",
            "git_branch", "which branch was checked out is up to the folder that was given",
            "suppress_success_alerts", "who is told of what stands in steward.yml: notices:",
            "suppress_error_alerts", "who is told of what stands in steward.yml: notices:",
            "runner_tag", "each run is carried out by this Steward itself");

    private final Findings findings;
    private final Inventories inventories;
    private final Environments environments;
    private final Checkouts checkouts;
    private final PlaybookConversion conversion;
    private final Names names = new Names();
    private final Map<String, String> secretVars = new LinkedHashMap<>();
    private final Set<String> usedVars = new HashSet<>();
    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();

    Templates(
            Findings findings,
            Inventories inventories,
            Environments environments,
            Checkouts checkouts,
            PlaybookConversion conversion) {
        this.findings = findings;
        this.inventories = inventories;
        this.environments = environments;
        this.checkouts = checkouts;
        this.conversion = conversion;
    }

    /** A secret variable of some environment; the export does not say of which. */
    void secretVar(String name, String path) {
        secretVars.put(name, path);
    }

    /** Tells which secret variables no playbook names. */
    void end() {
        secretVars.forEach((name, path) -> {
            if (!usedVars.contains(name)) {
                findings.left(path, "no converted playbook names the secret variable '" + Findings.plain(name) + "'");
            }
        });
    }

    Map<String, String> files() {
        return files;
    }

    List<Template> all() {
        return List.copyOf(templates.values());
    }

    Optional<Template> named(String name) {
        return Optional.ofNullable(templates.get(name));
    }

    void read(Entry entry, Set<String> repositories) {
        String name = entry.needed("name");
        String repository = entry.text("repository").orElse("");
        if (!repository.isEmpty() && !repositories.contains(repository)) {
            unknown(entry, "repository", repository);
        }
        Optional<String> inventory = entry.text("inventory");
        inventory.filter(one -> !inventories.knows(one)).ifPresent(one -> unknown(entry, "inventory", one));
        String slug = names.of(name);
        Options options = new Options();
        options.params(entry.object("task_params"));
        options.arguments(entry);
        Map<String, String> vars = vars(entry, options, slug);
        Optional<Converted> converted = playbook(entry, name, repository, vars);
        converted.ifPresent(done -> keep(entry, slug, done));
        Template made = new Template(
                name,
                entry.path(),
                converted.map(any -> slug + ".groovy"),
                inventory.flatMap(inventories::source),
                options,
                entry.yes("allow_parallel_tasks"),
                converted.map(Converted::parameters).orElse(Set.of()),
                vars.entrySet().stream()
                        .filter(one -> one.getValue().startsWith("ask('',")
                                && one.getValue().endsWith("required: true)"))
                        .map(Map.Entry::getKey)
                        .toList());
        if (templates.putIfAbsent(name, made) != null) {
            findings.problem(entry.path("name"), "'" + Findings.plain(name) + "' is the name of another template too");
        }
        entry.said("cron");
        entry.said("allow_override_args_in_task");
        entry.said("allow_override_branch_in_task");
        entry.said("description");
        entry.rest(REASONS);
    }

    private void unknown(Entry entry, String field, String name) {
        findings.problem(entry.path(field), "there is no " + field + " '" + Findings.plain(name) + "' in the export");
    }

    /** Environments first, then what the template gives by -e, then what it asks for: the later one goes before. */
    private Map<String, String> vars(Entry entry, Options options, String slug) {
        Map<String, String> vars = new LinkedHashMap<>();
        List<String> named = new ArrayList<>(entry.texts("environments"));
        entry.text("environment").filter(one -> !named.contains(one)).ifPresent(named::add);
        for (String one : named) {
            if (!environments.knows(one)) {
                unknown(entry, "environment", one);
            }
            vars.putAll(environments.of(one));
        }
        for (Map.Entry<String, JsonNode> one : options.vars().entrySet()) {
            String path = entry.path("arguments") + ", " + Findings.plain(one.getKey());
            environments.literal(
                    one.getKey(),
                    one.getValue(),
                    path,
                    vars,
                    at -> environments.secret(slug, at, "was an extra variable of a template"));
        }
        new Survey(findings, environments).read(entry, slug, vars);
        return vars;
    }

    private Optional<Converted> playbook(Entry entry, String name, String repository, Map<String, String> vars) {
        String app = entry.text("app").orElse("ansible");
        entry.text("type")
                .ifPresent(type -> findings.left(
                        entry.path("type"),
                        "'" + Findings.plain(type)
                                + "' with its versions has no counterpart; it is a plain playbook here"));
        Optional<String> said = entry.text("playbook");
        try {
            if (!app.equals("ansible")) {
                throw new Unconvertible(
                        "it is " + Findings.plain(app) + ", and only playbooks of Ansible are converted");
            }
            if (said.isEmpty()) {
                throw new Unconvertible("it names no playbook");
            }
            Path file = checkouts.file(repository, said.get());
            secrets(file, vars);
            return Optional.of(conversion.of(file, Findings.plain(said.get()), vars));
        } catch (Unconvertible e) {
            findings.left(entry.path(), "'" + Findings.plain(name) + "': " + e.getMessage());
        } catch (InventoryException e) {
            findings.left(
                    entry.path("playbook"),
                    "it is no YAML: " + Findings.line(e.problems().get(0)));
        } catch (IOException e) {
            findings.left(entry.path("playbook"), "the file cannot be read as a text");
        }
        return Optional.empty();
    }

    private void secrets(Path playbook, Map<String, String> vars) throws IOException {
        String text = Files.readString(playbook);
        for (String name : secretVars.keySet()) {
            if (name.matches("[A-Za-z_][A-Za-z0-9_]{0,99}") && text.matches("(?s).*\\b" + name + "\\b.*")) {
                usedVars.add(name);
                vars.putIfAbsent(
                        name, environments.secret("semaphore", name, "was a secret variable of an environment"));
            }
        }
    }

    private void keep(Entry entry, String slug, Converted converted) {
        String file = "playbooks/" + slug + ".groovy";
        files.put(file, converted.text());
        converted
                .marks()
                .forEach(mark -> findings.left(entry.path("playbook"), "not converted, " + Findings.line(mark)));
        converted
                .problems()
                .forEach(one -> findings.left(
                        entry.path("playbook"), "to be done by hand in " + file + ": " + Findings.line(one)));
        converted.notes().forEach(note -> findings.note(file + ": " + note));
    }
}

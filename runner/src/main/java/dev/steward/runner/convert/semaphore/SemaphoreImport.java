package dev.steward.runner.convert.semaphore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.convert.PlaybookConversion;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The export of one project of Semaphore UI as files of Steward: playbooks, inventories and steward.yml. Nothing is written
 * here, and nothing is dropped unsaid: whatever has no counterpart is told with its path in the JSON.
 */
public final class SemaphoreImport {

    /** The report among the files. */
    public static final String REPORT = "IMPORTED.md";

    private static final String TOLD = "who is told of what stands in steward.yml: notices:";

    private final Findings findings = new Findings();
    private final Inventories inventories;
    private final Environments environments = new Environments(findings);
    private final Templates templates;
    private final Schedules schedules;
    private final ZoneId zone;

    private SemaphoreImport(Checkouts checkouts, PlaybookConversion conversion, ZoneId zone) {
        this.inventories = new Inventories(findings, checkouts);
        this.templates = new Templates(findings, inventories, environments, checkouts, conversion);
        this.schedules = new Schedules(findings, templates, zone);
        this.zone = zone;
    }

    /**
     * Reads an export.
     *
     * @param text of the JSON file
     * @param checkouts where its repositories lie on this machine
     * @param conversion makes playbooks of Ansible's
     * @param zone of the schedules: Semaphore's setting, which is UTC unless somebody changed it; no export holds it
     */
    public static Imported of(String text, Checkouts checkouts, PlaybookConversion conversion, ZoneId zone) {
        return new SemaphoreImport(checkouts, conversion, zone).imported(text);
    }

    private Imported imported(String text) {
        Map<String, String> files = new LinkedHashMap<>();
        try {
            JsonNode root = Json.read(text);
            Entry export = new Entry("", root, findings);
            if (root.isObject()
                    && root.path("meta").isObject()
                    && root.path("templates").isArray()) {
                read(export);
            } else {
                findings.problem(
                        "the file", "it is no export of a project: an object with 'meta' and 'templates' was expected");
            }
        } catch (IllegalArgumentException e) {
            findings.problem("the file", e.getMessage());
        }
        if (findings.problems().isEmpty()) {
            files.putAll(templates.files());
            files.putAll(inventories.files());
            files.put(
                    "steward.yml",
                    new StewardYml(zone).text(schedules.section(), inventories.all(), findings.secrets()));
            files.put(REPORT, Report.text(templates.all(), findings));
        }
        return new Imported(files, findings.left(), findings.secrets(), findings.notes(), findings.problems());
    }

    private void read(Entry export) {
        meta(export.object("meta"));
        Map<String, Entry> keys = new LinkedHashMap<>();
        export.list("keys").forEach(key -> key(key, keys));
        Set<String> repositories = repositories(export, keys);
        String only = repositories.size() == 1 ? repositories.iterator().next() : "";
        export.list("inventories").forEach(one -> inventories.read(one, keys, only));
        export.list("environments").forEach(environments::read);
        List<Entry> all = export.list("templates");
        all.forEach(one -> templates.read(one, repositories));
        templates.end();
        keys.forEach((name, key) -> {
            boolean needed = key.text("owner").isPresent()
                    || key.text("type").filter(type -> !type.equals("none")).isEmpty();
            if (!needed && !inventories.uses(name)) {
                findings.left(key.path(), "no inventory reaches its hosts by the key '" + Findings.plain(name) + "'");
            }
        });
        List<Entry> planned = export.list("schedules");
        planned.forEach(schedules::read);
        if (planned.isEmpty() && findings.problems().isEmpty()) {
            all.forEach(one -> schedules.read(one, one.text("name").orElse("")));
        }
        export.list("views")
                .forEach(view ->
                        findings.left(view.path(), "pages of Steward have no views; playbooks are found by name"));
        export.list("integrations")
                .forEach(one -> findings.left(
                        one.path(),
                        "'" + Findings.plain(one.text("name").orElse(""))
                                + "': write a door of your own, hooks: in steward.yml"));
        export.rest(Map.of(
                "integration_aliases", "doors have addresses of their own: hooks: in steward.yml",
                "roles", "who may do what stands in Steward's accounts: steward user",
                "runners", "runs are carried out by this Steward itself",
                "secret_storages", "secrets come from steward.yml's secrets: {file: …}",
                "workflows", "a playbook may run others in order: importPlaybook 'x.groovy'"));
    }

    private void meta(Entry meta) {
        meta.said("name");
        meta.rest(Map.of(
                "alert",
                TOLD,
                "alert_chat",
                TOLD,
                "max_parallel_tasks",
                "runs on different hosts go side by side; each playbook says how many hosts at once",
                "type",
                "there are no types of projects"));
    }

    private void key(Entry key, Map<String, Entry> keys) {
        String name = key.needed("name");
        String owner = key.text("owner").orElse("");
        if (keys.putIfAbsent(name, key) != null) {
            findings.problem(key.path("name"), "'" + Findings.plain(name) + "' is the name of another key too");
        }
        key.said("type");
        key.said("plain");
        if (owner.equals("variable")) {
            templates.secretVar(name, key.path());
        } else if (owner.equals("environment")) {
            findings.left(
                    key.path(),
                    "'" + Findings.plain(name)
                            + "', a secret of the ansible process; where a task needs it, write there:"
                            + " environment NAME: secret('…')");
        }
        key.rest(Map.of("storage", "secrets come from steward.yml's secrets: {file: …}"));
    }

    private Set<String> repositories(Entry export, Map<String, Entry> keys) {
        Set<String> names = new LinkedHashSet<>();
        for (Entry repository : export.list("repositories")) {
            String name = repository.needed("name");
            names.add(name);
            repository.said("git_url");
            repository.said("git_branch");
            repository
                    .text("ssh_key")
                    .filter(key -> !keys.containsKey(key))
                    .ifPresent(key -> findings.problem(
                            repository.path("ssh_key"), "there is no key '" + Findings.plain(key) + "' in the export"));
            findings.note("The playbooks of the repository '" + Findings.plain(name)
                    + "' were converted once; later commits of it are not seen. Keep the new ones in a repository of your"
                    + " own, and name that in steward.yml: git:");
            repository.rest(Map.of());
        }
        return names;
    }
}

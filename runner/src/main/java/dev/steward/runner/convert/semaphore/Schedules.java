package dev.steward.runner.convert.semaphore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.inventory.sheet.SecretNames;
import dev.steward.runner.schedule.Cron;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schedules of the export as the section {@code schedules} of steward.yml. */
final class Schedules {

    private static final Pattern ZONED = Pattern.compile("(?:CRON_)?TZ=(\\S+)\\s+(.*)");

    private final Findings findings;
    private final Templates templates;
    private final ZoneId usual;
    private final Names names = new Names();
    private final Map<String, Map<String, Object>> section = new LinkedHashMap<>();
    private final Map<Object, String> targets = new HashMap<>();

    Schedules(Findings findings, Templates templates, ZoneId usual) {
        this.findings = findings;
        this.templates = templates;
        this.usual = usual;
    }

    /** By name, each with its keys. */
    Map<String, Map<String, Object>> section() {
        return section;
    }

    void read(Entry entry) {
        String template = entry.needed("template");
        String name = entry.text("name").orElse(template);
        Optional<Template> runs = templates.named(template);
        if (!template.isEmpty() && runs.isEmpty()) {
            findings.problem(
                    entry.path("template"), "there is no template '" + Findings.plain(template) + "' in the export");
        }
        boolean active = entry.yes("active");
        if (entry.text("type").filter("run_at"::equals).isPresent()) {
            findings.left(entry.path(), "'" + Findings.plain(name) + "' runs once at a moment; schedules here repeat");
            entry.text("cron_format");
        } else {
            Options options = new Options();
            Entry params = entry.object("task_params");
            Map<String, Object> vars = params(params, options, runs);
            String cron = entry.needed("cron_format");
            if (!cron.isEmpty() && runs.isPresent()) {
                schedule(entry, name, cron, active, runs.get(), options, vars);
            }
        }
        entry.rest(Map.of(
                "run_at", "schedules here repeat",
                "delete_after_run", "schedules here repeat",
                "repository", "a new commit begins no run"));
    }

    /** A template's own line of cron, where the export has no schedules. */
    void read(Entry template, String name) {
        template.text("cron")
                .ifPresent(cron -> schedule(
                        template, name, cron, true, templates.named(name).orElseThrow(), new Options(), Map.of()));
    }

    private Map<String, Object> params(Entry params, Options options, Optional<Template> runs) {
        options.arguments(params);
        options.params(params.object("params"));
        Map<String, Object> vars = new LinkedHashMap<>();
        Environments.object(params, "environment")
                .ifPresent(given -> given.properties().forEach(one -> {
                    String at = params.path("environment") + "." + Findings.plain(one.getKey());
                    variable(one.getKey(), one.getValue(), at, options, runs, vars);
                }));
        options.vars().forEach((name, value) -> {
            String at = params.path("arguments") + ", " + Findings.plain(name);
            variable(name, value, at, options, runs, vars);
        });
        if (!params.rest(Map.of("git_branch", "which branch was checked out is up to the folder that was given"))
                .isEmpty()) {
            options.leave();
        }
        return vars;
    }

    private void variable(
            String name,
            JsonNode value,
            String at,
            Options options,
            Optional<Template> runs,
            Map<String, Object> vars) {
        boolean known =
                runs.filter(template -> template.parameters().contains(name)).isPresent();
        if (!known || !value.isValueNode() || value.isNull()) {
            options.leave();
            findings.left(at, "the playbook asks for no single value of this name");
        } else if (SecretNames.is(name)) {
            findings.left(at, "a secret; it comes from where the playbook says");
        } else {
            vars.put(
                    name,
                    value.isTextual()
                            ? value.textValue()
                            : value.isNumber() ? value.numberValue() : value.booleanValue());
        }
    }

    private void schedule(
            Entry entry,
            String name,
            String said,
            boolean active,
            Template template,
            Options own,
            Map<String, Object> vars) {
        String shown = "'" + Findings.plain(name) + "'";
        String path = entry.path(entry.text("cron").isPresent() ? "cron" : "cron_format");
        if (template.file().isEmpty() || template.inventory().isEmpty()) {
            String why = template.file().isEmpty()
                    ? " runs a template that was not taken over"
                    : " runs a template whose inventory was not taken over, or that has none; without one it would run on"
                            + " the hosts of all";
            findings.left(entry.path(), shown + why);
            return;
        }
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("playbook", template.file().get());
        if (!when(said, shown, path, keys)) {
            return;
        }
        Options options = template.options().with(own);
        keys.put("inventory", template.inventory().get());
        options.limit().ifPresent(limit -> keys.put("limit", limit));
        String other = targets.putIfAbsent(
                List.of(keys.get("playbook"), keys.getOrDefault("inventory", ""), keys.getOrDefault("limit", "")),
                name);
        if (other != null) {
            findings.left(
                    entry.path(),
                    shown + " runs the same playbook on the same hosts as '" + Findings.plain(other)
                            + "'; a playbook has one schedule for its hosts: say both times in one cron, or give it a limit");
            return;
        }
        tell(entry, shown, template, vars, active && options.isUnread());
        finish(keys, options, vars, active && !options.isUnread(), template);
        section.put(names.of(name), keys);
    }

    /** What a person has to do before it runs. */
    private void tell(Entry entry, String shown, Template template, Map<String, Object> vars, boolean off) {
        template.required().stream()
                .filter(asked -> !vars.containsKey(asked))
                .forEach(asked -> findings.left(
                        entry.path(),
                        shown + " runs only with a value of '" + asked + "': write it into the schedule, vars: {"
                                + asked + ": …}"));
        if (off) {
            findings.left(
                    entry.path(),
                    shown + " is switched off, enabled: false, since something that decides its hosts, tasks or values"
                            + " is left above; say that in another way, then switch it on");
        }
    }

    /** Puts cron and zone beside the other keys; false where they cannot be had, which is told. */
    private boolean when(String said, String shown, String path, Map<String, Object> keys) {
        Matcher zoned = ZONED.matcher(said.strip());
        String cron = (zoned.matches() ? zoned.group(2) : said.strip()).replace('?', '*');
        try {
            Cron.of(cron);
            keys.put("cron", cron);
            keys.put("zone", (zoned.matches() ? ZoneId.of(zoned.group(1)) : usual).getId());
            return true;
        } catch (DateTimeException e) {
            findings.left(path, shown + ": '" + Findings.plain(zoned.group(1)) + "' is no time zone");
        } catch (IllegalArgumentException e) {
            findings.left(path, shown + ": " + Findings.line(e.getMessage()));
        }
        return false;
    }

    private static void finish(
            Map<String, Object> keys, Options options, Map<String, Object> vars, boolean active, Template template) {
        if (!vars.isEmpty()) {
            keys.put("vars", vars);
        }
        if (!options.tags().isEmpty()) {
            keys.put("tags", options.tags());
        }
        Map<String, Boolean> flags = new LinkedHashMap<>();
        flags.put("check", options.check());
        flags.put("diff", options.diff());
        flags.forEach((name, set) -> {
            if (set) {
                keys.put(name, true);
            }
        });
        if (template.parallel()) {
            keys.put("overlap", "allow");
        }
        if (!active) {
            keys.put("enabled", false);
        }
    }
}

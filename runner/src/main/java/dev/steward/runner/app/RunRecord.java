package dev.steward.runner.app;

import dev.steward.dsl.plan.Parameter;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.SecretRef;
import dev.steward.dsl.value.Units;
import dev.steward.runner.config.VaultPasswords;
import dev.steward.runner.engine.RunOptions;
import dev.steward.runner.event.Recap;
import dev.steward.runner.secret.VaultPassword;
import dev.steward.runner.store.NewRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is recorded of a run at its beginning, so that it can be explained, and repeated, years later. */
final class RunRecord {

    private RunRecord() {}

    static NewRun of(RunRequest request, Plan plan, String inventory, List<String> sources, Optional<Instant> fire) {
        return new NewRun(
                plan.name(),
                request.playbook().toString(),
                plan.sources().stream()
                        .map(source -> new NewRun.Source(source.file(), source.text()))
                        .toList(),
                inventory,
                parameters(plan),
                options(request, sources),
                request.cause(),
                request.schedule(),
                fire);
    }

    private static Map<String, Object> parameters(Plan plan) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (Parameter parameter : plan.parameters()) {
            parameters.put(parameter.name(), plain(parameter.value()));
        }
        return parameters;
    }

    private static Object plain(Object value) {
        if (value instanceof SecretRef) {
            return "***";
        }
        // as an operator writes it, so that a run can be repeated and planned again from its record
        return value instanceof Duration duration ? Units.written(duration) : value;
    }

    /** Passwords are left out: a repeated run asks the inventory and the secrets again. */
    private static Map<String, Object> options(RunRequest request, List<String> sources) {
        RunOptions said = request.options();
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("inventory", sources);
        said.limit().ifPresent(limit -> options.put("limit", limit));
        options.put("tags", said.tags());
        options.put("skipTags", said.skipTags());
        options.put("check", said.check());
        options.put("diff", said.diff());
        said.forks().ifPresent(forks -> options.put("forks", forks));
        said.user().ifPresent(user -> options.put("user", user));
        options.put("become", said.become());
        request.login().keyFile().ifPresent(key -> options.put("keyFile", key.toString()));
        List<String> vault = request.login().vault().stream()
                .map(VaultPassword::from)
                .filter(from -> from.startsWith("/"))
                .toList();
        if (!vault.isEmpty()) {
            options.put("vaultPasswordFiles", vault);
        }
        request.onBattery().ifPresent(reason -> options.put("onBattery", reason));
        options.put("given", given(request.vars()));
        return options;
    }

    /** The vars of a run as they are kept. */
    static Map<String, Object> given(Map<String, Object> vars) {
        Map<String, Object> given = new LinkedHashMap<>();
        vars.forEach((name, value) -> given.put(name, plain(value)));
        return given;
    }

    static RunOptions options(Map<String, Object> said, Optional<String> limit) {
        return new RunOptions(
                limit,
                strings(said.get("tags")),
                strings(said.get("skipTags")),
                Boolean.TRUE.equals(said.get("check")),
                Boolean.TRUE.equals(said.get("diff")),
                Optional.ofNullable((Number) said.get("forks")).map(Number::intValue),
                Optional.ofNullable((String) said.get("user")),
                Boolean.TRUE.equals(said.get("become")),
                Optional.empty());
    }

    static RunRequest.Login login(Map<String, Object> said) {
        return new RunRequest.Login(
                Optional.ofNullable((String) said.get("keyFile")).map(Path::of),
                Optional.empty(),
                Optional.empty(),
                VaultPasswords.files(strings(said.get("vaultPasswordFiles"))));
    }

    static List<String> strings(Object list) {
        return list instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> givenOf(Map<String, Object> options) {
        return options.get("given") instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The hosts that a repetition for those that failed is limited to. */
    static String failed(long run, Recap recap) throws RunRefused {
        List<String> hosts = recap.hosts().entrySet().stream()
                .filter(entry -> entry.getValue().bad())
                .map(Map.Entry::getKey)
                .toList();
        if (hosts.isEmpty()) {
            throw new RunRefused(List.of("Run " + run + " has no host that failed; repeat it whole without --failed."));
        }
        return String.join(",", hosts);
    }
}

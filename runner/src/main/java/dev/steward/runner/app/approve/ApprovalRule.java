package dev.steward.runner.app.approve;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.account.Role;
import dev.steward.runner.config.approve.ApprovalConfig;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;

/** Says which runs wait for another person's word. Power playbooks are never among them: they are no ordinary runs. */
public final class ApprovalRule {

    private final ApprovalConfig config;

    /** The rule of a configuration. */
    public ApprovalRule(ApprovalConfig config) {
        this.config = config;
    }

    /**
     * Why a run waits; empty: it does not. One in check mode changes nothing and need not, unless a task of it changes
     * something in check mode too.
     *
     * @param plan what it would do
     * @param file as the operator named its playbook
     * @param schedule that begins it; empty: none
     * @param check whether it is asked for in check mode
     */
    public Optional<String> why(Plan plan, String file, Optional<String> schedule, boolean check) {
        if (check && CheckMode.holds(plan)) {
            return Optional.empty();
        }
        return named(plan, file)
                .map(name -> name + " runs only as a plan that another person approved")
                .or(() -> schedule.filter(name ->
                                config.schedules().stream().anyMatch(pattern -> matches(pattern, Path.of(name))))
                        .map(name -> "schedule " + name + " runs only as a plan that another person approved"));
    }

    private Optional<String> named(Plan plan, String file) {
        if (named(file)) {
            return Optional.of(last(file));
        }
        return plan.sources().stream()
                .map(Plan.Source::file)
                .filter(this::named)
                .findFirst()
                .map(ApprovalRule::last);
    }

    private boolean named(String file) {
        Path path = Path.of(file);
        return config.playbooks().stream().anyMatch(pattern -> matches(pattern, path));
    }

    private static String last(String file) {
        return String.valueOf(Path.of(file).getFileName());
    }

    private static boolean matches(String pattern, Path path) {
        var files = FileSystems.getDefault();
        return path.getFileName() != null
                        && files.getPathMatcher("glob:" + pattern).matches(path.getFileName())
                || files.getPathMatcher("glob:**/" + pattern).matches(path);
    }

    /** Whether somebody of a role may approve. */
    boolean lets(Role role) {
        return role.covers(config.by() == ApprovalConfig.By.ADMIN ? Role.ADMIN : Role.OPERATOR);
    }

    /** The configuration it stands on. */
    public ApprovalConfig config() {
        return config;
    }
}

package dev.steward.runner.module.patch;

import dev.steward.runner.module.packages.Change;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.patch.Excluded;
import dev.steward.runner.patch.PackageChange;
import dev.steward.runner.patch.PatchReport;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns the answer of a patch script into a report. */
final class Reading {

    private static final int TAIL = 4000;

    private final PatchReport.System system;
    private final Tool tool;
    private final List<Excluded> excluded;
    private final long patience;

    /**
     * For the answers of one host.
     *
     * @param excluded what was left out
     * @param patience how long it waits for a lock, in seconds
     */
    Reading(PatchReport.System system, List<Excluded> excluded, long patience) {
        this.system = system;
        this.tool = Tool.of(system.family());
        this.excluded = excluded;
        this.patience = patience;
    }

    /** Of a check. */
    PatchReport check(Answer answer, String said) {
        return report(answer, planned(answer, "plan", "list"), end(answer, said));
    }

    /** Of an update that has ended. */
    PatchReport update(Answer answer) {
        return report(answer, done(answer), end(answer, text(answer, "tail")));
    }

    /** Of an update that goes on, or of nothing: a failure alone. */
    PatchReport failed(String why, boolean running) {
        PatchReport.State state = new PatchReport.State(
                Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of(), false);
        return new PatchReport(
                system,
                List.of(),
                state,
                excluded,
                new PatchReport.End(Optional.of(why), running, OptionalInt.empty(), "", ""));
    }

    private PatchReport report(Answer answer, List<PackageChange> packages, PatchReport.End end) {
        Optional<List<PackageChange>> pending = answer.raw("pending").isPresent()
                ? Optional.of(planned(answer, "pending", "installed"))
                : Optional.empty();
        Optional<Long> bytes = answer.raw("loads").isPresent()
                ? tool.loads(text(answer, "loads"), text(answer, "plan"))
                : Optional.empty();
        Optional<Boolean> reboot = answer.has("reboot") ? Optional.of(answer.flag("reboot")) : Optional.empty();
        PatchReport.State state = new PatchReport.State(
                pending,
                bytes,
                answer.texts("held").stream().distinct().toList(),
                reboot,
                answer.texts("reason").stream().distinct().toList(),
                answer.flag("refreshed"));
        return new PatchReport(system, packages, state, excluded, end);
    }

    private PatchReport.End end(Answer answer, String said) {
        Optional<String> failure = answer.failure().map(why -> why(answer));
        if (answer.flag("died")) {
            failure = Optional.of("the update ended without a word (was the host restarted?); see " + answer.text("job")
                    + "/log there");
        } else if (failure.isEmpty() && !answer.has("end")) {
            failure = Optional.of("the update broke off with status " + answer.text("status") + "; see "
                    + answer.text("job") + "/log on the host");
        }
        OptionalInt code = answer.has("code") ? OptionalInt.of((int) answer.number("code")) : OptionalInt.empty();
        return new PatchReport.End(failure, false, code, tail(said), tail(String.join("\n", answer.texts("problem"))));
    }

    private String why(Answer answer) {
        boolean told = answer.has("problem") || answer.has("interrupted") || answer.has("locked");
        return told ? tool.failure(answer, patience) : answer.failure().orElse("");
    }

    private List<PackageChange> planned(Answer answer, String plan, String list) {
        Map<String, String> installed = new LinkedHashMap<>();
        text(answer, list)
                .lines()
                .map(line -> line.split("\\|", 3))
                .filter(parts -> parts.length == 3)
                .forEach(parts -> {
                    installed.put(parts[1], parts[2]);
                });
        return tool.plan(
                text(answer, plan), new Tool.Known(installed, text(answer, "advisories"), answer.flag("advised")));
    }

    private List<PackageChange> done(Answer answer) {
        Map<String, PackageChange> planned = new LinkedHashMap<>();
        planned(answer, "plan", "list").forEach(change -> planned.put(change.name(), change));
        return Change.between(answer.texts("before"), answer.texts("after")).stream()
                .map(change -> {
                    Optional<PackageChange> plan = Optional.ofNullable(planned.get(change.name()))
                            .or(() -> Optional.ofNullable(planned.get(bare(change.name()))));
                    return done(change, plan);
                })
                .toList();
    }

    private static PackageChange done(Change change, Optional<PackageChange> plan) {
        boolean down = change.action().equals("upgraded")
                && plan.filter(p -> p.action().equals("downgraded")).isPresent();
        return new PackageChange(
                plan.map(PackageChange::name).orElse(change.name()),
                change.from(),
                change.to(),
                down ? "downgraded" : change.action(),
                plan.flatMap(PackageChange::security));
    }

    /** Without the architecture, which one tool says and another does not. */
    private static String bare(String name) {
        int cut = name.indexOf(':');
        return cut < 0 ? name : name.substring(0, cut);
    }

    private static String text(Answer answer, String key) {
        return new String(answer.raw(key).orElse(new byte[0]), StandardCharsets.UTF_8);
    }

    private static String tail(String text) {
        return text.length() <= TAIL ? text : text.substring(text.length() - TAIL);
    }
}

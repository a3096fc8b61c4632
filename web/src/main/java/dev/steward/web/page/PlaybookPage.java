package dev.steward.web.page;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.Problem;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.runner.app.RunRefused;
import dev.steward.runner.app.RunRequest;
import dev.steward.runner.app.power.PowerView;
import dev.steward.runner.event.Cause;
import dev.steward.runner.inventory.PlanHosts;
import dev.steward.runner.power.PowerState;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.run.PlanOutline;
import dev.steward.web.run.RunForm;
import dev.steward.web.run.Wish;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One playbook: source with its problems, plan, hosts and the form that runs it. */
public final class PlaybookPage implements Page {

    private final WebParts parts;
    private final RunRows rows;

    PlaybookPage(WebParts parts, RunRows rows) {
        this.parts = parts;
        this.rows = rows;
    }

    /**
     * What the page shows.
     *
     * @param line name and last results
     * @param source with problems at their lines
     * @param elsewhere problems in other files
     * @param plan what it would do; none where it has errors
     * @param inputs of the form
     * @param reach the hosts it would touch
     * @param said what was typed before, and why it did not begin
     * @param power whether it says what an outage does: power protection carries it out, no run does
     * @param onBattery whether nothing is begun now without a reason
     * @param approval why it runs only as a plan that another person approved; empty: it need not
     */
    public record View(
            PlaybooksPage.Line line,
            List<SourceLine> source,
            List<Problem> elsewhere,
            List<PlanOutline.PlayLine> plan,
            List<RunForm.Input> inputs,
            Reach reach,
            Said said,
            boolean power,
            boolean onBattery,
            Optional<String> approval) {}

    /**
     * What a person typed.
     *
     * @param form its fields; none where nothing was sent yet
     * @param problems why the run was not begun; none where nothing was sent yet
     */
    public record Said(Params form, List<String> problems) {

        private static final Said NOTHING = new Said(Params.NONE, List.of());

        /** What stands in a field. */
        public String of(String name) {
            return form.first(name).orElse("");
        }

        /** The value of a parameter: as typed, else as the playbook has it. */
        public String of(RunForm.Input input) {
            String field = "var." + input.name();
            if (input.kind().equals("box")) {
                return form.all().isEmpty() ? input.value() : Boolean.toString(form.on(field));
            }
            return form.first(field).orElse(input.value());
        }
    }

    /** A line of source with its problems. */
    public record SourceLine(int number, String text, List<Problem> problems) {

        /** Whether one of them refuses the playbook. */
        public boolean wrong() {
            return problems.stream().anyMatch(PlaybookPage::isError);
        }
    }

    /** Whether a problem refuses the playbook. */
    public static boolean isError(Problem problem) {
        return problem.severity() == Problem.Severity.ERROR;
    }

    /** A problem as it stands below its line. */
    public static String said(Problem problem) {
        return "column " + problem.at().column() + ": " + (isError(problem) ? "" : "warning: ") + problem.message()
                + problem.suggestion().map(next -> "; " + next).orElse("");
    }

    /**
     * The hosts that a run would touch.
     *
     * @param limit that was asked for
     * @param plays hosts by play
     * @param beyond them: what may be rebooted or go down, in words; none: nothing
     * @param problems why there is no answer
     * @param warnings at the source's lines: patterns that match nothing
     */
    public record Reach(
            String limit, List<PlayHosts> plays, List<String> beyond, List<String> problems, List<Problem> warnings) {}

    /** The hosts of a play. */
    public record PlayHosts(String play, String pattern, List<String> hosts) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/playbooks/{playbook}", this::page),
                Route.get("/parts/playbooks/{playbook}/hosts", this::hosts),
                Route.post("/playbooks/{playbook}/run", request -> wished(request, this::begun)),
                Route.post("/playbooks/{playbook}/ask", request -> wished(request, this::asked)));
    }

    private Reply page(Request request) throws IOException {
        View view = view(known(request), request.query().first("limit"), Said.NOTHING);
        return Reply.page("playbook", view.line().name(), view);
    }

    private View view(String file, Optional<String> limit, Said said) throws IOException {
        Checked checked = check(file);
        Optional<Plan> plan = plan(checked);
        Reach reach = reach(plan, limit);
        List<Problem> problems = Stream.concat(checked.problems().stream(), reach.warnings().stream())
                .toList();
        List<String> text = parts.playbooks().source(file).lines().toList();
        List<SourceLine> source = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            int number = i + 1;
            List<Problem> here = problems.stream()
                    .filter(p -> mine(p, file) && p.at().line() == number)
                    .toList();
            source.add(new SourceLine(number, text.get(i), here));
        }
        List<Problem> elsewhere = problems.stream()
                .filter(p -> !mine(p, file) || p.at().line() > text.size() || p.at().line() < 1)
                .toList();
        return new View(
                new PlaybookLines(parts, rows).line(file),
                source,
                elsewhere,
                plan.map(PlanOutline::of).orElse(List.of()),
                plan.map(RunForm::of).orElse(List.of()),
                reach,
                said,
                plan.flatMap(Plan::power).isPresent(),
                onBattery(),
                plan.flatMap(p -> parts.approvals().rule().why(p, file, Optional.empty(), false)));
    }

    private boolean onBattery() {
        PowerView power = parts.power().view();
        return power.configured()
                && Set.of(PowerState.ON_BATTERY, PowerState.SHEDDING, PowerState.COMMITTED)
                        .contains(power.state());
    }

    private String known(Request request) {
        String file = request.place("playbook");
        Wish.known(parts.playbooks(), file);
        return file;
    }

    private Checked check(String file) {
        return parts.playbooks().check(parts.playbooks().folder().resolve(file), Map.of());
    }

    private static boolean mine(Problem problem, String file) {
        String at = problem.at().file();
        return at.equals(file) || at.endsWith("/" + file);
    }

    private static Optional<Plan> plan(Checked checked) {
        return checked instanceof Checked.Accepted accepted ? Optional.of(accepted.plan()) : Optional.empty();
    }

    private Reply hosts(Request request) {
        Optional<Plan> plan = plan(check(known(request)));
        return Reply.part("reach", reach(plan, request.query().first("limit")));
    }

    private Reach reach(Optional<Plan> plan, Optional<String> limit) {
        if (plan.isEmpty()) {
            return new Reach(limit.orElse(""), List.of(), List.of(), List.of(), List.of());
        }
        try {
            PlanHosts hosts = parts.hosts().of(plan.get(), limit);
            List<PlayHosts> plays = new ArrayList<>();
            for (int i = 0; i < hosts.plays().size(); i++) {
                Play play = plan.get().allPlays().get(i);
                plays.add(new PlayHosts(play.name(), play.hosts(), hosts.plays().get(i)));
            }
            return new Reach(limit.orElse(""), plays, beyond(plan.get(), hosts), List.of(), hosts.problems());
        } catch (RunRefused refused) {
            return new Reach(limit.orElse(""), List.of(), List.of(), refused.problems(), List.of());
        }
    }

    /** A power playbook's reach is what the page Power shows. */
    private List<String> beyond(Plan plan, PlanHosts hosts) {
        return plan.power().isPresent() ? List.of() : parts.patches().reach(plan, hosts.plays());
    }

    @FunctionalInterface
    private interface Wished {

        /** The page of what came of it. */
        String at(String file, Params form, String by) throws RunRefused;
    }

    /** What cannot begin is shown with its reasons beside what was typed, so that it is put right there. */
    private Reply wished(Request request, Wished wish) throws IOException {
        String file = known(request);
        Params form = request.form();
        try {
            return Reply.see(wish.at(file, form, request.caller().name()));
        } catch (RunRefused refused) {
            return again(file, refused.forbidden() ? 403 : 422, new Said(form, refused.problems()));
        } catch (Refused refused) {
            List<String> problems = new ArrayList<>(List.of(refused.getMessage()));
            problems.addAll(refused.problems());
            return again(file, refused.status(), new Said(form, problems));
        }
    }

    private String begun(String file, Params form, String by) throws RunRefused {
        return "/runs/" + parts.runs().submit(wanted(file, form, by));
    }

    private String asked(String file, Params form, String by) throws RunRefused {
        String why = form.first("reason")
                .orElseThrow(() -> Refused.bad("Say why it is wanted: who approves it has nothing else to go by."));
        return "/approvals/" + parts.runs().ask(wanted(file, form, by), why, by).id();
    }

    private Reply again(String file, int status, Said said) throws IOException {
        View view = view(file, said.form().first("limit"), said);
        return new Reply.Page(status, "playbook", view.line().name(), view, true);
    }

    private RunRequest wanted(String file, Params form, String by) {
        List<RunForm.Input> inputs = plan(check(file)).map(RunForm::of).orElse(List.of());
        Wish.How how = new Wish.How(
                form.on("check"),
                form.on("diff"),
                form.number("forks", 1, 1_000).map(Long::intValue),
                form.first("onBattery"));
        Wish wish = new Wish(
                file,
                RunForm.changed(inputs, form),
                form.first("limit"),
                words(form, "tags"),
                words(form, "skipTags"),
                how);
        return wish.request(parts.playbooks(), new Cause(Cause.Kind.PERSON, by));
    }

    private static List<String> words(Params form, String name) {
        return form.first(name)
                .map(text -> Arrays.stream(text.split("[,\\s]+"))
                        .filter(word -> !word.isEmpty())
                        .toList())
                .orElse(List.of());
    }
}

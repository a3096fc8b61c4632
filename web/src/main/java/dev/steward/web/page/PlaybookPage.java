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
import dev.steward.web.run.Filled;
import dev.steward.web.run.PlanOutline;
import dev.steward.web.run.RunForm;
import dev.steward.web.run.Wish;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One playbook: source with its problems, plan, hosts and the form that runs it. */
public final class PlaybookPage implements Page {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final WebParts parts;
    private final RunRows rows;
    private final Beyond beyond;

    PlaybookPage(WebParts parts, RunRows rows) {
        this.parts = parts;
        this.rows = rows;
        this.beyond = new Beyond((plan, hosts) -> parts.patches().reach(plan, hosts), PATIENCE);
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
     * @param wrong why a var cannot be taken, by its name
     */
    public record Said(Params form, List<String> problems, Map<String, String> wrong) {

        private static final Said NOTHING = new Said(Params.NONE, List.of(), Map.of());

        /** Why what was typed in a field cannot be taken; empty: it can. */
        public String wrong(RunForm.Input input) {
            return wrong.getOrDefault(input.name(), "");
        }

        /** Whether one of several choices is ticked. */
        public boolean ticked(RunForm.Input input, String choice) {
            return form.all().isEmpty()
                    ? input.value().lines().anyMatch(choice::equals)
                    : form.values(input.field()).contains(choice);
        }

        /** What stands in a field. */
        public String of(String name) {
            return form.first(name).orElse("");
        }

        /** The value of a parameter: as typed, else as the playbook has it. */
        public String of(RunForm.Input input) {
            if (form.all().isEmpty() || input.kind().equals("secret")) {
                return input.value();
            } else if (input.kind().equals("box")) {
                return Boolean.toString(form.on(input.field()));
            }
            return input.kind().equals("lines")
                    ? form.exact(input.field())
                    : form.first(input.field()).orElse(input.value());
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
        return plan.power().isPresent() ? List.of() : beyond.words(plan, hosts.plays());
    }

    @FunctionalInterface
    private interface Wished {

        /** The page of what came of it. */
        String at(RunRequest request, Params form, String by) throws RunRefused;
    }

    /** What cannot begin is shown with its reasons beside what was typed, so that it is put right there. */
    private Reply wished(Request request, Wished wish) throws IOException {
        String file = known(request);
        Params form = request.form();
        Filled filled = filled(file, form);
        if (!filled.wrong().isEmpty()) {
            return again(file, 400, new Said(form, List.copyOf(filled.wrong().values()), filled.wrong()));
        }
        try {
            String by = request.caller().name();
            return Reply.see(wish.at(wanted(file, filled, form, by), form, by));
        } catch (RunRefused refused) {
            return again(file, refused.forbidden() ? 403 : 422, new Said(form, refused.problems(), Map.of()));
        } catch (Refused refused) {
            List<String> problems = new ArrayList<>(List.of(refused.getMessage()));
            problems.addAll(refused.problems());
            return again(file, refused.status(), new Said(form, problems, Map.of()));
        }
    }

    /** Each var by itself is asked of the playbook only where it takes not all of them: what is wrong stands at its field. */
    private Filled filled(String file, Params form) {
        List<RunForm.Input> inputs = plan(check(file)).map(RunForm::of).orElse(List.of());
        Filled filled = RunForm.filled(inputs, form);
        Path path = parts.playbooks().folder().resolve(file);
        Map<String, String> wrong = new LinkedHashMap<>(filled.wrong());
        if (!inputs.isEmpty()
                && plan(parts.playbooks().check(path, filled.vars())).isEmpty()) {
            filled.vars()
                    .forEach((name, value) -> parts.playbooks().check(path, Map.of(name, value)).problems().stream()
                            .filter(PlaybookPage::isError)
                            .findFirst()
                            .ifPresent(problem -> wrong.put(
                                    name,
                                    problem.message()
                                            + problem.suggestion()
                                                    .map(next -> "; " + next)
                                                    .orElse(""))));
        }
        inputs.stream()
                .filter(input -> input.told().required() && !wrong.containsKey(input.name()))
                .filter(input -> empty(filled.vars().getOrDefault(input.name(), input.value())))
                .forEach(input -> wrong.put(input.name(), "'" + input.name() + "' must be filled in."));
        return new Filled(filled.vars(), filled.typed(), wrong);
    }

    private static boolean empty(Object value) {
        return value instanceof List<?> list
                ? list.isEmpty()
                : String.valueOf(value).isBlank();
    }

    private String begun(RunRequest wanted, Params form, String by) throws RunRefused {
        return "/runs/" + parts.runs().submit(wanted);
    }

    private String asked(RunRequest wanted, Params form, String by) throws RunRefused {
        String why = form.first("reason")
                .orElseThrow(() -> Refused.bad("Say why it is wanted: who approves it has nothing else to go by."));
        return "/approvals/" + parts.runs().ask(wanted, why, by).id();
    }

    private Reply again(String file, int status, Said said) throws IOException {
        View view = view(file, said.form().first("limit"), said);
        return new Reply.Page(status, "playbook", view.line().name(), view, true);
    }

    private RunRequest wanted(String file, Filled filled, Params form, String by) {
        Wish.How how = new Wish.How(
                form.on("check"),
                form.on("diff"),
                form.number("forks", 1, 1_000).map(Long::intValue),
                form.first("onBattery"));
        Wish wish = new Wish(
                file,
                filled.vars(),
                form.first("limit"),
                words(form, "tags"),
                words(form, "skipTags"),
                filled.typed(),
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

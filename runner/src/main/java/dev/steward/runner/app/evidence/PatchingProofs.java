package dev.steward.runner.app.evidence;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.Problem;
import dev.steward.runner.app.RunRefused;
import dev.steward.runner.app.ScheduleDesk;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What shows that updates come by themselves, and that somebody hears of what does not. */
final class PatchingProofs {

    private static final String CONTAINERS = "update-lxc-containers.groovy";
    private static final String MACHINES = "update-docker-vms.groovy";
    private static final String WEEKLY = "weekly-updates.groovy";
    private static final String GUESTS = "patch-guests.groovy";
    private static final String HOSTS = "rolling-host-update.groovy";
    private static final LocalTime THREE = LocalTime.of(3, 0);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int LOOK_BACK = 200;

    private final Scene scene;

    PatchingProofs(Scene scene) {
        this.scene = scene;
    }

    Proof playbooks() {
        return checked(List.of(CONTAINERS, MACHINES));
    }

    Proof rolling() {
        Proof there = checked(List.of(HOSTS));
        List<String> seen = new ArrayList<>(there.evidence());
        last(List.of(HOSTS)).ifPresent(run -> seen.add(line(run)));
        return new Proof(there.standing(), seen, there.next());
    }

    private Proof checked(List<String> names) {
        List<String> seen = new ArrayList<>();
        boolean there = true;
        boolean wrong = false;
        for (String name : names) {
            if (!scene.runner().playbooks().names().contains(name)) {
                there = false;
                seen.add(name + " is not in " + scene.runner().playbooks().folder());
                continue;
            }
            Checked checked = scene.runner()
                    .playbooks()
                    .check(scene.runner().playbooks().folder().resolve(name), Map.of());
            List<Problem> errors = checked.problems().stream()
                    .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                    .toList();
            wrong |= !errors.isEmpty();
            seen.add(name + (errors.isEmpty() ? " is checked and without a problem" : ": " + errors.get(0)));
        }
        if (wrong) {
            return Proof.against(seen, "'steward check' says where");
        }
        return there ? Proof.shown(seen) : Proof.missing(seen, "copy it from the shipped playbooks");
    }

    Proof schedules() throws RunRefused {
        List<String> seen = new ArrayList<>();
        boolean good = false;
        for (ScheduleDesk.Planned one : scene.runner().schedules().all()) {
            if (!List.of(CONTAINERS, MACHINES, WEEKLY, GUESTS).contains(one.playbook())) {
                continue;
            }
            String why = one.pause()
                    .map(pause -> "paused by " + pause.by())
                    .or(one::silent)
                    .orElse("");
            List<ScheduleDesk.Fire> fires = scene.runner().schedules().next(one.name(), 2);
            String first = fires.isEmpty()
                    ? "never again"
                    : fires.get(0).at().getDayOfWeek() + " " + fires.get(0).at().toLocalDateTime() + " " + one.zone();
            seen.add(one.name() + " (" + one.playbook() + ", cron " + one.cron() + "): "
                    + (why.isEmpty() ? "next " + first : why));
            good |= why.isEmpty() && sundays(fires);
        }
        if (seen.isEmpty()) {
            seen.add("no schedule runs an update");
        }
        return good
                ? Proof.shown(seen)
                : Proof.missing(seen, "schedules: {weekly-updates: {playbook: " + WEEKLY + ", cron: 0 3 * * 0}}");
    }

    private static boolean sundays(List<ScheduleDesk.Fire> fires) {
        if (fires.size() < 2) {
            return false;
        }
        ZonedDateTime one = fires.get(0).at();
        boolean hour =
                one.getDayOfWeek() == DayOfWeek.SUNDAY && one.toLocalTime().equals(THREE);
        Duration apart =
                Duration.between(one.toLocalDateTime(), fires.get(1).at().toLocalDateTime());
        return hour && apart.equals(WEEK);
    }

    Proof run() {
        Optional<Run> last = last(List.of(CONTAINERS, WEEKLY, GUESTS));
        if (last.isEmpty()) {
            return Proof.missing(
                    List.of("no update of containers has run yet, check runs apart"),
                    "'steward run playbooks/" + CONTAINERS + "'");
        }
        boolean good = last.get().status() == RunStatus.OK && last.get().hosts().total() > 0;
        return good
                ? Proof.shown(List.of(line(last.get())))
                : Proof.against(
                        List.of(line(last.get())),
                        "'steward runs show " + last.get().id() + "' says why");
    }

    /** The last one that was no check and has ended, of any of these playbooks. */
    Optional<Run> last(List<String> playbooks) {
        return scene
                .store()
                .queries()
                .page(
                        RunFilter.ALL.and(RunFilter.Field.STATUS, "ok", "failed", "cancelled", "lost"),
                        Optional.empty(),
                        LOOK_BACK)
                .stream()
                .filter(run -> !Boolean.TRUE.equals(run.options().get("check")))
                .filter(run -> playbooks.stream()
                        .anyMatch(name -> run.file().equals(name) || run.file().endsWith("/" + name)))
                .findFirst();
    }

    /** The last run of any update of guests. */
    Optional<Run> lastUpdate() {
        return last(List.of(CONTAINERS, MACHINES, WEEKLY, GUESTS));
    }

    String line(Run run) {
        Run.Hosts hosts = run.hosts();
        return "run " + run.id() + ", " + run.playbook() + ", "
                + scene.when(run.times().finished().orElse(run.times().created())) + ": "
                + run.status().word() + ", " + hosts.total() + " hosts: " + hosts.changed() + " changed, " + hosts.ok()
                + " ok, " + hosts.failed() + " failed, " + hosts.unreachable() + " unreachable"
                + (run.message().isEmpty() ? "" : "; " + run.message());
    }

    Proof images() {
        return new Mails(scene)
                .of("image-update", "point Diun's webhook at Steward (section diun of steward.yml), or run it once");
    }
}

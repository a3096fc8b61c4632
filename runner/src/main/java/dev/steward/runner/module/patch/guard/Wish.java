package dev.steward.runner.module.patch.guard;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.module.patch.Guard.Work;
import dev.steward.runner.module.patch.PatchModule.Args;
import dev.steward.runner.module.patch.PatchModule.Protect;
import dev.steward.runner.module.patch.PatchModule.Stopped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an update is gone about.
 *
 * @param apply whether anything is updated; else it is only looked what would be
 * @param protect what is made first
 * @param backupTo the storage of a backup
 * @param keep how long a snapshot is needed afterwards
 * @param verify what must be well then
 * @param rollback whether a guest goes back to its snapshot when the update or the verification failed
 * @param start whether a guest that is off is started for it, and stopped again
 */
record Wish(
        boolean apply,
        Protect protect,
        Optional<String> backupTo,
        Duration keep,
        Verify verify,
        boolean rollback,
        boolean start) {

    private static final Duration KEEP = Duration.ofDays(3);
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final List<String> LOOKS = List.of("units", "ports", "urls", "commands", "within");

    /** What a task wants. */
    static Wish of(Work work) {
        Args args = work.args();
        Map<String, Object> verify = args.verify().orElse(Map.of());
        return new Wish(
                work.applies(),
                args.protect().orElse(Protect.AUTO),
                args.backupTo().filter(storage -> !storage.isBlank()),
                args.keep().orElse(KEEP),
                new Verify(
                        !Boolean.FALSE.equals(verify.get("units")),
                        list(verify.get("ports")),
                        list(verify.get("urls")),
                        list(verify.get("commands")),
                        verify.get("within") instanceof Duration within ? within : WITHIN),
                args.rollback(),
                args.stopped().orElse(Stopped.SKIP) == Stopped.START);
    }

    private static List<String> list(Object said) {
        if (said instanceof List<?> many) {
            List<String> texts = new ArrayList<>();
            many.forEach(one -> texts.add(String.valueOf(one)));
            return texts;
        }
        return said == null ? List.of() : List.of(String.valueOf(said));
    }

    /** What is wrong with what a task wants; empty: nothing. */
    static Optional<String> problem(Work work) {
        Map<String, Object> said = work.args().verify().orElse(Map.of());
        for (String name : said.keySet()) {
            if (!LOOKS.contains(name)) {
                return Optional.of("verify has no '" + name + "'"
                        + Suggestion.question(name, LOOKS).map(q -> "; " + q).orElse("; it takes " + LOOKS));
            }
        }
        if (said.containsKey("units") && !(said.get("units") instanceof Boolean)) {
            return Optional.of("units of verify is '" + said.get("units") + "'; expected true or false");
        }
        if (said.containsKey("within") && !(said.get("within") instanceof Duration)) {
            return Optional.of("within of verify is '" + said.get("within") + "'; write 60.seconds");
        }
        Wish wish = of(work);
        return wish.keep().compareTo(LEAST) < 0
                ? Optional.of("keep is " + wish.keep().toSeconds() + " s; expected 1.minutes or more")
                : wish.verify().problem();
    }
}

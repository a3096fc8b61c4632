package dev.steward.runner.module.patch.guard;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Command.Limits;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks at a host before an update and after it. What hangs is killed on the host. */
final class Verification {

    /** For the way there and back, and for the last look. */
    private static final Duration MORE = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofSeconds(60);

    private final Script script = Script.named("patch-verify");

    /**
     * What was so before.
     *
     * @param known whether it could be looked at; else nobody can say which units have failed since
     * @param failed units
     * @param services by name
     */
    record Before(boolean known, List<String> failed, Map<String, Service> services) {

        /** Nothing is known. */
        static final Before UNKNOWN = new Before(false, List.of(), Map.of());
    }

    /**
     * A service of systemd; times in microseconds since the boot, as CLOCK_MONOTONIC has them (org.freedesktop.systemd1(5)).
     *
     * @param active whether it runs
     * @param entered when it began to
     * @param left when it last ceased to; 0: never
     */
    record Service(boolean active, long entered, long left) {}

    /**
     * One look.
     *
     * @param name as {@code port:80}
     * @param said what is wrong; empty text: nothing
     */
    record Look(String name, boolean ok, String said) {

        Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("name", name);
            data.put("ok", ok);
            data.put("said", said);
            return data;
        }
    }

    /**
     * What is so after.
     *
     * @param looks in their order
     * @param downtimes seconds, of each service that was restarted
     */
    record After(List<Look> looks, Map<String, Double> downtimes) {

        /** What is not well, for people; empty: all is. */
        Optional<String> failure() {
            String bad = looks.stream()
                    .filter(look -> !look.ok())
                    .map(look -> look.name() + (look.said().isEmpty() ? "" : " (" + look.said() + ")"))
                    .collect(Collectors.joining(", "));
            return bad.isEmpty() ? Optional.empty() : Optional.of("the verification failed: " + bad);
        }
    }

    /** Looks before the update. */
    Before before(Verify verify, Target target) throws ConnectionException, InterruptedException {
        Answer answer = ask(target, SHORT, List.of("before", "0", flag(verify.units()), ""));
        if (answer.failure().isPresent()) {
            target.log("which units had failed before could not be looked at, so those that fail now are not told: "
                    + answer.failure().get());
            return Before.UNKNOWN;
        }
        return new Before(true, answer.texts("fallen"), services(answer.text("services")));
    }

    /** Looks after it. */
    After after(Verify verify, Before before, Target target) throws ConnectionException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "after",
                String.valueOf(verify.within().toSeconds()),
                flag(verify.units() && before.known()),
                String.join("\n", before.failed())));
        words.addAll(verify.things());
        Answer answer = ask(target, verify.within().plus(MORE), words);
        List<Look> looks = new ArrayList<>();
        List<String> names = answer.texts("name");
        for (int i = 0; i < names.size(); i++) {
            looks.add(new Look(
                    names.get(i),
                    answer.texts("ok").get(i).equals("1"),
                    answer.texts("said").get(i).strip()));
        }
        answer.failure().ifPresent(why -> looks.add(new Look("verification", false, why)));
        return new After(looks, downtimes(before.services(), services(answer.text("services"))));
    }

    private Answer ask(Target target, Duration limit, List<String> words)
            throws ConnectionException, InterruptedException {
        Command command = script.command(words).within(Limits.of(limit));
        return Answer.of(target.probe(command));
    }

    private static String flag(boolean on) {
        return on ? "1" : "0";
    }

    /** Blocks of {@code name=value} lines, an empty one between them. */
    static Map<String, Service> services(String shown) {
        Map<String, Service> services = new TreeMap<>();
        for (String block : shown.split("\n\\s*\n")) {
            Map<String, String> values = new LinkedHashMap<>();
            block.lines().filter(line -> line.contains("=")).forEach(line -> {
                int at = line.indexOf('=');
                values.put(line.substring(0, at).strip(), line.substring(at + 1).strip());
            });
            if (values.containsKey("Id")) {
                services.put(
                        values.get("Id"),
                        new Service(
                                "active".equals(values.get("ActiveState")),
                                number(values.get("ActiveEnterTimestampMonotonic")),
                                number(values.get("ActiveExitTimestampMonotonic"))));
            }
        }
        return services;
    }

    private static long number(String text) {
        return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Of services that ran before and run now, and were away meanwhile; of several times the last. */
    private static Map<String, Double> downtimes(Map<String, Service> before, Map<String, Service> after) {
        Map<String, Double> away = new TreeMap<>();
        after.forEach((name, now) -> {
            Service then = before.get(name);
            boolean restarted = then != null && then.active() && now.active() && now.entered() > then.entered();
            if (restarted && now.left() > then.entered() && now.entered() >= now.left()) {
                away.put(name, (now.entered() - now.left()) / 1e6);
            }
        });
        return away;
    }
}

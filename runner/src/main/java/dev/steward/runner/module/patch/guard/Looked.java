package dev.steward.runner.module.patch.guard;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The looks before and after one update. */
final class Looked {

    private final Verification verification = new Verification();
    private final Verify verify;
    private final Target target;
    private Verification.Before before = Verification.Before.UNKNOWN;
    private Optional<Verification.After> after = Optional.empty();

    Looked(Verify verify, Target target) {
        this.verify = verify;
        this.target = target;
    }

    void before() throws ConnectionException, InterruptedException {
        if (verify.any()) {
            before = verification.before(verify, target);
        }
    }

    /** What is not well now, for people; empty: all is. A host that does not answer any more is not well. */
    Optional<String> after() throws InterruptedException {
        if (!verify.any()) {
            return Optional.empty();
        }
        try {
            after = Optional.of(verification.after(verify, before, target));
        } catch (ConnectionException e) {
            return Optional.of("the verification failed: the host does not answer (" + e.getMessage() + ")");
        }
        after.get().downtimes().forEach((name, seconds) -> target.log(name + " was away for " + seconds(seconds)));
        return after.get().failure();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    /** An outcome with what was seen. */
    Outcome told(Outcome outcome) {
        if (after.isEmpty()) {
            return outcome;
        }
        Map<String, Double> downtimes = after.get().downtimes();
        Outcome told = outcome.with(
                "verified",
                after.get().looks().stream().map(Verification.Look::data).collect(Collectors.toList()));
        if (downtimes.isEmpty()) {
            return told;
        }
        return told.with(
                        "services",
                        downtimes.entrySet().stream().map(Looked::service).collect(Collectors.toList()))
                .with(
                        "downtime",
                        downtimes.values().stream()
                                .mapToDouble(Double::doubleValue)
                                .max()
                                .orElse(0));
    }

    private static Map<String, Object> service(Map.Entry<String, Double> one) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", one.getKey());
        data.put("downtime", one.getValue());
        return data;
    }
}

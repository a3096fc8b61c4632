package dev.steward.web.inventory;

import dev.steward.runner.store.host.KnownHost;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which hosts are asked for; an empty text is no filter, and all that hold must fit.
 *
 * @param group they are in; with a leading {@code !}: they are not in
 * @param words each of them in the name, the address or a group
 * @param status how the last run ended there, {@code never} or {@code drift}; with a leading {@code !}: not so
 */
record HostFilter(String group, String words, String status) {

    static final String NEVER = "never";
    static final String DRIFT = "drift";

    /** What a status may be asked for by. */
    static final List<String> STATUSES =
            List.of("ok", "changed", "failed", "unreachable", "aborted", "not_reached", NEVER, DRIFT);

    /**
     * The filter of an address.
     *
     * @throws Refused 400 for a status that is none
     */
    static HostFilter of(Params query) {
        String status = query.first("status").orElse("");
        if (!status.isEmpty() && !STATUSES.contains(plain(status))) {
            throw Refused.bad("'" + status + "' is no status of a host; there are " + String.join(", ", STATUSES)
                    + ", each with a leading ! for the opposite.");
        }
        return new HostFilter(query.first("group").orElse(""), query.first("q").orElse(""), status);
    }

    /** Whether any holds. */
    boolean any() {
        return !(group + words + status).isEmpty();
    }

    /** Whether a host fits. */
    boolean fits(Loaded.Entry host, KnownHost known, boolean drifts) {
        return inGroup(host) && words(host) && stands(known, drifts);
    }

    private boolean inGroup(Loaded.Entry host) {
        return group.isEmpty() || group.equals("all") || host.groups().contains(plain(group)) != group.startsWith("!");
    }

    private boolean words(Loaded.Entry host) {
        String all =
                (host.name() + " " + host.address() + " " + String.join(" ", host.groups())).toLowerCase(Locale.ROOT);
        return Arrays.stream(words.toLowerCase(Locale.ROOT).split("\\s+"))
                .allMatch(word -> word.startsWith("!") && word.length() > 1
                        ? !all.contains(word.substring(1))
                        : all.contains(word));
    }

    private boolean stands(KnownHost known, boolean drifts) {
        if (status.isEmpty()) {
            return true;
        }
        String wanted = plain(status);
        boolean so = wanted.equals(DRIFT)
                ? drifts
                : wanted.equals(NEVER)
                        ? known.seen().isEmpty()
                        : known.seen()
                                .filter(seen -> seen.status().equals(wanted))
                                .isPresent();
        return so != status.startsWith("!");
    }

    private static String plain(String word) {
        return word.startsWith("!") ? word.substring(1) : word;
    }
}

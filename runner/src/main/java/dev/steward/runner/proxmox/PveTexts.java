package dev.steward.runner.proxmox;

import dev.steward.runner.proxmox.PveException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the error texts of PVE mean. Status 500 stands for nearly everything, and a failed UPID has a text and no more, so the
 * text decides. The texts are those of PVE 8 and 9.
 */
public final class PveTexts {

    private record Meaning(Pattern text, Kind kind) {}

    private static final List<Meaning> MEANINGS = List.of(
            meaning(Kind.CONFLICT, "detected modified configuration|checksum mis+match"),
            meaning(Kind.NO_QUORUM, "no quorum|'/etc/pve/.*permission denied|cluster not ready"),
            meaning(
                    Kind.BUSY,
                    "can't lock file|can't acquire lock|unable to acquire lock|got lock timeout"
                            + "|(?:vm|ct) is locked|guest migration lock|cfs-lock .* error|lock request timeout"),
            meaning(Kind.FORBIDDEN, "only allowed for root@pam|only root (?:may|can)|permission check failed"),
            meaning(Kind.AGENT, "guest agent|agent error|guest-ping"),
            meaning(Kind.UNREACHABLE, "rpcenvironment init request failed"),
            meaning(Kind.NOT_IMPLEMENTED, "have been migrated to rules|not implemented"),
            meaning(Kind.STATE, "already (?:running|exists|stopped|paused)|not running|is running|not in a cluster"),
            meaning(
                    Kind.MISSING,
                    "does not exist|no such|hostname lookup '.*' failed|unable to find configuration file|not found"));

    private PveTexts() {}

    private static Meaning meaning(Kind kind, String text) {
        return new Meaning(Pattern.compile(text), kind);
    }

    /** What a text says is wrong; empty: none of the kinds a caller can act on. */
    public static Optional<Kind> kind(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return MEANINGS.stream()
                .filter(meaning -> meaning.text().matcher(lower).find())
                .map(Meaning::kind)
                .findFirst();
    }
}

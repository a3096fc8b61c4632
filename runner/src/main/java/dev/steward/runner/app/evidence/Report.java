package dev.steward.runner.app.evidence;

import dev.steward.runner.app.evidence.Criterion.Group;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a test showed, as a file that is kept. */
public enum Report {
    MONITORING(Group.MONITORING, Group.METRICS),
    POWER(Group.POWER),
    UPDATE(Group.PATCHING),
    MAIL();

    private final List<Group> groups;

    Report(Group... groups) {
        this.groups = List.of(groups);
    }

    /** The criteria it is about. */
    List<Group> groups() {
        return groups;
    }

    /** As in {@code steward report power}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of a word. */
    public static Optional<Report> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}

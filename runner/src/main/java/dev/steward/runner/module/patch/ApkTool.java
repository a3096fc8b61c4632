package dev.steward.runner.module.patch;

import dev.steward.runner.module.script.Answer;
import dev.steward.runner.patch.PackageChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code apk upgrade --simulate}: lines as {@code (1/3) Upgrading musl (1.2.5-r0 -> 1.2.5-r1)}. */
final class ApkTool implements Tool {

    private static final Pattern LINE = Pattern.compile(
            "\\(\\s*\\d+/\\d+\\) (Upgrading|Downgrading|Installing|Purging|Replacing) (\\S+?)(?:@\\S+)? \\((\\S+)(?: -> (\\S+))?\\).*");

    @Override
    public List<PackageChange> plan(String said, Known known) {
        List<PackageChange> changes = new ArrayList<>();
        said.lines().map(LINE::matcher).filter(Matcher::matches).forEach(m -> {
            boolean both = m.group(4) != null;
            String action =
                    switch (m.group(1)) {
                        case "Installing" -> "installed";
                        case "Purging" -> "removed";
                        case "Downgrading" -> "downgraded";
                        default -> "upgraded";
                    };
            String from = action.equals("installed") ? "" : m.group(3);
            String to = action.equals("removed") ? "" : both ? m.group(4) : m.group(3);
            changes.add(new PackageChange(m.group(2), from, to, action, Optional.empty()));
        });
        return changes;
    }

    @Override
    public Optional<Long> loads(String said, String plan) {
        return Optional.empty();
    }

    @Override
    public String failure(Answer answer, long patience) {
        return ToolFailure.words(answer, patience);
    }
}

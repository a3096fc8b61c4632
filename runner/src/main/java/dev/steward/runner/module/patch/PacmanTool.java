package dev.steward.runner.module.patch;

import dev.steward.runner.module.script.Answer;
import dev.steward.runner.patch.PackageChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code pacman -Su --print} with the format {@code %n %v %s}, then {@code pacman -Si} of what is new. */
final class PacmanTool implements Tool {

    private static final Pattern LINE = Pattern.compile("(\\S+) (\\S+) (\\d+)");
    private static final Pattern REPLACES = Pattern.compile("Replaces\\s*: (.*)");
    private static final Pattern UNNEEDED = Pattern.compile("unneeded (\\S+)");

    @Override
    public List<PackageChange> plan(String said, Known known) {
        List<PackageChange> changes = new ArrayList<>();
        for (String line : said.lines().toList()) {
            Matcher m = LINE.matcher(line);
            Matcher replaces = REPLACES.matcher(line);
            Matcher unneeded = UNNEEDED.matcher(line);
            if (m.matches()) {
                String from = known.installed().getOrDefault(m.group(1), "");
                changes.add(new PackageChange(
                        m.group(1), from, m.group(2), from.isEmpty() ? "installed" : "upgraded", Optional.empty()));
            } else if (replaces.matches()) {
                List.of(replaces.group(1).strip().split("\\s+")).forEach(name -> removed(changes, name, known));
            } else if (unneeded.matches()) {
                removed(changes, unneeded.group(1), known);
            }
        }
        return changes;
    }

    private static void removed(List<PackageChange> changes, String name, Known known) {
        Optional.ofNullable(known.installed().get(name.replaceAll("[<>=].*", "")))
                .ifPresent(from -> changes.add(new PackageChange(name, from, "", "removed", Optional.empty())));
    }

    @Override
    public Optional<Long> loads(String said, String plan) {
        return Optional.of(plan.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .mapToLong(m -> Long.parseLong(m.group(3)))
                .sum());
    }

    @Override
    public String failure(Answer answer, long patience) {
        return ToolFailure.words(answer, patience);
    }
}

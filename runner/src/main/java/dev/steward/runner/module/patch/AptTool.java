package dev.steward.runner.module.patch;

import dev.steward.runner.module.packages.AptFailure;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.patch.PackageChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code apt-get -s} and {@code apt-get --print-uris}. */
final class AptTool implements Tool {

    /** {@code Inst name [old] (new origin, … [arch])}, {@code Remv name [old]}. */
    private static final Pattern LINE =
            Pattern.compile("(Inst|Remv|Purg) (\\S+)(?: \\[(\\S+)\\])?(?: \\((\\S+)([^)]*)\\))?.*");

    /** The archive of an origin, as {@code Debian-Security:12/oldstable-security} or {@code UbuntuESM:22.04/jammy-infra-security}. */
    private static final Pattern SECURITY = Pattern.compile("[:/][^,\\s]*-security\\b");

    private static final Pattern LOAD = Pattern.compile("'\\S+' \\S+ (\\d+)( .*)?");

    @Override
    public List<PackageChange> plan(String said, Known known) {
        List<PackageChange> changes = new ArrayList<>();
        Set<String> down = downgraded(said);
        said.lines().map(LINE::matcher).filter(Matcher::matches).forEach(m -> {
            String from = Optional.ofNullable(m.group(3)).orElse("");
            boolean stays = m.group(1).equals("Inst");
            String to = stays ? Optional.ofNullable(m.group(4)).orElse("") : "";
            String action = !stays
                    ? "removed"
                    : from.isEmpty() ? "installed" : down.contains(m.group(2)) ? "downgraded" : "upgraded";
            Optional<Boolean> security = stays
                    ? Optional.of(
                            SECURITY.matcher(Optional.ofNullable(m.group(5)).orElse(""))
                                    .find())
                    : Optional.empty();
            changes.add(new PackageChange(m.group(2), from, to, action, security));
        });
        return changes;
    }

    /** The names below the heading that apt gives them. */
    private static Set<String> downgraded(String said) {
        Set<String> names = new HashSet<>();
        boolean below = false;
        for (String line : said.lines().toList()) {
            if (below && line.startsWith("  ")) {
                names.addAll(List.of(line.strip().split("\\s+")));
            } else {
                below = line.endsWith("packages will be DOWNGRADED:");
            }
        }
        return names;
    }

    @Override
    public Optional<Long> loads(String said, String plan) {
        return Optional.of(said.lines()
                .map(LOAD::matcher)
                .filter(Matcher::matches)
                .mapToLong(m -> Long.parseLong(m.group(1)))
                .sum());
    }

    @Override
    public String failure(Answer answer, long patience) {
        return AptFailure.words(answer, patience);
    }
}

package dev.steward.runner.module.patch;

import dev.steward.runner.module.script.Answer;
import dev.steward.runner.patch.PackageChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of {@code dnf --assumeno upgrade}, of dnf 4 and 5: sections of rows {@code name arch version repository size};
 * a name that is too long stands on a line of its own.
 */
final class DnfTool implements Tool {

    private static final Pattern SECTION =
            Pattern.compile("(Upgrading|Installing|Removing|Downgrading|Reinstalling)\\b.*:");
    /** Of dnf 4 {@code replacing  name.arch version}; of dnf 5 {@code replacing name arch version …}. */
    private static final Pattern REPLACING =
            Pattern.compile("\\s+replacing\\s+(\\S+?)(?:\\.\\S+)? (?:\\S+ )?\\s*(\\S+).*");

    private static final Pattern SIZE =
            Pattern.compile("(?:Total download size:|Need to download|Total size:) ([\\d.]+) ?([kMGT]?)i?B?");

    @Override
    public List<PackageChange> plan(String said, Known known) {
        List<PackageChange> changes = new ArrayList<>();
        Set<String> security = advised(known.advisories());
        String section = "";
        String pending = "";
        for (String line : said.lines().toList()) {
            Matcher heading = SECTION.matcher(line);
            if (heading.matches()) {
                section = heading.group(1);
            } else if (!line.startsWith(" ") || line.isBlank()) {
                section = line.startsWith("Transaction Summary") || line.isBlank() ? "" : section;
            } else if (!section.isEmpty() && !section.equals("Reinstalling")) {
                Matcher replacing = REPLACING.matcher(line);
                if (replacing.matches()) {
                    replaced(changes, replacing.group(1), known);
                    continue;
                }
                String[] cells = (pending + " " + line.strip()).strip().split("\\s+");
                pending = cells.length < 3 ? cells[0] : "";
                if (cells.length >= 3) {
                    changes.add(change(section, cells, known, security));
                }
            }
        }
        return changes;
    }

    private static PackageChange change(String section, String[] cells, Known known, Set<String> security) {
        String name = cells[0];
        String version = cells[2].startsWith("0:") ? cells[2].substring(2) : cells[2];
        String from = section.equals("Installing") ? "" : known.installed().getOrDefault(name, "");
        if (section.equals("Removing")) {
            return new PackageChange(name, from.isEmpty() ? version : from, "", "removed", Optional.empty());
        }
        String action = section.toLowerCase(Locale.ROOT).replaceFirst("ing$", "ed");
        Optional<Boolean> told =
                known.advised() ? Optional.of(security.contains(name + "-" + bare(version))) : Optional.empty();
        return new PackageChange(name, from, version, action, told);
    }

    /** What a new package takes the place of; that of an upgrade is the same package again. */
    private static void replaced(List<PackageChange> changes, String name, Known known) {
        boolean itself =
                !changes.isEmpty() && changes.get(changes.size() - 1).name().equals(name);
        if (!itself) {
            changes.add(
                    new PackageChange(name, known.installed().getOrDefault(name, ""), "", "removed", Optional.empty()));
        }
    }

    /** {@code name-version-release} of what advisories name. */
    private static Set<String> advised(String advisories) {
        Set<String> all = new HashSet<>();
        for (String line : advisories.lines().toList()) {
            for (String word : line.strip().split("\\s+")) {
                if (word.matches(".+-.+-.+\\.[a-z0-9_]+")) {
                    all.add(word.substring(0, word.lastIndexOf('.')).replaceFirst("-\\d+:", "-"));
                }
            }
        }
        return all;
    }

    private static String bare(String version) {
        return version.replaceFirst("^\\d+:", "");
    }

    @Override
    public Optional<Long> loads(String said, String plan) {
        Matcher m = SIZE.matcher(plan);
        if (!m.find()) {
            return plan.contains("Nothing to do") ? Optional.of(0L) : Optional.empty();
        }
        int power = "kMGT".indexOf(m.group(2).isEmpty() ? "-" : m.group(2)) + 1;
        return Optional.of((long) (Double.parseDouble(m.group(1)) * Math.pow(1024, power)));
    }

    @Override
    public String failure(Answer answer, long patience) {
        return ToolFailure.words(answer, patience);
    }
}

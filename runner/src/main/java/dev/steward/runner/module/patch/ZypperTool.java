package dev.steward.runner.module.patch;

import dev.steward.runner.module.script.Answer;
import dev.steward.runner.patch.PackageChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The install-summary of {@code zypper --xmlout … --dry-run}; its advisories are that of the security patches alone. */
final class ZypperTool implements Tool {

    private static final Pattern SECTION = Pattern.compile("<to-(upgrade|install|remove|downgrade|reinstall)[a-z-]*>");
    private static final Pattern SOLVABLE = Pattern.compile("<solvable type=\"package\" ([^>]*)>");
    private static final Pattern SIZE = Pattern.compile("<install-summary download-size=\"(\\d+)\"");

    @Override
    public List<PackageChange> plan(String said, Known known) {
        Set<String> security =
                solvables(known.advisories()).stream().map(PackageChange::name).collect(Collectors.toSet());
        return solvables(said).stream()
                .map(c -> new PackageChange(
                        c.name(),
                        c.from(),
                        c.to(),
                        c.action(),
                        known.advised() && !c.to().isEmpty()
                                ? Optional.of(security.contains(c.name()))
                                : Optional.empty()))
                .toList();
    }

    private static List<PackageChange> solvables(String said) {
        List<PackageChange> changes = new ArrayList<>();
        String section = "";
        for (String line : said.lines().toList()) {
            Matcher to = SECTION.matcher(line);
            section = to.find() ? to.group(1) : section;
            Matcher m = SOLVABLE.matcher(line);
            if (m.find() && !section.equals("reinstall")) {
                changes.add(change(section, m.group(1)));
            }
        }
        return changes;
    }

    private static PackageChange change(String section, String attributes) {
        String name = attribute(attributes, "name");
        String edition = attribute(attributes, "edition");
        return switch (section) {
            case "install" -> new PackageChange(name, "", edition, "installed", Optional.empty());
            case "remove" -> new PackageChange(name, edition, "", "removed", Optional.empty());
            default ->
                new PackageChange(name, attribute(attributes, "edition-old"), edition, section + "d", Optional.empty());
        };
    }

    private static String attribute(String attributes, String name) {
        Matcher m = Pattern.compile("(?:^| )" + name + "=\"([^\"]*)\"").matcher(attributes);
        return m.find() ? m.group(1) : "";
    }

    @Override
    public Optional<Long> loads(String said, String plan) {
        Matcher m = SIZE.matcher(plan);
        return m.find() ? Optional.of(Long.parseLong(m.group(1))) : Optional.empty();
    }

    @Override
    public String failure(Answer answer, long patience) {
        return ToolFailure.words(answer, patience);
    }
}

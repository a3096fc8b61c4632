package dev.steward.runner.connection.ssh.config;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ssh.config.ClientConfig.Condition;
import dev.steward.runner.connection.ssh.config.ClientConfig.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A {@code Match} line: all its criteria must hold; they are looked at from the left, so what does not hold hides the rest. */
final class MatchRule implements Condition {

    private static final Set<String> DECIDED = Set.of("host", "originalhost", "user", "localuser");
    private static final Set<String> BARE = Set.of("all", "canonical", "final");
    private static final Set<String> OTHERS =
            Set.of("exec", "localnetwork", "tagged", "command", "version", "sessiontype");

    private record Criterion(String name, boolean not, List<String> patterns) {}

    private final List<Criterion> criteria;
    private final String at;

    private MatchRule(List<Criterion> criteria, String at) {
        this.criteria = criteria;
        this.at = at;
    }

    static MatchRule of(List<String> words, String at) throws ConnectionException {
        List<Criterion> criteria = new ArrayList<>();
        List<String> rest = new ArrayList<>(words);
        while (!rest.isEmpty()) {
            String word = rest.remove(0);
            boolean not = word.startsWith("!");
            String name = (not ? word.substring(1) : word).toLowerCase(Locale.ROOT);
            int equals = name.indexOf('=');
            if (equals > 0) {
                rest.add(0, word.substring(word.indexOf('=') + 1));
                name = name.substring(0, equals);
            }
            if (BARE.contains(name)) {
                criteria.add(new Criterion(name, not, List.of()));
            } else if (!DECIDED.contains(name) && !OTHERS.contains(name)) {
                throw ConfigReader.problem(at, "'Match " + name + "' is unknown");
            } else if (rest.isEmpty()) {
                throw ConfigReader.problem(at, "'Match " + name + "' needs a value");
            } else {
                criteria.add(new Criterion(name, not, List.of(rest.remove(0).split(","))));
            }
        }
        boolean all = criteria.stream().anyMatch(criterion -> criterion.name().equals("all"));
        boolean alone = criteria.size() == 1
                || criteria.size() == 2
                        && Set.of("canonical", "final").contains(criteria.get(0).name());
        if (all && (!alone || criteria.get(criteria.size() - 1).not())) {
            throw ConfigReader.problem(at, "'Match all' stands alone");
        }
        return new MatchRule(criteria, at);
    }

    @Override
    public boolean test(Values known) throws ConnectionException {
        for (Criterion criterion : criteria) {
            if (holds(criterion, known) == criterion.not()) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(Criterion criterion, Values known) throws ConnectionException {
        return switch (criterion.name()) {
            case "all" -> true;
            case "host" -> Patterns.any(lower(criterion), known.target().toLowerCase(Locale.ROOT));
            case "originalhost" -> Patterns.any(lower(criterion), known.host().toLowerCase(Locale.ROOT));
            case "user" -> Patterns.any(criterion.patterns(), known.login());
            case "localuser" -> Patterns.any(criterion.patterns(), System.getProperty("user.name"));
            default ->
                throw ConfigReader.problem(
                        at,
                        "'Match " + criterion.name() + "' cannot be decided here, and " + known.host()
                                + " depends on it; say it with Host or Match host, or name another file as ssh.configFile"
                                + " in steward.yml");
        };
    }

    private static List<String> lower(Criterion criterion) {
        return criterion.patterns().stream()
                .map(pattern -> pattern.toLowerCase(Locale.ROOT))
                .toList();
    }
}

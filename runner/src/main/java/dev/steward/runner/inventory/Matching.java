package dev.steward.runner.inventory;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.runner.inventory.HostPattern.Term;
import dev.steward.runner.inventory.InventoryBuilder.HostNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds the hosts of a pattern: plain terms joined in written order, then every {@code &}, then every {@code !}. */
final class Matching {

    private static final List<String> LOCALHOST = List.of("127.0.0.1", "localhost", "::1");

    private final InventoryBuilder data;
    private final List<Term> unknown = new ArrayList<>();
    private HostNode localhost;

    Matching(InventoryBuilder data) {
        this.data = data;
        this.localhost = data.hosts.values().stream()
                .filter(host -> LOCALHOST.contains(host.name))
                .findFirst()
                .orElse(null);
    }

    /** Terms that matched neither a host nor a group; for a pattern evaluated before. */
    List<Term> unknown() {
        return unknown;
    }

    /** The hosts of a pattern in its order, each once. */
    List<HostNode> of(HostPattern pattern) {
        Collection<HostNode> hosts = new LinkedHashSet<>();
        boolean plain = false;
        for (Term term : pattern.terms()) {
            if (!term.excludes() && !term.intersects()) {
                plain = true;
                hosts.addAll(match(term));
            }
        }
        if (!plain) {
            hosts.addAll(data.groups.get(InventoryBuilder.ALL).members());
        }
        pattern.terms().stream().filter(Term::intersects).forEach(term -> hosts.retainAll(new HashSet<>(match(term))));
        pattern.terms().stream().filter(Term::excludes).forEach(term -> hosts.removeAll(new HashSet<>(match(term))));
        return new ArrayList<>(hosts);
    }

    private List<HostNode> match(Term term) {
        HostNode exact = data.hosts.get(term.text());
        return exact != null ? List.of(exact) : term.part(enumerate(term));
    }

    /** Groups first; hosts too where no group matched or the term may stand for several names. A host may come twice. */
    private List<HostNode> enumerate(Term term) {
        String expression = term.expression();
        Predicate<String> names = names(term, expression);
        List<HostNode> found = new ArrayList<>();
        boolean groups = false;
        for (InventoryBuilder.GroupNode group : data.groups.values()) {
            if (names.test(group.name)) {
                groups = true;
                found.addAll(group.members());
            }
        }
        if (!groups || expression.startsWith("~") || expression.chars().anyMatch(c -> ".?*[".indexOf(c) >= 0)) {
            data.hosts.values().stream().filter(host -> names.test(host.name)).forEach(found::add);
        }
        if (found.isEmpty() && LOCALHOST.contains(expression)) {
            found.add(localhost(expression));
        }
        if (found.isEmpty() && !groups) {
            unknown.add(term);
        }
        return found;
    }

    private static Predicate<String> names(Term term, String expression) {
        if (!expression.startsWith("~")) {
            Set<String> one = Set.of(expression);
            return expression.chars().anyMatch(c -> "?*[".indexOf(c) >= 0) ? new Glob(expression) : one::contains;
        }
        refuseSets(term, expression);
        try {
            String java = expression.substring(1).replace("(?P<", "(?<");
            Pattern regex = Pattern.compile(java, Pattern.UNICODE_CHARACTER_CLASS);
            return name -> begins(term, regex, name);
        } catch (PatternSyntaxException e) {
            throw HostPattern.refused(
                    term.at(),
                    "'" + expression + "' is no regular expression: " + e.getDescription(),
                    "after ~ comes one");
        }
    }

    /** A set within a set, and {@code &&}, are signs like others to Python, and take hosts away or add them here. */
    private static void refuseSets(Term term, String expression) {
        int open = -1;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                i++;
            } else if (open >= 0 && (c == '[' || expression.startsWith("&&", i))) {
                throw HostPattern.refused(
                        term.at(),
                        "'" + expression + "' has '" + (c == '[' ? "[" : "&&")
                                + "' within [ ], which is read in two ways",
                        "write \\[ or \\& for the sign itself");
            } else if (c == '[' && open < 0) {
                open = expression.startsWith("^", i + 1) ? i + 1 : i;
            } else if (c == ']' && open >= 0 && i > open + 1) {
                open = -1;
            }
        }
    }

    private static boolean begins(Term term, Pattern regex, String name) {
        try {
            return regex.matcher(new Counted(name)).lookingAt();
        } catch (TooLong | StackOverflowError e) {
            throw HostPattern.refused(
                    term.at(), "'" + term.plain() + "' takes too long on the name '" + name + "'", "write it simpler");
        }
    }

    /** A name that is looked at only so often: there are regular expressions that would take years. */
    private record Counted(String name, AtomicInteger looks) implements CharSequence {

        private static final int MOST = 1_000_000;

        Counted(String name) {
            this(name, new AtomicInteger());
        }

        @Override
        public char charAt(int index) {
            if (looks.incrementAndGet() > MOST) {
                throw new TooLong();
            }
            return name.charAt(index);
        }

        @Override
        public int length() {
            return name.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return name.substring(start, end);
        }
    }

    private static final class TooLong extends RuntimeException {}

    /** The implicit localhost, made once; an inventory's own localhost is taken for each of the three names. */
    HostNode localhost(String name) {
        if (localhost == null) {
            localhost = new HostNode(name);
            localhost.vars.put("ansible_python_interpreter", "/usr/bin/python3");
            localhost.vars.put("ansible_connection", "local");
        }
        return localhost;
    }

    /**
     * Refuses what cannot be known while a source of hosts does not answer: an empty group may be one that could not be filled,
     * and what a {@code !} takes away would stay. What files alone say goes on.
     */
    static final class Gaps {

        private static final List<String> FILLED = List.of("proxmox_", "tag_");

        private Gaps() {}

        static void check(HostPattern pattern, InventoryBuilder data) {
            List<Problem> problems = new ArrayList<>();
            for (Term term : pattern.terms()) {
                if (!data.gaps.isEmpty() && open(term.expression(), data)) {
                    problems.add(refused(term, data.gaps, "try again when it answers"));
                } else if (!data.unasked.isEmpty() && unfilled(term.expression(), data)) {
                    problems.add(refused(term, data.unasked, "name a cluster in steward.yml below 'proxmox:'"));
                }
            }
            if (!problems.isEmpty()) {
                throw new InventoryException(problems);
            }
        }

        private static boolean unfilled(String expression, InventoryBuilder data) {
            return FILLED.stream().anyMatch(expression::startsWith)
                    && !data.hosts.containsKey(expression)
                    && !data.groups.containsKey(expression);
        }

        private static boolean open(String expression, InventoryBuilder data) {
            boolean exact = data.hosts.containsKey(expression)
                    || data.groups.containsKey(expression)
                            && !expression.equals(InventoryBuilder.ALL)
                            && !expression.equals(InventoryBuilder.UNGROUPED)
                            && FILLED.stream().noneMatch(expression::startsWith);
            return !exact && !List.of("localhost", "127.0.0.1", "::1").contains(expression);
        }

        private static Problem refused(Term term, List<String> gaps, String next) {
            return new Problem(
                    term.at(),
                    "which hosts '" + term.plain() + "' means is not known: " + String.join("; ", gaps),
                    Optional.of(next + ", or name hosts and groups of the inventory's files"),
                    Severity.ERROR);
        }
    }
}

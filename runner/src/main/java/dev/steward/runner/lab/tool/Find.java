package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.file.SymbolicLink;
import dev.steward.runner.lab.file.Wildcard;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.process.UsageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** find. */
final class Find implements Program {

    /** One test or action. */
    private interface Test {
        boolean on(Visit visit);
    }

    private static final class Visit {
        private final String path;
        private final Node node;
        private final int depth;
        private boolean pruned;
        private boolean quit;

        Visit(String path, Node node, int depth) {
            this.path = path;
            this.node = node;
            this.depth = depth;
        }
    }

    /** One run. */
    private static final class Search {
        private final Call call;
        private final List<String> words;
        private int at;
        private boolean acts;
        private boolean depthFirst;
        private int least;
        private int most = 1000;
        private boolean quit;
        private int status;

        Search(Call call, List<String> words) {
            this.call = call;
            this.words = words;
        }

        Test or() {
            Test left = and();
            while (is("-o") || is("-or")) {
                at++;
                Test first = left;
                Test second = and();
                left = visit -> first.on(visit) || second.on(visit);
            }
            return left;
        }

        private Test and() {
            Test left = visit -> true;
            while (at < words.size() && !is("-o") && !is("-or") && !is(")")) {
                if (is("-a") || is("-and")) {
                    at++;
                    continue;
                }
                Test first = left;
                Test second = not();
                left = visit -> first.on(visit) && second.on(visit);
            }
            return left;
        }

        private boolean is(String word) {
            return at < words.size() && words.get(at).equals(word);
        }

        private Test not() {
            if (is("!") || is("-not")) {
                at++;
                Test inner = not();
                return visit -> !inner.on(visit);
            }
            if (is("(")) {
                at++;
                Test inner = or();
                at++;
                return inner;
            }
            return primary(words.get(at++));
        }

        private String word(String of) {
            if (at >= words.size()) {
                throw new UsageException(1, Arguments.bytes("find: missing argument to `" + of + "'"));
            }
            return words.get(at++);
        }

        private Test primary(String name) {
            return switch (name) {
                case "-name" -> named(new Wildcard(word(name)), false);
                case "-path", "-wholename" -> path(new Wildcard(word(name)));
                case "-iname" -> named(new Wildcard(word(name).toLowerCase(java.util.Locale.ROOT)), true);
                case "-type" -> type(word(name));
                case "-mtime" -> age(word(name), Duration.ofDays(1));
                case "-mmin" -> age(word(name), Duration.ofMinutes(1));
                case "-newer" -> newer(word(name));
                case "-size" -> size(word(name));
                case "-user" -> owner(word(name), true);
                case "-group" -> owner(word(name), false);
                case "-perm" -> perm(word(name));
                case "-empty" ->
                    visit -> visit.node instanceof Directory d ? d.names().isEmpty() : visit.node.size() == 0;
                case "-true" -> visit -> true;
                case "-maxdepth", "-mindepth", "-xdev", "-mount", "-depth", "-daystart" -> option(name);
                default -> action(name);
            };
        }

        private Test option(String name) {
            if (name.equals("-maxdepth")) {
                most = Integer.parseInt(word(name));
            } else if (name.equals("-mindepth")) {
                least = Integer.parseInt(word(name));
            }
            depthFirst |= name.equals("-depth");
            return visit -> true;
        }

        private static Test named(Wildcard wildcard, boolean lower) {
            return visit -> {
                String base = Paths.base(visit.path);
                return wildcard.matches(lower ? base.toLowerCase(java.util.Locale.ROOT) : base);
            };
        }

        private static Test path(Wildcard wildcard) {
            return visit -> wildcard.matches(visit.path);
        }

        private static Test type(String letters) {
            return visit -> letters.indexOf(visit.node.letter() == '-' ? 'f' : visit.node.letter()) >= 0;
        }

        private Test age(String text, Duration unit) {
            long count = number(text);
            Instant now = call.machine().now();
            return visit ->
                    compare(text, Duration.between(visit.node.modified(), now).toMillis() / unit.toMillis(), count);
        }

        private static long number(String text) {
            String digits = text.replaceFirst("^[-+]", "");
            if (!digits.matches("\\d{1,9}")) {
                throw new UsageException(1, "find: invalid argument `" + text + "'");
            }
            return Long.parseLong(digits);
        }

        private static boolean compare(String text, long value, long wanted) {
            return text.startsWith("+") ? value > wanted : text.startsWith("-") ? value < wanted : value == wanted;
        }

        private Test newer(String path) {
            Instant than = call.machine().files().node(call.proc().who(), path).modified();
            return visit -> visit.node.modified().isAfter(than);
        }

        private static Test size(String text) {
            char last = text.charAt(text.length() - 1);
            long unit =
                    switch (last) {
                        case 'c' -> 1;
                        case 'k' -> 1024;
                        case 'M' -> 1 << 20;
                        default -> 512;
                    };
            long count = number(Character.isDigit(last) ? text : text.substring(0, text.length() - 1));
            return visit -> compare(text, (visit.node.size() + unit - 1) / unit, count);
        }

        private Test owner(String name, boolean user) {
            int id = user ? Rights.user(call, name) : Rights.group(call, name);
            return visit -> (user ? visit.node.uid() : visit.node.gid()) == id;
        }

        private static Test perm(String text) {
            int bits = Integer.parseInt(text.replaceFirst("^[-/]", ""), 8);
            return visit -> text.startsWith("-")
                    ? (visit.node.mode() & bits) == bits
                    : text.startsWith("/") ? (visit.node.mode() & bits) != 0 : visit.node.mode() == bits;
        }

        private Test action(String name) {
            switch (name) {
                case "-prune" -> {
                    return visit -> visit.pruned = true;
                }
                case "-print", "-print0" -> {
                    acts = true;
                    return visit -> {
                        call.out().print(visit.path).print(name.equals("-print") ? '\n' : '\0');
                        return true;
                    };
                }
                case "-printf" -> {
                    acts = true;
                    String format = word(name);
                    return visit -> {
                        call.out().print(printf(format, visit));
                        return true;
                    };
                }
                case "-quit" -> {
                    return visit -> visit.quit = true;
                }
                case "-delete" -> {
                    acts = true;
                    depthFirst = true;
                    return this::delete;
                }
                case "-exec", "-execdir" -> {
                    acts = true;
                    return exec();
                }
                default -> throw new UsageException(1, "find: unknown predicate `" + name + "'");
            }
        }

        private Test exec() {
            List<String> command = new ArrayList<>();
            while (!is(";")
                    && !(is("+")
                            && !command.isEmpty()
                            && command.get(command.size() - 1).equals("{}"))) {
                command.add(word("-exec"));
            }
            boolean all = words.get(at++).equals("+");
            List<String> template = all ? command.subList(0, command.size() - 1) : command;
            return visit -> {
                List<String> argv = new ArrayList<>();
                template.forEach(word -> argv.add(word.replace("{}", visit.path)));
                if (all) {
                    argv.add(visit.path);
                }
                int code = Exec.child(call, argv);
                status |= all && code != 0 ? 1 : 0;
                return code == 0;
            };
        }

        private boolean delete(Visit visit) {
            try {
                if (visit.node instanceof Directory) {
                    call.machine().files().rmdir(call.proc().who(), visit.path);
                } else {
                    call.machine().files().unlink(call.proc().who(), visit.path);
                }
                return true;
            } catch (FileException e) {
                status = call.fail(
                        1,
                        Arguments.bytes("cannot delete ‘" + visit.path + "’: "
                                + e.errno().text()));
                return false;
            }
        }

        private String printf(String format, Visit visit) {
            Node node = visit.node;
            long seconds = node.modified().getEpochSecond();
            return format.replace("\\n", "\n")
                    .replace("\\t", "\t")
                    .replace("\\0", "\0")
                    .replace("%p", visit.path)
                    .replace("%f", Paths.base(visit.path))
                    .replace("%s", Long.toString(node.size()))
                    .replace("%m", Integer.toOctalString(node.mode()))
                    .replace(
                            "%T@",
                            seconds + "."
                                    + String.format("%09d0", node.modified().getNano()))
                    .replace("%y", node.letter() == '-' ? "f" : String.valueOf(node.letter()))
                    .replace("%u", Accounts.name(call, "/etc/passwd", node.uid()))
                    .replace("%g", Accounts.name(call, "/etc/group", node.gid()))
                    .replace("%h", Paths.folder(visit.path))
                    .replace("%d", Integer.toString(visit.depth))
                    .replace(
                            "%l",
                            node instanceof SymbolicLink link
                                    ? link.target(call.proc().who())
                                    : "");
        }

        void walk(Test test, String path, Node node, int depth) {
            call.proc().step();
            Visit visit = new Visit(path, node, depth);
            boolean counted = depth >= least;
            if (!depthFirst && counted) {
                test(test, visit);
            }
            if (node instanceof Directory directory && depth < most && !visit.pruned && !quit) {
                below(test, directory, path, depth);
            }
            if (depthFirst && counted && !quit) {
                test(test, visit);
            }
        }

        private void below(Test test, Directory directory, String path, int depth) {
            if (!call.proc().who().may(directory, 4)) {
                status = call.fail(1, Arguments.bytes("‘" + path + "’: Permission denied"));
                return;
            }
            for (String name : directory.names()) {
                Node child = directory.get(name);
                if (child != null && !quit) {
                    walk(test, path + (path.endsWith("/") ? "" : "/") + name, child, depth + 1);
                }
            }
        }

        private void test(Test test, Visit visit) {
            if (test.on(visit) && !acts) {
                call.out().line(visit.path);
            }
            quit |= visit.quit;
        }
    }

    @Override
    public int run(Call call) {
        List<String> words = new ArrayList<>(call.arguments());
        words.removeIf(word -> word.equals("-H") || word.equals("-P"));
        List<String> roots = new ArrayList<>();
        while (!words.isEmpty()
                && !words.get(0).startsWith("-")
                && !words.get(0).equals("!")
                && !words.get(0).equals("(")) {
            roots.add(words.remove(0));
        }
        Search search = new Search(call, words);
        Test test = search.or();
        for (String root : roots.isEmpty() ? List.of(".") : roots) {
            try {
                search.walk(test, root, call.machine().files().lnode(call.proc().who(), root), 0);
            } catch (FileException e) {
                search.status = call.fail(
                        1, Arguments.bytes("‘" + root + "’: " + e.errno().text()));
            }
        }
        return search.status;
    }
}

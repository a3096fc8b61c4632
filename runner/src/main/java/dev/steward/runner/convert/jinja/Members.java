package dev.steward.runner.convert.jinja;

import dev.steward.runner.convert.jinja.Piece.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands after a point. */
final class Members {

    private static final String RESULT = "result:";
    private static final Set<String> FLAGS = Set.of("changed", "failed", "skipped", "unreachable", "exists");
    private static final Map<String, String> OF_ALL = Map.of(
            "msg",
            "message",
            "changed",
            "changed",
            "failed",
            "failed",
            "skipped",
            "skipped",
            "attempts",
            "attempts",
            "results",
            "results",
            "unreachable",
            "unreachable");
    private static final Map<String, String> OF_COMMANDS =
            Map.of("rc", "rc", "stdout", "stdout", "stderr", "stderr", "stdout_lines", "lines");
    private static final Map<String, String> OF_URI = Map.of("status", "status", "content", "content", "json", "json");
    private static final Map<String, String> OF_STAT = Map.ofEntries(
            Map.entry("exists", "exists"),
            Map.entry("isdir", "isDirectory"),
            Map.entry("isreg", "isFile"),
            Map.entry("islnk", "isLink"),
            Map.entry("size", "size"),
            Map.entry("mode", "mode"),
            Map.entry("pw_name", "owner"),
            Map.entry("gr_name", "group"),
            Map.entry("uid", "uid"),
            Map.entry("gid", "gid"),
            Map.entry("lnk_source", "target"),
            Map.entry("path", "path"),
            Map.entry("readable", "readable"),
            Map.entry("writeable", "writable"),
            Map.entry("executable", "executable"),
            Map.entry("inode", "inode"),
            Map.entry("nlink", "links"));

    private Members() {}

    static Piece property(Piece of, String name) throws Unconvertible {
        if (of.about().startsWith(RESULT)) {
            return ofResult(of, name, of.about().substring(RESULT.length()));
        }
        return switch (of.about()) {
            case "stat" -> known(of, name, OF_STAT, "the result of stat");
            case "facts" -> Facts.of(name);
            case "ipv4" -> {
                if (name.equals("address")) {
                    yield Piece.of("host.facts.address", Kind.TEXT);
                }
                throw new Unconvertible("of ansible_default_ipv4 only the address is known here");
            }
            default -> plain(of, name);
        };
    }

    private static Piece plain(Piece of, String name) {
        if (name.matches("\\d+")) {
            return index(of, name);
        }
        if (!name.matches("[A-Za-z_]\\w*")) {
            return index(of, Groovy.text(name));
        }
        return new Piece(of.operand() + "." + name, of.safe() + "?." + name, Kind.ANY, true, "", Optional.empty());
    }

    static Piece index(Piece of, String index) {
        return new Piece(
                of.operand() + "[" + index + "]", of.safe() + "[" + index + "]", Kind.ANY, true, "", Optional.empty());
    }

    private static Piece ofResult(Piece of, String name, String module) throws Unconvertible {
        if (module.equals("stat") && name.equals("stat")) {
            return Piece.about(of.groovy(), "stat");
        }
        if (name.equals("results")) {
            return Piece.about(of.groovy() + ".results", "results:" + module);
        }
        if (OF_ALL.containsKey(name)) {
            return known(of, name, OF_ALL, "");
        }
        Map<String, String> own =
                switch (module) {
                    case "command", "shell", "script" -> OF_COMMANDS;
                    case "uri" -> OF_URI;
                    default -> Map.of();
                };
        return known(of, name, own, "a result of " + (module.isEmpty() ? "a task that is not converted" : module));
    }

    private static Piece known(Piece of, String name, Map<String, String> names, String owner) throws Unconvertible {
        if (!names.containsKey(name)) {
            throw new Unconvertible("'" + name + "' of " + owner + " has no counterpart here");
        }
        String own = names.get(name);
        Kind kind = FLAGS.contains(own) || own.startsWith("is")
                ? Kind.FLAG
                : List.of("rc", "size", "status", "attempts").contains(own)
                        ? Kind.NUMBER
                        : own.equals("lines") ? Kind.LIST : own.equals("json") ? Kind.ANY : Kind.TEXT;
        return new Piece(of.groovy() + "." + own, of.safe() + "?." + own, kind, true, "", Optional.empty());
    }

    /** A method of Python's that is called on a value. */
    static Piece call(Piece of, String name, List<Piece> arguments) throws Unconvertible {
        String first = arguments.isEmpty() ? "" : arguments.get(0).groovy();
        String form = name + "/" + arguments.size();
        return switch (form) {
            case "find/1" ->
                new Piece(
                        of.operand() + ".contains(" + first + ")",
                        of.safe(),
                        Kind.FLAG,
                        true,
                        "find",
                        Optional.empty());
            case "startswith/1" -> of.call("startsWith(" + first + ")", Kind.FLAG);
            case "endswith/1" -> of.call("endsWith(" + first + ")", Kind.FLAG);
            case "lower/0" -> of.call("toLowerCase()", Kind.TEXT);
            case "upper/0" -> of.call("toUpperCase()", Kind.TEXT);
            case "strip/0" -> of.call("trim()", Kind.TEXT);
            case "split/0" -> of.call("tokenize(' \\t\\n')", Kind.LIST);
            case "splitlines/0" -> of.call("readLines()", Kind.LIST);
            case "replace/2" ->
                of.call("replace(" + first + ", " + arguments.get(1).groovy() + ")", Kind.TEXT);
            case "keys/0" -> of.call("keySet()", Kind.LIST);
            case "values/0" -> of.call("values()", Kind.LIST);
            case "get/1" -> index(of, first);
            default -> throw new Unconvertible("'." + name + "(…)' has no counterpart here");
        };
    }
}

package dev.steward.runner.convert.jinja;

import dev.steward.runner.convert.jinja.Piece.Kind;
import java.util.List;
import java.util.Optional;

/** What stands after {@code |}, and after {@code is}. */
final class Filters {

    private Filters() {}

    /** A filter other than default. */
    static Piece filtered(Piece of, String name, List<Piece> arguments) throws Unconvertible {
        String first = arguments.isEmpty() ? "" : arguments.get(0).groovy();
        return switch (name + "/" + arguments.size()) {
            case "bool/0" ->
                of.kind() == Kind.FLAG
                        ? of
                        : Piece.joined(
                                of.operand()
                                        + " in [true, 1, 'true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', '1']",
                                Kind.FLAG);
            case "int/0" -> isWhole(of) ? of : of.call("toInteger()", Kind.NUMBER);
            case "float/0" -> of.call("toBigDecimal()", Kind.NUMBER);
            case "string/0" ->
                of.kind() == Kind.TEXT ? of : Piece.of("\"${" + of.inText().groovy() + "}\"", Kind.TEXT);
            case "lower/0", "upper/0" -> cased(of, name);
            case "trim/0" -> of.call("trim()", Kind.TEXT);
            case "length/0", "count/0" -> of.call("size()", Kind.NUMBER);
            case "first/0" -> of.call("first()", Kind.ANY);
            case "last/0" -> of.call("last()", Kind.ANY);
            case "sort/0" -> of.call("sort()", Kind.LIST);
            case "unique/0" -> of.call("unique()", Kind.LIST);
            case "reverse/0" -> of.call("reverse()", Kind.LIST);
            case "flatten/0" -> of.call("flatten()", Kind.LIST);
            case "sum/0" -> of.call("sum()", Kind.ANY);
            case "min/0" -> of.call("min()", Kind.ANY);
            case "max/0" -> of.call("max()", Kind.ANY);
            case "join/0" -> of.call("join('')", Kind.TEXT);
            case "join/1" -> of.call("join(" + first + ")", Kind.TEXT);
            case "replace/2" ->
                of.call("replace(" + first + ", " + arguments.get(1).groovy() + ")", Kind.TEXT);
            case "ternary/2" ->
                Piece.joined(
                        of.operand() + " ? " + arguments.get(0).operand() + " : "
                                + arguments.get(1).operand(),
                        Kind.ANY);
            case "list/0" -> of;
            case "quote/0" -> of.about(Piece.QUOTED);
            case "dict2items/0" -> of.call("collect { k, v -> [key: k, value: v] }", Kind.LIST);
            case "changed/0", "failed/0", "skipped/0", "succeeded/0", "success/0" -> tested(of, name, List.of());
            default -> throw new Unconvertible("the filter '" + name + "' has no counterpart here");
        };
    }

    private static boolean isWhole(Piece of) {
        return of.kind() == Kind.NUMBER
                && (of.about().equals(Piece.WHOLE)
                        || of.groovy()
                                .matches("-?\\d+|.*\\.(size\\(\\)|toInteger\\(\\)|rc|size|status|attempts|cpus)"));
    }

    private static Piece cased(Piece of, String name) {
        boolean lower = name.equals("lower");
        if (of.kind() == Kind.FLAG) {
            return lower ? word(of, "true", "false") : word(of, "TRUE", "FALSE");
        }
        return asText(of).call(lower ? "toLowerCase()" : "toUpperCase()", Kind.TEXT);
    }

    /** What may be true or false becomes a text first. */
    private static Piece asText(Piece of) {
        return of.about().equals(Piece.TRUTH) ? Piece.of("\"${" + of.groovy() + "}\"", Kind.TEXT) : of;
    }

    private static Piece word(Piece of, String yes, String no) {
        return Piece.joined(of.operand() + " ? '" + yes + "' : '" + no + "'", Kind.TEXT);
    }

    /** A test; {@code is not} is made of its result by the caller. */
    static Piece tested(Piece of, String name, List<Piece> arguments) throws Unconvertible {
        return switch (name + "/" + arguments.size()) {
            case "defined/0" -> Piece.joined(of.safe() + " != null", Kind.FLAG);
            case "undefined/0", "none/0" -> Piece.joined(of.safe() + " == null", Kind.FLAG);
            case "changed/0", "change/0" -> Members.property(result(of, name), "changed");
            case "failed/0", "failure/0" -> Members.property(result(of, name), "failed");
            case "skipped/0", "skip/0" -> Members.property(result(of, name), "skipped");
            case "unreachable/0" -> Members.property(result(of, name), "unreachable");
            case "succeeded/0", "success/0" ->
                new Piece(
                        "!" + Members.property(result(of, name), "failed").groovy(),
                        "",
                        Kind.FLAG,
                        true,
                        "",
                        Optional.empty());
            case "true/0" -> Piece.joined(of.operand() + " == true", Kind.FLAG);
            case "false/0" -> Piece.joined(of.operand() + " == false", Kind.FLAG);
            case "search/1" -> searched(of, arguments.get(0));
            default -> throw new Unconvertible("the test 'is " + name + "' has no counterpart here");
        };
    }

    private static Piece result(Piece of, String test) throws Unconvertible {
        if (of.about().startsWith("result:") || of.groovy().equals("item")) {
            return of.groovy().equals("item") ? Piece.about("item", "result:") : of;
        }
        throw new Unconvertible("'is " + test + "' is asked of a registered result only");
    }

    private static Piece searched(Piece of, Piece pattern) throws Unconvertible {
        if (pattern.literal().filter(text -> text.matches("[\\w /:=,@-]*")).isEmpty()) {
            throw new Unconvertible(
                    "regular expressions are not for conditions here; ask contains, startsWith or endsWith");
        }
        return of.call("contains(" + pattern.groovy() + ")", Kind.FLAG);
    }
}

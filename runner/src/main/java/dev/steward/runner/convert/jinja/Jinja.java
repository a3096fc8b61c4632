package dev.steward.runner.convert.jinja;

import dev.steward.runner.convert.jinja.Piece.Kind;
import dev.steward.runner.convert.jinja.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one expression of Jinja, as Ansible's conditions and {@code {{ … }}} hold it, and says it in Groovy. */
final class Jinja {

    /** A name alone that a default stands behind: what it is, is asked together with the default. */
    private static final String NAMED = "named";

    /** Of brackets and of 'not': what nobody writes who means to be read. */
    private static final int DEEPEST = 50;

    private static final Map<String, String> COMPARING =
            Map.of("==", "==", "!=", "!=", "<", "<", ">", ">", "<=", "<=", ">=", ">=");

    private final Tokens tokens;
    private final Variables variables;

    private Jinja(Tokens tokens, Variables variables) {
        this.tokens = tokens;
        this.variables = variables;
    }

    /** The whole expression. */
    static Piece piece(String expression, Variables variables) throws Unconvertible {
        Tokens tokens = new Tokens(expression);
        if (tokens.depth() > DEEPEST) {
            throw new Unconvertible("an expression is nested too deeply to be read");
        }
        Jinja jinja = new Jinja(tokens, variables);
        Piece piece = jinja.choice();
        if (jinja.tokens.peek().kind() != Tokens.Kind.END) {
            throw new Unconvertible("'" + expression.strip() + "' cannot be read from '"
                    + jinja.tokens.peek().said() + "' on");
        }
        return piece;
    }

    private Piece choice() throws Unconvertible {
        Piece yes = either();
        if (!tokens.take("if")) {
            return yes;
        }
        Piece question = either();
        String no = tokens.take("else") ? choice().operand() : "''";
        return Piece.joined(question.operand() + " ? " + yes.operand() + " : " + no, yes.kind());
    }

    private Piece either() throws Unconvertible {
        Piece left = both();
        while (tokens.take("or")) {
            left = Piece.joined(alternative(left) + " || " + alternative(both()), Kind.FLAG);
        }
        return left;
    }

    private Piece both() throws Unconvertible {
        Piece left = negated();
        while (tokens.take("and")) {
            left = Piece.joined(conjunct(left) + " && " + conjunct(negated()), Kind.FLAG);
        }
        return left;
    }

    /** Beside {@code ||} nothing but a choice needs parentheses; beside {@code &&} an alternative too. */
    private static String alternative(Piece piece) {
        return piece.groovy().contains(" ? ") ? piece.operand() : piece.groovy();
    }

    private static String conjunct(Piece piece) {
        String said = piece.groovy();
        return said.contains(" || ") || said.contains(" ? ") || said.contains(" ?: ") ? piece.operand() : said;
    }

    private Piece negated() throws Unconvertible {
        if (!tokens.take("not")) {
            return compared();
        }
        return not(negated());
    }

    private static Piece not(Piece of) {
        String said = of.groovy();
        if (!of.simple() && said.matches("[^()|&?]* [!=]= null")) {
            return Piece.joined(
                    said.contains("!=") ? said.replace("!= null", "== null") : said.replace("== null", "!= null"),
                    Kind.FLAG);
        }
        return Piece.of(said.startsWith("!") && of.simple() ? said.substring(1) : "!" + of.operand(), Kind.FLAG);
    }

    private Piece compared() throws Unconvertible {
        Piece left = sum();
        while (true) {
            String sign = tokens.peek().said();
            if (tokens.peek().kind() == Tokens.Kind.SIGN && COMPARING.containsKey(sign)) {
                tokens.next();
                left = compare(left, sign, sum());
            } else if (tokens.take("in")) {
                left = contained(left, sum(), true);
            } else if (tokens.isName("not")) {
                tokens.next();
                tokens.expect("in");
                left = contained(left, sum(), false);
            } else if (tokens.take("is")) {
                left = test(left);
            } else {
                return left;
            }
        }
    }

    private static Piece compare(Piece left, String sign, Piece right) throws Unconvertible {
        if (left.about().equals("find")) {
            boolean found = sign.equals("!=") && right.groovy().equals("-1")
                    || sign.equals(">=") && right.groovy().equals("0")
                    || sign.equals(">") && right.groovy().equals("-1");
            boolean missing = sign.equals("==") && right.groovy().equals("-1")
                    || sign.equals("<") && right.groovy().equals("0");
            if (found || missing) {
                return Piece.of((found ? "" : "!") + left.groovy(), Kind.FLAG);
            }
            throw new Unconvertible("the place of a text in a text is not known here; ask contains");
        }
        if (Facts.hasWords(left) || Facts.hasWords(right)) {
            Piece fact = Facts.hasWords(left) ? left : right;
            String word = Facts.word(fact, fact == left ? right : left);
            return Piece.joined(fact.groovy() + " " + sign + " " + word, Kind.FLAG);
        }
        return Piece.joined(left.operand() + " " + COMPARING.get(sign) + " " + right.operand(), Kind.FLAG);
    }

    private static Piece contained(Piece what, Piece in, boolean yes) throws Unconvertible {
        if (Facts.hasWords(what)) {
            throw new Unconvertible("a list of distributions has no counterpart here; ask host.facts.os.id");
        }
        if (in.groovy().startsWith("[")) {
            return Piece.joined(what.operand() + (yes ? " in " : " !in ") + in.groovy(), Kind.FLAG);
        }
        return Piece.of((yes ? "" : "!") + in.operand() + ".contains(" + what.groovy() + ")", Kind.FLAG);
    }

    private Piece test(Piece of) throws Unconvertible {
        boolean not = tokens.take("not");
        Token name = tokens.next();
        if (name.kind() != Tokens.Kind.NAME) {
            throw new Unconvertible("'is " + name.said() + "' cannot be read");
        }
        List<Piece> arguments = tokens.take("(") ? arguments(")") : List.of();
        Piece tested = Filters.tested(of, name.said().equals("None") ? "none" : name.said(), arguments);
        return not ? not(tested) : tested;
    }

    private Piece sum() throws Unconvertible {
        Piece left = product();
        while (tokens.isSign("+") || tokens.isSign("-") || tokens.isSign("~")) {
            String sign = tokens.next().said();
            Piece right = product();
            left = sign.equals("~")
                    ? Piece.of(
                            "\"${" + left.inText().groovy() + "}${"
                                    + right.inText().groovy() + "}\"",
                            Kind.TEXT)
                    : Piece.joined(left.operand() + " " + sign + " " + right.operand(), left.kind());
        }
        return left;
    }

    private Piece product() throws Unconvertible {
        Piece left = signed();
        while (tokens.isSign("*") || tokens.isSign("/") || tokens.isSign("%")) {
            String sign = tokens.next().said();
            Piece both = Piece.joined(left.operand() + " " + sign + " " + signed().operand(), Kind.NUMBER);
            left = sign.equals("/") ? both.about(Piece.QUOTIENT) : both;
        }
        return left;
    }

    private Piece signed() throws Unconvertible {
        return tokens.take("-") ? Piece.of("-" + filtered().operand(), Kind.NUMBER) : filtered();
    }

    private Piece filtered() throws Unconvertible {
        Piece of = postfixed();
        while (tokens.take("|")) {
            String filter = tokens.next().said();
            List<Piece> arguments = tokens.take("(") ? arguments(")") : List.of();
            boolean otherwise = filter.equals("default") || filter.equals("d");
            of = otherwise ? otherwise(of, arguments) : Filters.filtered(of, filter, arguments);
        }
        return of;
    }

    /** {@code x | default(y)}; with true behind it what is empty counts as missing too. */
    private Piece otherwise(Piece said, List<Piece> arguments) throws Unconvertible {
        Piece value = arguments.isEmpty() ? Piece.text("") : arguments.get(0);
        if (value.groovy().equals("omit")) {
            throw new Unconvertible("default(omit) has no counterpart here; write the task twice, each with a when");
        }
        boolean empty = arguments.size() > 1 && arguments.get(1).groovy().equals("true");
        Piece of = said;
        if (said.about().equals(NAMED)) {
            Optional<String> both = value.kind() != Kind.ANY && value.simple()
                    ? variables.defaulted(said.groovy(), value.groovy())
                    : Optional.empty();
            if (both.isPresent()) {
                Piece named = both.get().contains(" ")
                        ? Piece.joined(both.get(), value.kind())
                        : Piece.of(both.get(), value.kind());
                return empty && !isFalse(value)
                        ? Piece.joined(named.operand() + " ?: " + value.operand(), value.kind())
                        : named;
            }
            of = Piece.of(variables.value(said.groovy()), Kind.ANY);
        }
        String missing = of.orMissing().operand();
        return Piece.joined(
                empty || isFalse(value)
                        ? missing + " ?: " + value.operand()
                        : missing + " != null ? " + missing + " : " + value.operand(),
                value.kind());
    }

    private static boolean isFalse(Piece value) {
        return List.of("false", "0", "''", "[]", "[:]").contains(value.groovy());
    }

    private Piece postfixed() throws Unconvertible {
        Piece of = atom();
        while (true) {
            if (tokens.take(".")) {
                String name = tokens.next().said();
                of = tokens.take("(") ? Members.call(of, name, arguments(")")) : member(of, name);
            } else if (tokens.take("[")) {
                Piece index = choice();
                tokens.expect("]");
                of = index.literal().isPresent() ? member(of, index.literal().get()) : indexed(of, index);
            } else {
                return of;
            }
        }
    }

    private Piece member(Piece of, String name) throws Unconvertible {
        Piece member = Members.property(of, name);
        boolean unknown = member.kind() == Kind.ANY && member.about().isEmpty();
        return unknown && variables.isTruth(name) ? member.about(Piece.TRUTH) : member;
    }

    private static Piece indexed(Piece of, Piece index) {
        return of.about().startsWith("results:")
                ? Piece.about(
                        of.groovy() + "[" + index.groovy() + "]",
                        "result:" + of.about().substring(8))
                : Members.index(of, index.groovy());
    }

    private Piece atom() throws Unconvertible {
        Token token = tokens.next();
        return switch (token.kind()) {
            case TEXT -> Piece.text(token.said());
            case NUMBER -> Piece.of(token.said(), Kind.NUMBER);
            case NAME -> name(token.said());
            case SIGN -> bracketed(token.said());
            case END -> throw new Unconvertible("an expression ends where something is missing");
        };
    }

    private Piece bracketed(String sign) throws Unconvertible {
        switch (sign) {
            case "(":
                Piece inside = choice();
                tokens.expect(")");
                return inside;
            case "[":
                List<Piece> elements = arguments("]");
                return Piece.of(
                        "["
                                + String.join(
                                        ", ",
                                        elements.stream().map(Piece::groovy).toList()) + "]",
                        Kind.LIST);
            case "{":
                return map();
            default:
                throw new Unconvertible("'" + sign + "' cannot stand here in an expression");
        }
    }

    private Piece map() throws Unconvertible {
        List<String> entries = new ArrayList<>();
        while (!tokens.take("}")) {
            Piece key = choice();
            tokens.expect(":");
            if (key.literal().isEmpty()) {
                throw new Unconvertible("the keys of a map are written as texts here");
            }
            entries.add(Groovy.key(key.literal().get()) + ": " + choice().groovy());
            tokens.take(",");
        }
        return Piece.of(entries.isEmpty() ? "[:]" : "[" + String.join(", ", entries) + "]", Kind.MAP);
    }

    private List<Piece> arguments(String end) throws Unconvertible {
        List<Piece> arguments = new ArrayList<>();
        while (!tokens.take(end)) {
            Piece argument = choice();
            if (tokens.isSign("=")) {
                throw new Unconvertible("'" + argument.groovy() + "=' of a filter has no counterpart here");
            }
            arguments.add(argument);
            if (!tokens.isSign(end)) {
                tokens.expect(",");
            }
        }
        return arguments;
    }

    private Piece name(String name) throws Unconvertible {
        switch (name) {
            case "true", "True", "false", "False":
                return Piece.of(name.toLowerCase(java.util.Locale.ROOT), Kind.FLAG);
            case "none", "None":
                return Piece.of("null", Kind.NOTHING);
            case "omit":
                return Piece.of("omit", Kind.ANY);
            case "inventory_hostname":
                return Piece.of("host.name", Kind.TEXT);
            case "group_names":
                return Piece.of("host.groups", Kind.LIST);
            case "ansible_facts":
                return Piece.about("", "facts");
            default:
                return tokens.isSign("(") ? function(name) : variable(name);
        }
    }

    private static Piece function(String name) throws Unconvertible {
        throw new Unconvertible(
                name.matches("lookup|query|q")
                        ? "lookups have no counterpart here; a secret is written secret('name'), a file of its own is read by a task"
                        : "'" + name + "(…)' has no counterpart here");
    }

    private Piece variable(String name) throws Unconvertible {
        if (name.matches(
                "hostvars|groups|play_hosts|ansible_play_.*|ansible_failed_.*|playbook_dir|role_path|ansible_check_mode|"
                        + "inventory_dir|inventory_hostname_short|ansible_loop.*|ansible_date_time|ansible_env")) {
            throw new Unconvertible("'" + name + "' has no counterpart here");
        }
        Optional<String> module = variables.registered(name);
        if (module.isPresent()) {
            return Piece.about(variables.value(name), "result:" + module.get());
        }
        boolean fact = name.startsWith("ansible_")
                && !name.matches("ansible_(host|port|user|password|become.*|connection|ssh_.*|python_interpreter)");
        if (fact) {
            return Facts.of(name.substring(8));
        }
        if (name.equals("ansible_host") && !tokens.isDefault()) {
            return Piece.joined(variables.value(name) + " ?: host.name", Kind.TEXT);
        }
        if (tokens.isDefault()) {
            return Piece.about(name, NAMED);
        }
        Piece piece = Piece.of(variables.value(name), variables.settled(name));
        return variables instanceof Locals locals && locals.mayBeTruth(name) ? piece.about(Piece.TRUTH) : piece;
    }
}

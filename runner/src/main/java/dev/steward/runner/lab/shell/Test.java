package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.file.Device;
import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.file.RegularFile;
import dev.steward.runner.lab.file.SymbolicLink;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.UsageException;
import java.util.List;
import java.util.Set;

/** test and [ (POSIX: what one to four arguments mean is decided by their number). */
public final class Test {

    private static final Set<String> BINARY =
            Set.of("=", "==", "!=", "<", ">", "-eq", "-ne", "-gt", "-ge", "-lt", "-le", "-nt", "-ot", "-ef");

    private final Call call;
    private final List<String> words;
    private int at;

    /** An evaluation of a call's arguments. */
    public Test(Call call) {
        this.call = call;
        List<String> all = call.arguments();
        if (call.name().equals("[")) {
            if (all.isEmpty() || !all.get(all.size() - 1).equals("]")) {
                throw new UsageException(2, "[: missing ]");
            }
            all = all.subList(0, all.size() - 1);
        }
        this.words = all;
    }

    /** 0 true, 1 false. */
    public int evaluate() {
        return (switch (words.size()) {
                    case 0 -> false;
                    case 1 -> !words.get(0).isEmpty();
                    case 2 -> words.get(0).equals("!") ? words.get(1).isEmpty() : unary(words.get(0), words.get(1));
                    case 3 -> three();
                    default -> whole();
                })
                ? 0
                : 1;
    }

    private boolean three() {
        if (BINARY.contains(words.get(1))) {
            return binary(words.get(0), words.get(1), words.get(2));
        }
        return whole();
    }

    private boolean whole() {
        boolean value = or();
        if (at < words.size()) {
            throw new UsageException(2, call.name() + ": " + words.get(at) + ": unexpected operator");
        }
        return value;
    }

    private boolean or() {
        boolean value = and();
        while (at < words.size() && words.get(at).equals("-o")) {
            at++;
            value |= and();
        }
        return value;
    }

    private boolean and() {
        boolean value = not();
        while (at < words.size() && words.get(at).equals("-a")) {
            at++;
            value &= not();
        }
        return value;
    }

    private boolean not() {
        if (at < words.size() && words.get(at).equals("!")) {
            at++;
            return !not();
        }
        return primary();
    }

    private boolean primary() {
        if (at >= words.size()) {
            throw new UsageException(2, call.name() + ": argument expected");
        }
        if (at + 2 < words.size() && BINARY.contains(words.get(at + 1))) {
            at += 3;
            return binary(words.get(at - 3), words.get(at - 2), words.get(at - 1));
        }
        String word = words.get(at++);
        if (word.equals("(")) {
            boolean value = or();
            if (at >= words.size() || !words.get(at++).equals(")")) {
                throw new UsageException(2, call.name() + ": closing paren expected");
            }
            return value;
        }
        if (word.matches("-[a-zA-Z]") && at < words.size()) {
            return unary(word, words.get(at++));
        }
        return !word.isEmpty();
    }

    private boolean binary(String left, String operator, String right) {
        return switch (operator) {
            case "=", "==" -> left.equals(right);
            case "!=" -> !left.equals(right);
            case "<" -> left.compareTo(right) < 0;
            case ">" -> left.compareTo(right) > 0;
            case "-nt", "-ot", "-ef" -> files(left, operator, right);
            default -> numbers(number(left), operator, number(right));
        };
    }

    private static boolean numbers(long left, String operator, long right) {
        return switch (operator) {
            case "-eq" -> left == right;
            case "-ne" -> left != right;
            case "-gt" -> left > right;
            case "-ge" -> left >= right;
            case "-lt" -> left < right;
            default -> left <= right;
        };
    }

    private long number(String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            throw new UsageException(2, call.name() + ": Illegal number: " + text);
        }
    }

    private boolean files(String left, String operator, String right) {
        Node one = look(left);
        Node two = look(right);
        if (operator.equals("-ef")) {
            return one != null && one == two;
        }
        if (one == null || two == null) {
            return operator.equals("-nt") ? one != null : two != null;
        }
        int order = one.modified().compareTo(two.modified());
        return operator.equals("-nt") ? order > 0 : order < 0;
    }

    private Node look(String path) {
        return call.machine().files().look(call.proc().who(), path);
    }

    private boolean unary(String operator, String word) {
        switch (operator) {
            case "-n":
                return !word.isEmpty();
            case "-z":
                return word.isEmpty();
            case "-t":
                return false;
            case "-h", "-L":
                return link(word);
            default:
                break;
        }
        Node node = look(word);
        boolean there = node != null;
        return switch (operator) {
            case "-e", "-a" -> there;
            case "-f" -> node instanceof RegularFile;
            case "-d" -> node instanceof Directory;
            case "-s" -> there && node.size() > 0;
            case "-p", "-S", "-b", "-c" -> node instanceof Device device && device.letter() == kind(operator);
            case "-r" -> there && call.proc().who().may(node, 4);
            case "-w" -> there && call.proc().who().may(node, 2);
            case "-x" -> there && call.proc().who().may(node, 1);
            case "-u" -> there && (node.mode() & 04000) != 0;
            case "-g" -> there && (node.mode() & 02000) != 0;
            case "-k" -> there && (node.mode() & 01000) != 0;
            case "-O" -> there && node.uid() == call.proc().user().uid();
            case "-G" -> there && node.gid() == call.proc().user().gid();
            default -> throw new UsageException(2, call.name() + ": " + operator + ": unexpected operator");
        };
    }

    private static char kind(String operator) {
        return operator.equals("-S") ? 's' : operator.charAt(1);
    }

    private boolean link(String path) {
        try {
            return call.machine().files().place(call.proc().who(), path, false).node() instanceof SymbolicLink;
        } catch (FileException e) {
            return false;
        }
    }
}

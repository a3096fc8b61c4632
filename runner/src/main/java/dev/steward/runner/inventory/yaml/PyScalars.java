package dev.steward.runner.inventory.yaml;

import dev.steward.runner.inventory.yaml.YamlNode.IsoDate;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Plain words as PyYAML reads them (YAML 1.1, {@code yaml/resolver.py} and {@code yaml/constructor.py}): {@code no} is false,
 * {@code 0755} is 493, {@code 22:22} is 1342, {@code 1e3} is a text. SnakeYAML's own patterns differ in small things.
 */
final class PyScalars extends Resolver {

    static final Tag VALUE = new Tag(Tag.PREFIX + "value");

    private static final Pattern BOOL =
            Pattern.compile("yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(?:[0-9][0-9_]*)\\.[0-9_]*(?:[eE][-+][0-9]+)?"
            + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
            + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])++\\.[0-9_]*"
            + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
    private static final Pattern INT = Pattern.compile("[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)"
            + "|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])++");
    private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern TIME = Pattern.compile("([0-9]{4})-([0-9][0-9]?)-([0-9][0-9]?)"
            + "(?:(?:[Tt]|[ \\t]+)([0-9][0-9]?):([0-9][0-9]):([0-9][0-9])(?:\\.([0-9]*))?"
            + "(?:[ \\t]*(?:(Z)|([-+])([0-9][0-9]?)(?::([0-9][0-9]))?))?)?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
        if (kind != NodeId.scalar || !implicit) {
            return kind == NodeId.mapping ? Tag.MAP : kind == NodeId.sequence ? Tag.SEQ : Tag.STR;
        }
        char first = value.isEmpty() ? '~' : value.charAt(0);
        if (Character.isLetter(first) || first == '~') {
            return BOOL.matcher(value).matches()
                    ? Tag.BOOL
                    : NULL.matcher(value).matches() ? Tag.NULL : Tag.STR;
        }
        if (first == '<' || first == '=') {
            return value.equals("<<") ? Tag.MERGE : value.equals("=") ? VALUE : Tag.STR;
        }
        return number(value);
    }

    private static Tag number(String value) {
        if (FLOAT.matcher(value).matches()) {
            return Tag.FLOAT;
        }
        if (INT.matcher(value).matches()) {
            return Tag.INT;
        }
        boolean date = DATE.matcher(value).matches();
        boolean time = !date && TIME.matcher(value).matches() && value.length() > 10;
        return date || time ? Tag.TIMESTAMP : Tag.STR;
    }

    /**
     * The value of a tagged word.
     *
     * @throws IllegalArgumentException where the word is none of that kind, as {@code !!int abc} or {@code 2024-02-30}
     */
    static Object value(Tag tag, String text) {
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return bool(text);
        }
        if (tag.equals(Tag.INT)) {
            return integer(text.replace("_", ""));
        }
        if (tag.equals(Tag.FLOAT)) {
            return real(text.replace("_", "").toLowerCase(Locale.ROOT));
        }
        return tag.equals(Tag.TIMESTAMP) ? time(text) : text;
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "on" -> true;
            case "no", "false", "off" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither yes nor no");
        };
    }

    private static Number integer(String text) {
        boolean minus = text.startsWith("-");
        String digits = minus || text.startsWith("+") ? text.substring(1) : text;
        BigInteger value = magnitude(digits);
        BigInteger signed = minus ? value.negate() : value;
        return signed.bitLength() < Long.SIZE ? (Number) signed.longValue() : signed;
    }

    private static BigInteger magnitude(String digits) {
        if (digits.startsWith("0b")) {
            return new BigInteger(digits.substring(2), 2);
        }
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        if (digits.startsWith("0")) {
            return new BigInteger(digits.replaceFirst("^0[oO]", ""), 8);
        }
        BigInteger value = BigInteger.ZERO;
        for (String part : digits.split(":", -1)) {
            value = value.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
        }
        return value;
    }

    private static double real(String text) {
        boolean minus = text.startsWith("-");
        String digits = minus || text.startsWith("+") ? text.substring(1) : text;
        double value;
        if (digits.equals(".inf")) {
            value = Double.POSITIVE_INFINITY;
        } else if (digits.equals(".nan")) {
            value = Double.NaN;
        } else {
            String[] parts = digits.split(":", -1);
            double base = 1;
            value = 0;
            for (int i = parts.length - 1; i >= 0; i--) {
                value += Double.parseDouble(parts[i]) * base;
                base *= 60;
            }
        }
        return minus ? -value : value;
    }

    /** A date or time as Python's {@code isoformat} writes it, which is what Ansible prints. */
    private static IsoDate time(String text) {
        Matcher match = TIME.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no date");
        }
        try {
            LocalDate date = LocalDate.of(number(match, 1), number(match, 2), number(match, 3));
            if (match.group(4) == null) {
                return new IsoDate(date.toString());
            }
            LocalTime time = LocalTime.of(number(match, 4), number(match, 5), number(match, 6));
            String fraction = match.group(7) == null ? "" : (match.group(7) + "000000").substring(0, 6);
            String micros = fraction.isEmpty() || Integer.parseInt(fraction) == 0 ? "" : "." + fraction;
            String seconds = String.format("%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
            return new IsoDate(date + "T" + seconds + micros + zone(match));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no date of the calendar", e);
        }
    }

    private static String zone(Matcher match) {
        if (match.group(9) == null) {
            return match.group(8) == null ? "" : "+00:00";
        }
        int hours = number(match, 10);
        int minutes = match.group(11) == null ? 0 : number(match, 11);
        ZoneOffset offset = ZoneOffset.ofTotalSeconds((match.group(9).equals("-") ? -60 : 60) * (hours * 60 + minutes));
        return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
    }

    private static int number(Matcher match, int group) {
        return Integer.parseInt(match.group(group));
    }
}

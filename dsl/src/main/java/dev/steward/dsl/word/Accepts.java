package dev.steward.dsl.word;

import dev.steward.dsl.catalog.Param;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Type.Kind;
import java.util.Collection;
import java.util.Optional;

/** Whether a parameter takes a value, before the run as far as the value is known. */
public final class Accepts {

    private Accepts() {}

    /**
     * Why a value is refused.
     *
     * @param message one sentence
     * @param suggestion the next step; empty text: none
     */
    public record Refusal(String message, String suggestion) {}

    /**
     * Asks whether a parameter takes a value.
     *
     * @param owner the module or word it belongs to
     * @param param the parameter
     * @param type what is known of the value
     * @param value the value where it is known, else null
     * @return empty where it is taken
     */
    public static Optional<Refusal> check(String owner, Param param, Type type, Object value) {
        String subject = "'" + param.name() + "'" + (param.name().equals(owner) ? "" : " of " + owner);
        if (type.is(Kind.NOTHING)) {
            return Optional.of(new Refusal(subject + " takes " + words(param) + ", not null", "leave it out"));
        }
        if (!type.is(Kind.ANY) && !fits(param.type(), type, value)) {
            return Optional.of(new Refusal(
                    subject + " takes " + words(param) + ", not " + name(type), advice(param.type(), type, value)));
        }
        if (param.type() == Param.Type.CHOICE
                && value instanceof String word
                && !param.choices().contains(word)) {
            return Optional.of(new Refusal(
                    subject + " is one of " + param.choices() + ", not '" + word + "'",
                    Suggestion.of(word, param.choices())));
        }
        return form(subject, param, value);
    }

    private static Optional<Refusal> form(String subject, Param param, Object value) {
        boolean argument = param.type() == Param.Type.TEXTS
                || param.type() == Param.Type.SHELL
                || param.form() == Param.Form.ABSOLUTE_PATH;
        if (argument && nul(value)) {
            return Optional.of(new Refusal(
                    subject + " holds a NUL character, which no argument of a program and no path can hold",
                    "leave it out"));
        }
        return value instanceof String text && !param.form().fits(text)
                ? Optional.of(new Refusal(subject + " takes " + param.form().words() + ", not '" + text + "'", ""))
                : Optional.empty();
    }

    private static boolean nul(Object value) {
        return value instanceof Collection<?> all
                ? all.stream().anyMatch(Accepts::nul)
                : value instanceof String text && text.indexOf('\0') >= 0;
    }

    private static String name(Type type) {
        return type.name()
                + type.element().map(e -> " with " + e.name() + " in it").orElse("");
    }

    private static String words(Param param) {
        return param.type() == Param.Type.CHOICE
                ? "one of " + param.choices()
                : param.type().words();
    }

    private static boolean fits(Param.Type wanted, Type given, Object value) {
        if (given.is(Kind.SECRET)) {
            return wanted == Param.Type.TEXT || wanted == Param.Type.ANY;
        } else if (given.is(Kind.RAW)) {
            return false;
        }
        return switch (wanted) {
            case TEXT, CHOICE -> given.is(Kind.TEXT);
            case SHELL, CONDITIONS -> false;
            case FLAG -> given.is(Kind.FLAG);
            case INTEGER -> given.is(Kind.INTEGER);
            case NUMBER -> given.numeric();
            case DURATION -> given.is(Kind.DURATION);
            case SIZE -> given.is(Kind.SIZE) || value instanceof Long;
            case TEXTS -> given.is(Kind.TEXT) || given.is(Kind.LIST) && texts(given);
            case LIST -> given.is(Kind.LIST);
            case MAP -> given.is(Kind.MAP) || given.is(Kind.RECORD);
            case ANY -> true;
        };
    }

    private static boolean texts(Type list) {
        return list.element().map(e -> e.unknown() || e.is(Kind.TEXT)).orElse(true);
    }

    private static String advice(Param.Type wanted, Type given, Object value) {
        boolean text = wanted == Param.Type.TEXT || wanted == Param.Type.TEXTS;
        if (given.numeric() && text) {
            return "write it in quotes" + (value == null ? "" : ": '" + value + "'");
        } else if (given.is(Kind.INTEGER) && wanted == Param.Type.DURATION) {
            return "write " + (value == null ? "30" : value) + ".seconds";
        } else if (value instanceof String && (wanted == Param.Type.FLAG || wanted == Param.Type.INTEGER)) {
            return "write it without quotes";
        }
        return "";
    }
}

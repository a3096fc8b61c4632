package dev.steward.web.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parameters of a query or a form, in order.
 *
 * @param all names may repeat
 */
public record Params(List<Param> all) {

    /** No parameter. */
    public static final Params NONE = new Params(List.of());

    public Params {
        all = List.copyOf(all);
    }

    /**
     * One parameter.
     *
     * @param name decoded
     * @param value decoded
     */
    public record Param(String name, String value) {}

    /**
     * Parameters from {@code application/x-www-form-urlencoded} text.
     *
     * @throws Refused 400 where it is none
     */
    public static Params parse(String encoded) {
        List<Param> all = new ArrayList<>();
        if (encoded != null) {
            for (String pair : encoded.split("&")) {
                int cut = pair.indexOf('=');
                if (!pair.isEmpty()) {
                    all.add(new Param(
                            decoded(cut < 0 ? pair : pair.substring(0, cut)),
                            cut < 0 ? "" : decoded(pair.substring(cut + 1))));
                }
            }
        }
        return new Params(all);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refused.bad("The parameters cannot be read: a % is not followed by two hexadecimal digits.");
        }
    }

    /** The first value of a name that is not blank, stripped. */
    public Optional<String> first(String name) {
        return values(name).stream().findFirst();
    }

    /** The first value of a name exactly as it was sent, for what is compared letter by letter; empty text: none was. */
    public String exact(String name) {
        return all.stream()
                .filter(param -> param.name().equals(name))
                .map(Param::value)
                .findFirst()
                .orElse("");
    }

    /** All values of a name that are not blank, stripped. */
    public List<String> values(String name) {
        return all.stream()
                .filter(param -> param.name().equals(name))
                .map(param -> param.value().strip())
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** Whether a box is ticked or a flag is set. */
    public boolean on(String name) {
        return first(name)
                .filter(value -> !value.equals("false") && !value.equals("0"))
                .isPresent();
    }

    /**
     * A number within bounds.
     *
     * @throws Refused 400 where it is none, or outside
     */
    public Optional<Long> number(String name, long least, long most) {
        return first(name).map(text -> {
            try {
                long number = Long.parseLong(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw Refused.bad("'" + name + "' must be a number, not '" + text + "'.");
            }
            throw Refused.bad("'" + name + "' must be from " + least + " to " + most + ", not " + text + ".");
        });
    }

    /** Without the parameters of a name. */
    public Params without(String name) {
        return new Params(
                all.stream().filter(param -> !param.name().equals(name)).toList());
    }

    /** With a further parameter. */
    public Params with(String name, String value) {
        List<Param> more = new ArrayList<>(all);
        more.add(new Param(name, value));
        return new Params(more);
    }

    /** Encoded, with a leading question mark; empty where there is no parameter. */
    public String query() {
        StringBuilder text = new StringBuilder();
        all.forEach(param -> text.append(text.isEmpty() ? '?' : '&')
                .append(URLEncoder.encode(param.name(), StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(param.value(), StandardCharsets.UTF_8)));
        return text.toString();
    }
}

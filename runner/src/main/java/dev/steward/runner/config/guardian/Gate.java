package dev.steward.runner.config.guardian;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A phase's condition in the words of a playbook: {@code battery <= 10} is {@code ups.charge <= 10}. */
final class Gate {

    private static final Pattern ONE =
            Pattern.compile("\\s*(?:battery|charge|battery\\.charge)\\s*(<=|<|>=|>|==|!=)\\s*(\\d{1,3})\\s*%?\\s*");

    private Gate() {}

    /** The gate; empty where the condition is not understood. */
    static Optional<String> of(String condition) {
        List<String> parts = new ArrayList<>();
        Matcher sign = Pattern.compile("&&|\\|\\|").matcher(condition);
        int from = 0;
        while (sign.find()) {
            parts.add(condition.substring(from, sign.start()));
            parts.add(sign.group());
            from = sign.end();
        }
        parts.add(condition.substring(from));
        List<String> said = new ArrayList<>();
        for (String part : parts) {
            Matcher one = ONE.matcher(part);
            if (part.equals("&&") || part.equals("||")) {
                said.add(part);
            } else if (one.matches() && Integer.parseInt(one.group(2)) <= 100) {
                said.add("ups.charge " + one.group(1) + " " + Integer.parseInt(one.group(2)));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(String.join(" ", said));
    }
}

package dev.steward.runner.module.file;

import dev.steward.runner.module.Outcome;
import java.util.Optional;

/** Permissions and owners as playbooks write them. */
final class Modes {

    private Modes() {}

    /** As {@code 0644}, from what {@code stat -c %a} says. */
    static String shown(String octal) {
        return octal.length() >= 4 ? octal : "0".repeat(4 - octal.length()) + octal;
    }

    /** Five digits for chmod(1): with fewer, GNU keeps a folder's setgid bit. The empty text where nothing is asked. */
    static String argument(Optional<String> mode) {
        return mode.map(text -> "0".repeat(5 - text.length()) + text).orElse("");
    }

    /** As written in a playbook, from bits. */
    static String octal(int bits) {
        return String.format("%04o", bits);
    }

    /** Why these cannot be used; empty where they can. */
    static Optional<Outcome> refused(Optional<String> mode, Optional<String> owner, Optional<String> group) {
        if (mode.filter(text -> !text.matches("[0-7]{3,4}")).isPresent()) {
            return Optional.of(Outcome.failed("'mode' is octal text such as '0644', not '" + mode.get() + "'"));
        }
        for (Optional<String> name : java.util.List.of(owner, group)) {
            if (name.filter(text -> !text.matches("[A-Za-z0-9_][A-Za-z0-9_.$-]*"))
                    .isPresent()) {
                return Optional.of(Outcome.failed("'" + name.get() + "' is no name of a user or group"));
            }
        }
        return Optional.empty();
    }
}

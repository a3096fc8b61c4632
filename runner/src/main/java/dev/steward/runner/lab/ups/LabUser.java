package dev.steward.runner.lab.ups;

import java.util.Set;

/**
 * A section of {@code upsd.users}.
 *
 * @param name in brackets there
 * @param password its own
 * @param actions of SET, FSD
 * @param commands its instcmds; ALL: all
 * @param upsmon primary, secondary or empty text
 */
public record LabUser(String name, String password, Set<String> actions, Set<String> commands, String upsmon) {

    public LabUser {
        actions = Set.copyOf(actions);
        commands = Set.copyOf(commands);
    }

    /** One that may log in and give every command, as Steward's own. */
    public static LabUser secondary(String name, String password) {
        return new LabUser(name, password, Set.of("SET"), Set.of("ALL"), "secondary");
    }

    boolean may(String action) {
        return switch (action) {
            case "LOGIN" -> !upsmon.isEmpty();
            case "PRIMARY" -> upsmon.equals("primary");
            case "FSD" -> upsmon.equals("primary") || actions.contains("FSD");
            default -> actions.contains(action);
        };
    }

    boolean gives(String command) {
        return commands.contains("ALL") || commands.contains(command);
    }
}

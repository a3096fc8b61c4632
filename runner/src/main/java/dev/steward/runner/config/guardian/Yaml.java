package dev.steward.runner.config.guardian;

/** Values as YAML writes them. */
final class Yaml {

    private Yaml() {}

    /** A text that YAML reads as this text and as nothing else. */
    static String text(String value) {
        if (value.matches("[A-Za-z/][A-Za-z0-9._/@-]*") && !value.matches("(?i)y|n|yes|no|on|off|true|false|null")) {
            return value;
        }
        if (value.chars().anyMatch(c -> c < ' ')) {
            return "\""
                    + value.replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")
                            .replace("\t", "\\t") + "\"";
        }
        return "'" + value.replace("'", "''") + "'";
    }
}

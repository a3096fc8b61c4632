package dev.steward.runner.inventory.sheet;

import dev.steward.runner.inventory.ConnectionVars;
import java.util.regex.Pattern;

/** Names of what is a secret though it stands there in plain text; a file with a secret in it is none itself. */
public final class SecretNames {

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(passw|passphrase|secret|token|credential|api_?key|private_?key|_pass$|^pass$).*");

    private static final Pattern HARMLESS = Pattern.compile("(?i).*(_file|_path|_dir|_url|_length|_days|_enabled)$");

    private SecretNames() {}

    /** Whether a variable of this name holds a secret. */
    public static boolean is(String name) {
        return ConnectionVars.isPassword(name)
                || SECRET.matcher(name).matches() && !HARMLESS.matcher(name).matches();
    }
}

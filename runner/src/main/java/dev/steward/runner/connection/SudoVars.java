package dev.steward.runner.connection;

import dev.steward.runner.connection.ConnectionException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code ansible_become_exe} and {@code ansible_become_flags}, as far as they cannot change who acts and what is asked. */
final class SudoVars {

    /** Ours: how the password is asked for, which Ansible's default flags name too. */
    private static final Set<String> OURS = Set.of("-S", "-n", "--stdin", "--non-interactive");

    private static final Set<String> TAKEN = Set.of("-H", "--set-home", "-E", "--preserve-env", "-k", "-P", "-B");
    private static final Pattern VALUED =
            Pattern.compile("(--preserve-env|--group|--type|--role|--host)=[\\w.,:@%+-]+");
    private static final Pattern PROGRAM = Pattern.compile("[\\w./+-]*[\\w+]");

    private SudoVars() {}

    static Sudo of(HostVars vars, String host) throws ConnectionException {
        String program = vars.text("ansible_become_exe", "ansible_sudo_exe").orElse("sudo");
        if (!PROGRAM.matcher(program).matches() || program.startsWith("-")) {
            throw problem(host, "ansible_become_exe is '" + program + "', expected the name or path of a program");
        }
        boolean said = vars.text("ansible_become_flags", "ansible_sudo_flags").isPresent();
        List<String> flags = new ArrayList<>(said ? List.of() : Sudo.USUAL.flags());
        for (String word : vars.words(said(vars))) {
            if (TAKEN.contains(word) || VALUED.matcher(word).matches()) {
                flags.add(word);
            } else if (!OURS.contains(word)) {
                throw problem(
                        host,
                        "'" + word + "' of ansible_become_flags cannot be honoured; known are -H, -E, -k, -P, -B and"
                                + " --preserve-env=…, --group=…");
            }
        }
        return new Sudo(program, flags);
    }

    private static String said(HostVars vars) throws ConnectionException {
        return vars.text("ansible_become_flags").isPresent() ? "ansible_become_flags" : "ansible_sudo_flags";
    }

    private static ConnectionException problem(String host, String what) {
        return new ConnectionException(Kind.CONFIGURATION, host + ": " + what, null);
    }
}

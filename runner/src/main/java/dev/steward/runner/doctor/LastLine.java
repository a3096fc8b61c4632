package dev.steward.runner.doctor;

import dev.steward.runner.power.upsmon.ShutdownScript;
import dev.steward.runner.power.upsmon.UpsmonConf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an upsmon that shuts its machine down does so as the last line of defence: by {@link ShutdownScript}, as it is shipped. Any
 * other SHUTDOWNCMD acts at LB or FSD on all machines at once, and undoes the plan.
 *
 * @param script where it lies
 */
record LastLine(Path script) {

    private static final String WHAT = "upsmon";
    private static final String PRINTS = "; 'steward ups-config --role fallback' prints what it must be";

    /** What is wrong with it; empty: nothing. */
    Optional<Finding> look(UpsmonConf conf) {
        String command = conf.shutdown().orElse("").strip();
        if (!command.equals(script.toString())) {
            return problem("it shuts this machine down by itself at LB or FSD (SHUTDOWNCMD \"" + command
                    + "\", FINALDELAY " + conf.finalDelay().toSeconds()
                    + "), while Steward carries its plan out: two shutdowns at once; comment SHUTDOWNCMD and FINALDELAY"
                    + " out and give MONITOR the power value 0 with MINSUPPLIES 0; 'steward ups-config' prints what it must be."
                    + " As the last line of defence it waits for its slot, by " + ShutdownScript.PLACE
                    + ": playbooks/provision-nut-client.groovy sets that up");
        }
        return file();
    }

    private Optional<Finding> file() {
        try {
            if (!Files.isExecutable(script)) {
                return problem("its SHUTDOWNCMD " + script
                        + " is missing or cannot be executed: this machine would never go" + PRINTS);
            }
            PosixFileAttributes is = Files.readAttributes(script, PosixFileAttributes.class);
            Set<PosixFilePermission> others = Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
            if (!is.owner().getName().equals("root")
                    || is.permissions().stream().anyMatch(others::contains)) {
                return problem(script + " can be changed by others than root, who then decide what runs at an outage:"
                        + " chown root:root " + script + " && chmod 755 " + script);
            }
            return Files.readString(script).equals(ShutdownScript.text())
                    ? Optional.empty()
                    : problem(script
                            + " is not the one of this release: run playbooks/provision-nut-client.groovy again, or"
                            + " as root 'steward ups-config --file " + ShutdownScript.NAME + " >" + script + "'");
        } catch (IOException e) {
            return problem(script + " cannot be looked at: " + e.getMessage());
        }
    }

    private static Optional<Finding> problem(String said) {
        return Optional.of(Finding.problem(WHAT, said));
    }
}

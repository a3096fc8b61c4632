package dev.steward.runner.doctor;

import dev.steward.runner.power.upsmon.UpsmonConf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** NUT's own files on this machine: whether upsmon tells Steward, and does not shut down beside it but as the last line. */
final class UpsmonCheck {

    private static final String WHAT = "upsmon";
    private static final String PRINTS = "; 'steward ups-config' prints what it must be";
    /** Without these an outage is seen only at the next poll. */
    private static final List<String> NEEDED = List.of("ONBATT", "ONLINE", "LOWBATT", "FSD");

    private final Path folder;
    private final Path spool;
    private final Duration plan;
    private final String user;
    private final LastLine last;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * A check.
     *
     * @param folder of NUT's files
     * @param last what it may shut down by
     * @param spool where hints are left
     * @param plan what the power plan takes at most; zero: not known
     * @param user whom Steward runs as
     */
    UpsmonCheck(Path folder, LastLine last, Path spool, Duration plan, String user) {
        this.folder = folder;
        this.last = last;
        this.spool = spool;
        this.plan = plan;
        this.user = user;
    }

    List<Finding> look() {
        Path file = folder.resolve("upsmon.conf");
        if (!Files.exists(file)) {
            findings.add(Finding.note(
                    WHAT,
                    "there is none on this machine: an outage is seen at the next poll instead of at once" + PRINTS));
            return findings;
        }
        if (!Files.isReadable(file)) {
            findings.add(Finding.note(
                    WHAT, file + " cannot be read by this user; run 'steward doctor' as root to look at it"));
            spool();
            return findings;
        }
        try {
            mode();
            conf(UpsmonConf.of(Files.readString(file)));
        } catch (IOException e) {
            findings.add(Finding.problem(WHAT, file + " cannot be read: " + e.getMessage()));
        }
        spool();
        return findings;
    }

    private void mode() throws IOException {
        Path nut = folder.resolve("nut.conf");
        if (!Files.isReadable(nut)) {
            return;
        }
        try (Stream<String> lines = Files.lines(nut)) {
            if (lines.map(String::strip).anyMatch(line -> line.matches("MODE\\s*=\\s*\"?none\"?.*"))) {
                findings.add(Finding.problem(WHAT, nut + " has MODE=none: nothing of NUT starts here" + PRINTS));
            }
        }
    }

    private void conf(UpsmonConf conf) {
        int before = findings.size();
        if (conf.shutsDown()) {
            last.look(conf).ifPresent(findings::add);
        }
        hostSync(conf);
        notifies(conf);
        if (findings.size() == before) {
            findings.add(Finding.good(
                    WHAT,
                    "tells Steward of " + String.join(", ", NEEDED)
                            + (conf.shutsDown()
                                    ? ", and shuts this machine down in its slot where no Steward holds the outage"
                                    : " and shuts nothing down")));
        }
    }

    private void hostSync(UpsmonConf conf) {
        boolean primary = conf.monitors().stream().anyMatch(UpsmonConf.Monitor::primary);
        if (primary && !plan.isZero() && conf.hostSync().compareTo(plan) < 0) {
            findings.add(Finding.problem(
                    WHAT,
                    "HOSTSYNC is " + conf.hostSync().toSeconds() + " s, and the plan may take " + plan.toSeconds()
                            + " s: this primary has the UPS cut the power before the plan is done; set HOSTSYNC "
                            + plan.toSeconds()));
        }
        if (!primary && !plan.isZero()) {
            findings.add(Finding.note(
                    WHAT,
                    "the primary is another machine: its HOSTSYNC (15 s where nobody set it) must be at least "
                            + plan.toSeconds() + " s, the length of the plan"));
        }
    }

    private void notifies(UpsmonConf conf) {
        if (conf.notifyCommand().isEmpty()) {
            findings.add(Finding.problem(WHAT, "it has no NOTIFYCMD: Steward is told of nothing" + PRINTS));
            return;
        }
        List<String> silent = NEEDED.stream().filter(type -> !conf.calls(type)).toList();
        if (!silent.isEmpty()) {
            findings.add(Finding.problem(
                    WHAT,
                    "NOTIFYCMD is never called for " + String.join(", ", silent) + ": write NOTIFYFLAG " + silent.get(0)
                            + " SYSLOG+EXEC and so on"));
        }
        String command = conf.notifyCommand().get().split(" ")[0];
        if (command.endsWith("/upssched")) {
            findings.add(Finding.note(
                    WHAT, "NOTIFYCMD is upssched; its CMDSCRIPT must be steward-notify (upssched.conf)" + PRINTS));
            return;
        }
        script(Path.of(command));
    }

    private void script(Path script) {
        if (!Files.isExecutable(script)) {
            findings.add(
                    Finding.problem(WHAT, "its NOTIFYCMD " + script + " is missing or cannot be executed" + PRINTS));
            return;
        }
        try {
            PosixFileAttributes is = Files.readAttributes(script, PosixFileAttributes.class);
            if (!is.owner().getName().equals("root")
                    || is.permissions().contains(PosixFilePermission.GROUP_WRITE)
                    || is.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                findings.add(Finding.problem(
                        WHAT,
                        script
                                + " can be changed by others than root, who then decide what runs at an outage: chown root:root "
                                + script + " && chmod 755 " + script));
            }
        } catch (IOException e) {
            findings.add(Finding.problem(WHAT, script + " cannot be looked at: " + e.getMessage()));
        }
    }

    private void spool() {
        String make = "install -d -o " + user + " -g nut -m 2730 " + spool;
        if (!Files.isDirectory(spool, LinkOption.NOFOLLOW_LINKS)) {
            findings.add(
                    Finding.problem("hints", spool + " is no folder: hints of upsmon go nowhere; as root: " + make));
            return;
        }
        try {
            PosixFileAttributes is = Files.readAttributes(spool, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            int mode = (int) Files.getAttribute(spool, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
            List<String> wrong = Stream.of(
                            mode == 02730 ? "" : "mode " + Integer.toOctalString(mode) + " instead of 2730",
                            is.group().getName().equals("nut")
                                    ? ""
                                    : "group " + is.group().getName() + " instead of nut",
                            is.owner().getName().equals(user)
                                    ? ""
                                    : "owner " + is.owner().getName() + " instead of " + user)
                    .filter(text -> !text.isEmpty())
                    .toList();
            findings.add(
                    wrong.isEmpty()
                            ? Finding.good("hints", spool + " is as it must be")
                            : Finding.problem(
                                    "hints",
                                    spool + " has " + wrong.stream().collect(Collectors.joining(", ")) + "; as root: "
                                            + make));
        } catch (IOException | UnsupportedOperationException e) {
            findings.add(Finding.problem("hints", spool + " cannot be looked at: " + e.getMessage()));
        }
    }
}

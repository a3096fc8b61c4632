package dev.steward.runner.follow;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.engine.output.OutputLimits;
import dev.steward.runner.engine.output.OutputText;
import dev.steward.runner.follow.FollowException.Kind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.secret.TextMasker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads journals and files of guests and nodes. */
final class Reading {

    private static final OutputLimits ALL = new OutputLimits(Integer.MAX_VALUE, 0, 16_384);
    private static final int KEPT = 4096;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Doors doors;
    private final Measuring measuring;
    private final Finder finder;
    private final TextMasker masker;

    Reading(Doors doors, Measuring measuring, Finder finder, TextMasker masker) {
        this.doors = doors;
        this.measuring = measuring;
        this.finder = finder;
        this.masker = masker;
    }

    /** Its journal; of what was booted without systemd the file of its syslog daemon. */
    void journal(Subject subject, JournalAsk ask, Receiver<String> receiver)
            throws FollowException, IOException, InterruptedException {
        ask.check();
        through(subject, ask.live(), receiver, (door, there) -> {
            Means means = means(door);
            if (means.systemd()) {
                missing(door, ask.services(), there, receiver);
                return means.journal(ask);
            }
            if (there instanceof Subject.OfNode || means.messages().isEmpty()) {
                throw new FollowException(
                        Kind.NOT_FOUND,
                        there.words() + " has no systemd and no /var/log/messages; name a file: steward proxmox tail "
                                + there.id() + " FILE",
                        null);
            }
            if (!ask.services().isEmpty()) {
                receiver.note(there.words() + " has no systemd, so no units: "
                        + means.messages().get() + " is shown whole");
            }
            return means.messages(ask);
        });
    }

    /** Files as they grow. */
    void tail(Subject subject, TailAsk ask, Receiver<String> receiver)
            throws FollowException, IOException, InterruptedException {
        ask.check();
        through(subject, ask.live(), receiver, (door, there) -> means(door).tail(ask));
    }

    /** Chooses what is run. */
    private interface Choice {

        Command of(Doors.Door door, Subject there)
                throws FollowException, ConnectionException, IOException, InterruptedException;
    }

    private void through(Subject subject, boolean live, Receiver<String> receiver, Choice choice)
            throws FollowException, IOException, InterruptedException {
        Subject there = running(subject);
        try (Doors.Door door = doors.to(there, live)) {
            Command command = choice.of(door, there)
                    .as(door.as())
                    .within(new Command.Limits(live ? Optional.empty() : Optional.of(LONGEST), Optional.empty(), KEPT));
            Result result = run(door, command, receiver);
            if (!result.good()) {
                running(there);
                throw new FollowException(
                        Kind.FAILED,
                        there.words() + ": reading ended with status " + result.exit()
                                + last(masker.mask(result.err())),
                        null);
            }
        } catch (ConnectionException e) {
            running(there);
            throw new FollowException(Kind.UNREACHABLE, e.getMessage(), e);
        }
    }

    private Result run(Doors.Door door, Command command, Receiver<String> receiver)
            throws ConnectionException, IOException, InterruptedException {
        OutputText text = new OutputText(ALL, masker, (stream, lines) -> {
            for (String line : lines.split("\n", -1)) {
                hand(receiver, stream, line);
            }
        });
        try {
            Result result = door.way().run(command, text);
            text.end();
            return result;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void hand(Receiver<String> receiver, String stream, String line) {
        try {
            if (stream.equals("stdout")) {
                receiver.take(line);
            } else if (!line.isBlank()) {
                receiver.note(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Means means(Doors.Door door) throws ConnectionException, InterruptedException {
        return Means.read(door.way().run(Means.ASK.as(door.as()), Output.NONE).out());
    }

    /* A unit that is not there is waited for in silence, be it a misspelt one. */
    private static void missing(Doors.Door door, List<String> services, Subject there, Receiver<String> receiver)
            throws ConnectionException, IOException, InterruptedException {
        if (services.isEmpty()) {
            return;
        }
        List<String> states = door.way()
                .run(Means.unknown(services).as(door.as()), Output.NONE)
                .out()
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        for (int i = 0; i < services.size() && states.size() == services.size(); i++) {
            if (states.get(i).equals("not-found")) {
                receiver.note("there is no unit '" + services.get(i) + "' on " + there.words());
            }
        }
    }

    private static String last(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .reduce((a, b) -> b)
                .map(line -> ": " + line)
                .orElse("");
    }

    /** Where it is now. What does not run has nothing to read. */
    private Subject running(Subject subject) throws FollowException, InterruptedException {
        if (subject instanceof Subject.OfNode) {
            return subject;
        }
        Guest guest = ((Subject.OfGuest) subject).guest();
        try {
            String status = measuring.current(guest).text("status", "unknown");
            if (!status.equals("running")) {
                throw new FollowException(Kind.CONFLICT, subject.words() + " is not running, status: " + status, null);
            }
            return subject;
        } catch (PveException e) {
            if (e.kind() != PveException.Kind.MISSING) {
                throw FollowException.of(e);
            }
            Guest moved = finder.again(guest)
                    .filter(now -> !now.node().equals(guest.node()))
                    .orElseThrow(() -> FollowException.of(e));
            return running(new Subject.OfGuest(moved));
        }
    }
}

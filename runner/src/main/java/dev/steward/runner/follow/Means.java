package dev.steward.runner.follow;

import dev.steward.runner.connection.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a host has to read logs with. Names that come from people are arguments of programs, never text of a shell.
 *
 * @param systemd whether it was booted with systemd (sd_booted(3)), so that there is a journal
 * @param gnu whether its tail is that of GNU: BusyBox knows no {@code --retry}, but {@code -F} alone
 * @param messages the file of a syslog daemon; empty: there is none
 */
record Means(boolean systemd, boolean gnu, Optional<String> messages) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Asks; the answer is for {@link #read}. */
    static final Command ASK = Command.script(
                    "s=-;[ -d /run/systemd/system ]&&command -v journalctl >/dev/null 2>&1&&s=systemd;"
                            + "t=-;tail --version >/dev/null 2>&1&&t=gnu;"
                            + "m=-;for f in /var/log/messages /var/log/syslog;do [ -e $f ]&&{ m=$f;break;};done;echo $s $t $m")
            .within(Command.Limits.of(PATIENCE));

    static Means read(String answer) {
        List<String> words = List.of(answer.strip().split(" "));
        return new Means(
                words.contains("systemd"),
                words.contains("gnu"),
                words.stream().filter(word -> word.startsWith("/")).findFirst());
    }

    /** Prints, and where that is asked for follows, the journal. */
    Command journal(JournalAsk ask) {
        List<String> argv = new ArrayList<>(List.of("journalctl", "--no-pager", "-n", String.valueOf(ask.limit())));
        ask.services().forEach(service -> argv.addAll(List.of("-u", service)));
        if (ask.live()) {
            argv.add("-f");
        }
        return command(argv);
    }

    /** The same of the file of a syslog daemon. */
    Command messages(JournalAsk ask) {
        return tail(new TailAsk(List.of(messages.orElseThrow()), ask.limit(), ask.live()));
    }

    /** Prints, and where that is asked for follows, files. */
    Command tail(TailAsk ask) {
        List<String> argv = new ArrayList<>(List.of("tail"));
        if (ask.live()) {
            argv.addAll(gnu ? List.of("--retry", "-F") : List.of("-F"));
        }
        argv.addAll(List.of("-n", String.valueOf(ask.limit()), "--"));
        argv.addAll(ask.files());
        return command(argv);
    }

    /** Says which of these units there are not, one a line. */
    static Command unknown(List<String> services) {
        List<String> argv = new ArrayList<>(List.of("systemctl", "show", "-p", "LoadState", "--value", "--"));
        argv.addAll(services);
        return command(argv).within(Command.Limits.of(PATIENCE));
    }

    private static Command command(List<String> argv) {
        return Command.argv(argv.toArray(String[]::new));
    }
}

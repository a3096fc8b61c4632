package dev.steward.runner.cli.account;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.print.Keyboard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A new password, as a person types it or a program pipes it in: never as an argument, where everyone on the machine sees it. */
final class NewPassword {

    private final InputStream in;

    NewPassword(InputStream in) {
        this.in = in;
    }

    /** The first line of standard input. */
    String piped() throws IOException, Refusal {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        return Optional.ofNullable(lines.readLine())
                .orElseThrow(() -> new Refusal(Exit.OPTIONS, List.of("No password came by standard input.")));
    }

    /** Typed twice on the terminal. */
    String asked(String name) throws Refusal {
        if (Keyboard.console().isEmpty()) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of(
                            "A password is asked for on a terminal, and there is none; pipe it in with --password-stdin."));
        }
        String first = Bench.password("New password of " + name + ": ");
        if (!first.equals(Bench.password("Once more: "))) {
            throw new Refusal(Exit.OPTIONS, List.of("The two are not the same; nothing was changed."));
        }
        return first;
    }
}

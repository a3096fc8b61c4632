package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.process.Call;
import java.util.List;

/** echo: dash's, which takes escapes always, and that of coreutils, which wants -e. */
public final class Echo {

    private Echo() {}

    static int dash(Call call) {
        List<String> words = call.arguments();
        boolean newline = words.isEmpty() || !words.get(0).equals("-n");
        return print(call, newline ? words : words.subList(1, words.size()), newline, true);
    }

    /** /bin/echo. */
    public static int coreutils(Call call) {
        List<String> words = call.arguments();
        boolean newline = true;
        boolean escapes = false;
        int at = 0;
        for (; at < words.size() && words.get(at).matches("-[neE]+"); at++) {
            newline &= !words.get(at).contains("n");
            escapes = words.get(at).contains("e");
        }
        return print(call, words.subList(at, words.size()), newline, escapes);
    }

    private static int print(Call call, List<String> words, boolean newline, boolean escapes) {
        String text = String.join(" ", words);
        if (!escapes) {
            call.out().print(text);
        } else {
            Escapes decoded = Escapes.echo(text);
            call.out().print(decoded.text());
            newline &= !decoded.stopped();
        }
        if (newline) {
            call.out().print('\n');
        }
        return 0;
    }
}

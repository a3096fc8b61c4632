package dev.steward.runner.module.file;

import dev.steward.runner.event.Diff;
import dev.steward.runner.module.script.Answer;
import java.util.List;
import java.util.stream.Stream;

/** The changes of mode and owner in a script's answer. */
final class Attributes {

    private Attributes() {}

    static List<Diff> diffs(String path, Answer answer) {
        return Stream.of("owner", "group", "mode")
                .filter(name -> answer.has("was." + name))
                .map(name -> new Diff(
                        path + " (" + name + ")",
                        shown(name, answer.text("was." + name)),
                        shown(name, answer.text("now." + name))))
                .toList();
    }

    private static String shown(String name, String value) {
        return (name.equals("mode") ? Modes.shown(value) : value) + "\n";
    }
}

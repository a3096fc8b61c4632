package dev.steward.web.main;

import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.print.Screen;
import dev.steward.web.reference.Reference;
import dev.steward.web.reference.Reference.Entry;
import dev.steward.web.reference.Search;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code steward reference}: what the page of that name says, in a terminal. */
@Command(
        mixinStandardHelpOptions = true,
        name = "reference",
        description = {
            "Explains a module, a word of playbooks, a command or a section of steward.yml; without WORD it lists them all.",
            "Exit: 0 it is there, 1 nothing is called so; what is near is listed then."
        })
final class ReferenceCommand implements Callable<Integer> {

    private final Screen screen;

    @Parameters(paramLabel = "WORD", description = "As apt, retries, 'patch apply' or power.ups.", arity = "0..*")
    private List<String> words;

    ReferenceCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (words == null) {
            Reference.all().forEach(this::list);
            return Exit.OK;
        }
        String asked = String.join(" ", words);
        List<Entry> found = Reference.all().stream()
                .flatMap(part -> part.entries().stream())
                .filter(entry -> entry.called(asked))
                .toList();
        found.forEach(this::print);
        return found.isEmpty() ? near(asked) : Exit.OK;
    }

    private void list(Reference part) {
        screen.out().println(screen.paint(Screen.Paint.TITLE, part.title()));
        part.entries().forEach(entry -> screen.out().printf("  %-22s %s%n", entry.word(), plain(entry.sentence())));
        screen.out().println();
    }

    private int near(String asked) {
        List<Search.Hit> hits = Search.find(asked);
        screen.err()
                .println("steward: the reference has no '" + asked + "'"
                        + (hits.isEmpty() ? "; 'steward reference' lists what it has." : ". Near it:"));
        hits.stream().limit(20).forEach(hit -> screen.out()
                .printf(
                        "  %-22s %s%n",
                        hit.word(), (hit.in().isEmpty() ? "" : "of " + hit.in() + ": ") + plain(hit.sentence())));
        return Exit.ERROR;
    }

    private void print(Entry entry) {
        boolean code = false;
        for (String line : entry.text().split("\n")) {
            if (line.startsWith("```")) {
                code = !code;
            } else if (code) {
                screen.out().println("    " + line);
            } else if (line.startsWith("## ")) {
                screen.out()
                        .println(screen.paint(Screen.Paint.TITLE, line.substring(3))
                                + screen.paint(Screen.Paint.QUIET, "   on the page: " + entry.path()));
            } else if (!line.startsWith("| --- ")) {
                screen.out().println(line.startsWith("| ") ? row(line) : plain(line));
            }
        }
        screen.out().println();
    }

    private static String row(String line) {
        List<String> cells = Arrays.stream(
                        line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|"))
                .map(String::strip)
                .map(ReferenceCommand::plain)
                .toList();
        return String.format(
                "  %-22s %s",
                cells.get(0),
                cells.stream().skip(1).filter(cell -> !cell.isEmpty()).collect(Collectors.joining("; ")));
    }

    private static String plain(String text) {
        return text.replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                .replace("`", "")
                .replace("\\|", "|");
    }
}

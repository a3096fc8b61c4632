package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.UsageException;
import java.util.List;

/** getopts. */
final class Options {

    private Options() {}

    static int getopts(Shell shell, Call call) {
        if (call.arguments().size() < 2) {
            throw new UsageException(2, "getopts: Usage: getopts optstring var [arg...]");
        }
        String allowed = call.arguments().get(0);
        String name = call.arguments().get(1);
        List<String> words = call.arguments().size() > 2
                ? call.arguments().subList(2, call.arguments().size())
                : shell.parameters();
        int index = Integer.parseInt(
                shell.variables().get("OPTIND", "1").replaceAll("\\D.*", "").concat(""));
        int place = Integer.parseInt(shell.variables().get("_OPTPLACE", "0"));
        if (place == 0) {
            if (index > words.size()
                    || !words.get(index - 1).matches("-.+")
                    || words.get(index - 1).equals("--")) {
                boolean dashes = index <= words.size() && words.get(index - 1).equals("--");
                return done(shell, name, dashes ? index + 1 : index);
            }
            place = 1;
        }
        return option(shell, new Place(words, index, place), allowed, name);
    }

    private record Place(List<String> words, int index, int at) {}

    private static int done(Shell shell, String name, int index) {
        shell.variables().set(name, "?");
        shell.variables().set("OPTIND", Integer.toString(index));
        return 1;
    }

    private static int option(Shell shell, Place place, String allowed, String name) {
        String word = place.words().get(place.index() - 1);
        char letter = word.charAt(place.at());
        boolean silent = allowed.startsWith(":");
        int known = letter == ':' ? -1 : allowed.indexOf(letter);
        boolean more = place.at() + 1 < word.length();
        shell.variables().unset("OPTARG");
        if (known < 0) {
            move(shell, more ? place.index() : place.index() + 1, more ? place.at() + 1 : 0);
            return unknown(shell, name, letter, silent, "Illegal option -");
        }
        boolean argument = known + 1 < allowed.length() && allowed.charAt(known + 1) == ':';
        if (!argument) {
            move(shell, more ? place.index() : place.index() + 1, more ? place.at() + 1 : 0);
        } else if (more) {
            shell.variables().set("OPTARG", word.substring(place.at() + 1));
            move(shell, place.index() + 1, 0);
        } else if (place.index() < place.words().size()) {
            shell.variables().set("OPTARG", place.words().get(place.index()));
            move(shell, place.index() + 2, 0);
        } else {
            move(shell, place.index() + 1, 0);
            int status = unknown(shell, name, letter, silent, "No arg for -");
            shell.variables().set(name, silent ? ":" : "?");
            return status;
        }
        shell.variables().set(name, String.valueOf(letter));
        return 0;
    }

    private static int unknown(Shell shell, String name, char letter, boolean silent, String message) {
        shell.variables().set(name, "?");
        if (silent) {
            shell.variables().set("OPTARG", String.valueOf(letter));
        } else {
            new Call(shell.proc(), "sh", List.of()).say(0, message + letter + " option");
        }
        return 0;
    }

    private static void move(Shell shell, int index, int place) {
        shell.variables().set("OPTIND", Integer.toString(index));
        shell.variables().set("_OPTPLACE", Integer.toString(place));
    }
}

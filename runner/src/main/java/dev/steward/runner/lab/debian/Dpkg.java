package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.file.Wildcard;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** dpkg and dpkg-query. */
final class Dpkg {

    private static final Pattern FIELD = Pattern.compile("\\$\\{([^};]+)(?:;(-?\\d+))?\\}");

    private Dpkg() {}

    static int dpkg(Call call) {
        List<String> words = new ArrayList<>(call.arguments());
        words.removeIf(word -> word.startsWith("--force-") || word.startsWith("--no-pager"));
        if (words.isEmpty()) {
            throw new UsageException(
                    2,
                    "dpkg: error: need an action option\n\nType dpkg --help for help about installing and deinstalling packages [*];");
        }
        String action = words.remove(0);
        return switch (action) {
            case "-l", "--list" -> list(call, words);
            case "-s", "--status" -> status(call, words);
            case "-W", "--show" -> query(call, words, "${binary:Package}\t${Version}\n");
            case "--audit", "-C", "--configure" ->
                action.equals("--configure") && call.proc().user().uid() != 0
                        ? call.say(2, "dpkg: error: requested operation requires superuser privilege")
                        : 0;
            case "--compare-versions" -> compare(words);
            case "--print-architecture" -> line(call, "amd64");
            case "--print-foreign-architectures" -> 0;
            case "--version" -> line(call, "Debian 'dpkg' package management program version 1.21.22 (amd64).");
            case "--get-selections" -> selections(call, words);
            default ->
                throw new UsageException(
                        2,
                        "dpkg: error: unknown option " + action
                                + "\n\nType dpkg --help for help about installing and deinstalling packages [*];");
        };
    }

    private static int line(Call call, String text) {
        call.out().line(text);
        return 0;
    }

    static int dpkgQuery(Call call) {
        List<String> words = new ArrayList<>();
        String format = "${binary:Package}\t${Version}\n";
        String action = "";
        for (int i = 0; i < call.arguments().size(); i++) {
            String word = call.arguments().get(i);
            if (word.startsWith("--showformat=") || word.startsWith("-f=")) {
                format = word.substring(word.indexOf('=') + 1);
            } else if (word.equals("-f") || word.equals("--showformat")) {
                format = call.arguments().get(++i);
            } else if (word.startsWith("-f")) {
                format = word.substring(2);
            } else if (word.startsWith("-")) {
                action = word;
            } else {
                words.add(word);
            }
        }
        return switch (action) {
            case "-W", "--show" -> query(call, words, format);
            case "-l", "--list" -> list(call, words);
            case "-s", "--status" -> status(call, words);
            default -> throw new UsageException(2, "dpkg-query: error: need an action option");
        };
    }

    private static List<Stanza> matching(Call call, List<String> patterns, int[] missing) {
        Map<String, Stanza> all = new Catalog(call.machine()).status();
        if (patterns.isEmpty()) {
            return List.copyOf(all.values());
        }
        List<Stanza> found = new ArrayList<>();
        for (String pattern : patterns) {
            Wildcard wildcard = new Wildcard(pattern.replaceFirst(":amd64$", ""));
            List<Stanza> some = all.values().stream()
                    .filter(stanza -> wildcard.matches(stanza.name()))
                    .toList();
            if (some.isEmpty()) {
                call.say(1, "dpkg-query: no packages found matching " + pattern);
                missing[0] = 1;
            }
            found.addAll(some);
        }
        return found;
    }

    private static int query(Call call, List<String> patterns, String format) {
        int[] missing = {0};
        String plain = format.replace("\\n", "\n").replace("\\t", "\t");
        for (Stanza stanza : matching(call, patterns, missing)) {
            Matcher matcher = FIELD.matcher(plain);
            StringBuilder line = new StringBuilder();
            while (matcher.find()) {
                String value = field(stanza, matcher.group(1));
                String width = matcher.group(2);
                matcher.appendReplacement(
                        line,
                        Matcher.quoteReplacement(width == null ? value : String.format("%" + width + "s", value)));
            }
            call.out().print(matcher.appendTail(line));
        }
        return missing[0];
    }

    private static String field(Stanza stanza, String name) {
        return switch (name) {
            case "db:Status-Abbrev" -> abbreviated(stanza) + " ";
            case "db:Status-Status" -> stanza.get("Status").replaceFirst(".* ", "");
            case "db:Status-Want" -> stanza.get("Status").replaceFirst(" .*", "");
            case "binary:Package" -> stanza.name() + (stanza.get("Multi-Arch").equals("same") ? ":amd64" : "");
            case "binary:Summary" ->
                stanza.get("Description").lines().findFirst().orElse("");
            default -> stanza.get(name);
        };
    }

    private static String abbreviated(Stanza stanza) {
        String[] parts = stanza.get("Status").split(" ");
        String want = parts[0].equals("hold") ? "h" : parts[0].equals("deinstall") ? "r" : "i";
        return want
                + switch (parts[2]) {
                    case "installed" -> "i";
                    case "unpacked" -> "U";
                    case "config-files" -> "c";
                    default -> "F";
                };
    }

    private static int list(Call call, List<String> patterns) {
        int[] missing = {0};
        List<Stanza> found = matching(call, patterns, missing);
        if (found.isEmpty()) {
            return missing[0];
        }
        call.out()
                .line("Desired=Unknown/Install/Remove/Purge/Hold")
                .line("| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend")
                .line("|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)")
                .line("||/ Name                     Version                  Architecture Description")
                .line(
                        "+++-========================-========================-============-=================================");
        found.forEach(stanza -> call.out()
                .line(String.format(
                        "%s  %-24s %-24s %-12s %s",
                        abbreviated(stanza),
                        field(stanza, "binary:Package"),
                        stanza.version(),
                        stanza.get("Architecture"),
                        field(stanza, "binary:Summary"))));
        return missing[0];
    }

    private static int status(Call call, List<String> names) {
        Map<String, Stanza> all = new Catalog(call.machine()).status();
        int status = 0;
        for (String name : names) {
            Stanza stanza = all.get(name);
            if (stanza == null) {
                status = call.say(
                        1,
                        "dpkg-query: package '" + name + "' is not installed and no information is available\n"
                                + "Use dpkg --info (= dpkg-deb --info) to examine archive files.");
            } else {
                call.out().line(stanza.text());
            }
        }
        return status;
    }

    private static int compare(List<String> words) {
        if (words.size() != 3) {
            throw new UsageException(
                    2, "dpkg: error: --compare-versions takes three arguments: <version> <relation> <version>");
        }
        int order = Version.compare(words.get(0), words.get(2));
        return switch (words.get(1)) {
                    case "lt", "<<" -> order < 0;
                    case "le", "<=" -> order <= 0;
                    case "eq", "=" -> order == 0;
                    case "ne" -> order != 0;
                    case "ge", ">=" -> order >= 0;
                    case "gt", ">>" -> order > 0;
                    default -> throw new UsageException(2, "dpkg: error: --compare-versions bad relation");
                }
                ? 0
                : 1;
    }

    private static int selections(Call call, List<String> patterns) {
        int[] missing = {0};
        matching(call, patterns, missing).forEach(stanza -> call.out()
                .line(field(stanza, "binary:Package") + "\t\t\t\t\t"
                        + stanza.get("Status").replaceFirst(" .*", "")));
        return missing[0];
    }
}

package dev.steward.runner.lab.debian;

import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Inputs;
import dev.steward.runner.lab.process.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of a call to apt-get with the configuration they amount to (apt.conf(5)). */
final class AptOptions {

    private static final Pattern SETTING = Pattern.compile("([A-Za-z][\\w:/-]*)\\s+\"([^\"]*)\"\\s*;");
    private static final Map<String, String> LONG = Map.ofEntries(
            Map.entry("--yes", "APT::Get::Assume-Yes"),
            Map.entry("--assume-yes", "APT::Get::Assume-Yes"),
            Map.entry("--assume-no", "APT::Get::Assume-No"),
            Map.entry("--simulate", "APT::Get::Simulate"),
            Map.entry("--just-print", "APT::Get::Simulate"),
            Map.entry("--dry-run", "APT::Get::Simulate"),
            Map.entry("--auto-remove", "APT::Get::AutomaticRemove"),
            Map.entry("--autoremove", "APT::Get::AutomaticRemove"),
            Map.entry("--with-new-pkgs", "APT::Get::Upgrade-Allow-New"),
            Map.entry("--purge", "APT::Get::Purge"),
            Map.entry("--print-uris", "APT::Get::Print-URIs"),
            Map.entry("--quiet", "quiet"),
            Map.entry("--download-only", "APT::Get::Download-Only"));
    private static final Set<String> IGNORED = Set.of(
            "--no-install-recommends",
            "--install-recommends",
            "--fix-broken",
            "--only-upgrade",
            "--allow-downgrades",
            "--allow-releaseinfo-change",
            "--no-remove",
            "--fix-missing",
            "--allow-change-held-packages",
            "--reinstall",
            "--error-on=any");

    private final Map<String, String> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<String> words = new ArrayList<>();

    AptOptions(Call call) {
        List<String> arguments = call.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("-o") || word.equals("-c") || word.equals("-t") || word.equals("--option")) {
                if (++i == arguments.size()) {
                    throw new UsageException(
                            100,
                            "E: Command line option '" + word.charAt(1) + "' [from " + word
                                    + "] requires an argument.");
                }
                valued(call, word, arguments.get(i));
            } else if (word.startsWith("-o") || word.startsWith("-c") && word.length() > 2) {
                valued(call, word.substring(0, 2), word.substring(2));
            } else if (word.startsWith("-") && word.length() > 1) {
                flag(word);
            } else {
                words.add(word);
            }
        }
    }

    private void valued(Call call, String option, String value) {
        if (option.equals("-c")) {
            Matcher matcher = SETTING.matcher(Inputs.text(call, value).replaceAll("(?m)^(//|#).*$", ""));
            while (matcher.find()) {
                settings.put(matcher.group(1), matcher.group(2));
            }
        } else if (!option.equals("-t")) {
            int equal = value.indexOf('=');
            settings.put(equal < 0 ? value : value.substring(0, equal), equal < 0 ? "" : value.substring(equal + 1));
        }
    }

    private void flag(String word) {
        if (word.startsWith("--")) {
            String setting = LONG.get(word);
            if (setting != null) {
                settings.put(setting, "1");
            } else if (!IGNORED.contains(word)) {
                throw new UsageException(
                        100,
                        "E: Command line option " + word + " is not understood in combination with the other options");
            }
            return;
        }
        for (char letter : word.substring(1).toCharArray()) {
            switch (letter) {
                case 'y' -> settings.put("APT::Get::Assume-Yes", "1");
                case 's' -> settings.put("APT::Get::Simulate", "1");
                case 'q', '1', '2', '=' -> settings.put("quiet", "1");
                case 'd' -> settings.put("APT::Get::Download-Only", "1");
                case 'f', 'm', 'V', 'u' -> settings.putIfAbsent("quiet", "0");
                default ->
                    throw new UsageException(
                            100,
                            "E: Command line option '" + letter + "' [from " + word
                                    + "] is not understood in combination with the other options.");
            }
        }
    }

    boolean on(String name) {
        return List.of("1", "true", "yes", "any").contains(settings.getOrDefault(name, "0"));
    }

    String value(String name, String otherwise) {
        return settings.getOrDefault(name, otherwise);
    }

    /** The command and its names. */
    List<String> words() {
        return words;
    }
}

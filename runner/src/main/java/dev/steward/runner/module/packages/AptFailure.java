package dev.steward.runner.module.packages;

import dev.steward.runner.module.script.Answer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says in a sentence why apt failed, and what to do. */
public final class AptFailure {

    private static final Pattern FETCH = Pattern.compile("Failed to fetch (\\S+)\\s*(.*)");
    private static final Pattern SOURCE = Pattern.compile("((?:https?|file|ftp|cdrom|mirror):\\S+)");
    private static final Pattern HOLDER = Pattern.compile("held by process (\\d+ \\([^)]*\\))");
    private static final Pattern BROKEN = Pattern.compile("dpkg: error processing (?:package|archive) (\\S+)");

    private AptFailure() {}

    /**
     * The sentence.
     *
     * @param answer of a script of apt that failed
     * @param patience how long it waited for a lock, in seconds
     */
    public static String words(Answer answer, long patience) {
        if (answer.flag("interrupted")) {
            return "dpkg was interrupted on the host at some time before; run 'dpkg --configure -a' there, then this task again";
        }
        String failure = answer.failure().orElse("package work failed");
        List<String> problems = answer.texts("problem");
        String all = String.join("\n", problems);
        if (all.contains("Could not get lock") || all.contains("Unable to acquire the dpkg")) {
            return locked(all, patience);
        }
        if (all.contains("dpkg was interrupted")) {
            return "dpkg was interrupted on the host; run 'dpkg --configure -a' there, then this task again";
        }
        if (failure.startsWith("cannot refresh")) {
            return failure + mirror(problems).map(text -> ": " + text).orElse("");
        }
        return failure + broken(all) + last(problems);
    }

    private static String locked(String all, long patience) {
        Matcher m = HOLDER.matcher(all);
        String who = m.find() ? "process " + m.group(1) : "another process";
        return "the package database is in use by " + who + ", and was so for " + patience
                + " s (lockTimeout); run the task again when it has ended";
    }

    private static Optional<String> mirror(List<String> problems) {
        for (String line : problems) {
            Matcher m = FETCH.matcher(line);
            if (m.find()) {
                return Optional.of(
                        "mirror " + site(m.group(1)) + ": " + m.group(2).strip() + " (" + m.group(1) + ")");
            }
        }
        for (String line : problems) {
            Matcher m = SOURCE.matcher(line);
            if (m.find()) {
                return Optional.of("mirror " + site(m.group(1)) + ": " + line.replaceFirst("^[EW]: ", ""));
            }
        }
        return problems.stream().findFirst().map(line -> line.replaceFirst("^[EW]: ", ""));
    }

    /** Scheme and host of a URL; all of it where it has no host. */
    private static String site(String url) {
        Matcher m = Pattern.compile("^(\\w+://[^/]+)").matcher(url);
        return m.find() ? m.group(1) : url;
    }

    private static String broken(String all) {
        String names =
                BROKEN.matcher(all).results().map(r -> r.group(1)).distinct().collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : ": " + names + " failed";
    }

    private static String last(List<String> problems) {
        return problems.stream()
                .map(line -> line.replaceFirst("^[EW]: ", "").strip())
                .filter(line -> !line.startsWith("dpkg: error"))
                .findFirst()
                .map(line -> ": " + line)
                .orElse("");
    }
}

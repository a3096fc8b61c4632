package dev.steward.runner.convert;

import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a play, block or task says besides its tasks and module; each is taken once, what is left has no counterpart. */
final class Keywords {

    /** All keywords of tasks: what else stands in one is its module. */
    static final Set<String> OF_TASKS = Set.of(
            "name",
            "action",
            "local_action",
            "args",
            "when",
            "loop",
            "loop_control",
            "register",
            "notify",
            "listen",
            "changed_when",
            "failed_when",
            "until",
            "retries",
            "delay",
            "delegate_to",
            "delegate_facts",
            "run_once",
            "become",
            "become_user",
            "become_method",
            "become_flags",
            "become_exe",
            "tags",
            "ignore_errors",
            "ignore_unreachable",
            "environment",
            "no_log",
            "check_mode",
            "diff",
            "throttle",
            "async",
            "poll",
            "vars",
            "any_errors_fatal",
            "debugger",
            "connection",
            "remote_user",
            "port",
            "timeout",
            "collections",
            "module_defaults",
            "with_items",
            "with_list",
            "with_dict",
            "with_together",
            "with_nested",
            "with_sequence",
            "with_fileglob",
            "with_subelements",
            "with_random_choice",
            "with_first_found",
            "with_indexed_items",
            "with_flattened",
            "with_lines",
            "block",
            "rescue",
            "always");

    /** An empty list of these says nothing; an empty loop, however, runs nothing. */
    private static final List<String> MAY_BE_EMPTY =
            List.of("when", "tags", "notify", "listen", "changed_when", "failed_when", "environment");

    /** What sudo is given by Ansible unless somebody says otherwise. */
    private static final String SUDO = "-H -S -n";

    private static final Map<String, String> FLAGS = flags();

    private final Map<String, Object> left = new LinkedHashMap<>();
    private final Values values;

    private static Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("become", "become");
        flags.put("run_once", "runOnce");
        flags.put("ignore_errors", "ignoreErrors");
        flags.put("ignore_unreachable", "ignoreUnreachable");
        flags.put("any_errors_fatal", "anyErrorsFatal");
        flags.put("force_handlers", "forceHandlers");
        flags.put("no_log", "noLog");
        flags.put("check_mode", "check");
        flags.put("diff", "diff");
        return flags;
    }

    Keywords(Mapping said, Values values) {
        said.entries()
                .forEach((key, entry) ->
                        left.put(String.valueOf(key), entry.value().value()));
        MAY_BE_EMPTY.forEach(name -> left.remove(name, List.of()));
        this.values = values;
    }

    Optional<Object> take(String name) {
        return Optional.ofNullable(left.remove(name));
    }

    /** Puts back what has no counterpart, to be refused at the end. */
    void put(String name, Object value) {
        left.put(name, value);
    }

    void drop(String... names) {
        Arrays.asList(names).forEach(left.keySet()::remove);
    }

    /** Refuses what is left. */
    void end(String where) throws Unconvertible {
        if (!left.isEmpty()) {
            throw new Unconvertible(
                    "'" + left.keySet().iterator().next() + "' of " + where + " has no counterpart here");
        }
    }

    /** A condition or several that must hold together. */
    Optional<String> condition(String name) throws Unconvertible {
        Optional<Object> said = take(name);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>();
        for (Object one : said.get() instanceof List<?> list ? list : List.of(said.get())) {
            all.add(values.condition(String.valueOf(one)));
        }
        boolean several = all.size() > 1;
        return Optional.of(String.join(
                " && ",
                all.stream()
                        .map(one -> several && one.matches(".*( \\|\\| | \\? | \\?: ).*") ? "(" + one + ")" : one)
                        .toList()));
    }

    /** The words that plays, blocks and tasks share. */
    List<String> shared() throws Unconvertible {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> flag : FLAGS.entrySet()) {
            Optional<Object> said = take(flag.getKey());
            if (said.isPresent()) {
                lines.add(flag.getValue() + (isOn(said.get(), flag.getKey()) ? "()" : "(false)"));
            }
        }
        Optional<Object> user = take("become_user");
        if (user.isPresent()) {
            lines.add("becomeUser " + values.text(String.valueOf(user.get())));
        }
        if (take("become_method").filter(method -> !method.equals("sudo")).isPresent()) {
            throw new Unconvertible("users change by sudo only here");
        }
        tags().ifPresent(tags -> lines.add("tags " + tags));
        environment().ifPresent(lines::add);
        Optional<Object> throttle = take("throttle");
        if (throttle.isPresent()) {
            lines.add("throttle " + number(throttle.get()));
        }
        left.remove("become_flags", SUDO);
        left.remove("delegate_facts", false);
        drop("debugger", "collections");
        return lines;
    }

    /** A number of hosts or a share, which may be a parameter. */
    String number(Object said) throws Unconvertible {
        String text = String.valueOf(said).strip();
        if (text.matches("\\d+(\\.\\d+)?")) {
            return text;
        }
        if (Values.isTemplate(text)) {
            return values.value(text);
        }
        throw new Unconvertible("'" + text + "' is no number");
    }

    private static boolean isOn(Object said, String name) throws Unconvertible {
        String word = String.valueOf(said).toLowerCase(java.util.Locale.ROOT);
        if (!word.matches("true|yes|on|1|false|no|off|0")) {
            throw new Unconvertible("'" + name + "' is yes or no here, and known before the run");
        }
        return word.matches("true|yes|on|1");
    }

    private Optional<String> tags() {
        return take("tags").map(said -> texts(said).stream()
                .map(Groovy::text)
                .reduce((a, b) -> a + ", " + b)
                .orElse("''"));
    }

    /** A list of texts; one text may hold several with commas. */
    static List<String> texts(Object said) {
        List<String> all = new ArrayList<>();
        for (Object one : said instanceof List<?> list ? list : List.of(said)) {
            all.addAll(Arrays.asList(String.valueOf(one).strip().split("\\s*,\\s*")));
        }
        return all;
    }

    private Optional<String> environment() throws Unconvertible {
        Optional<Object> said = take("environment");
        if (said.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> all = new LinkedHashMap<>();
        for (Object one : said.get() instanceof List<?> list ? list : List.of(said.get())) {
            if (!(one instanceof Map<?, ?> map)) {
                throw new Unconvertible("'environment' is written out here: NAME: value");
            }
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                all.put(Groovy.key(String.valueOf(entry.getKey())), values.text(Values.said(entry.getValue())));
            }
        }
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of("environment "
                        + String.join(
                                ", ",
                                all.entrySet().stream()
                                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                                        .toList()));
    }
}

package dev.steward.runner.config.guardian;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.config.guardian.GuardianFile.Action;
import dev.steward.runner.config.guardian.GuardianFile.Health;
import dev.steward.runner.config.guardian.GuardianFile.Kind;
import dev.steward.runner.config.guardian.GuardianFile.OnError;
import dev.steward.runner.config.guardian.GuardianFile.Retry;
import dev.steward.runner.config.guardian.GuardianFile.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the actions of a phase. */
final class ActionReader {

    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final Duration GUEST = Duration.ofSeconds(120);
    private static final List<String> TYPES =
            Arrays.stream(Kind.values()).map(Kind::word).toList();

    Action read(Fields said) {
        Optional<Kind> kind = kind(said);
        String on = kind.filter(k -> k == Kind.SSH || k == Kind.EXEC)
                .map(k -> target(k, said))
                .orElse("");
        said.text("host");
        said.text("guest");
        Optional<String> command = said.text("command").filter(c -> !c.isBlank());
        if (kind.filter(k -> k != Kind.GUEST).isPresent() && command.isEmpty()) {
            said.problem(said.at("command"), kind.get().word() + " needs command", "");
        }
        Optional<Selector> guests = said.map("selector").map(ActionReader::selector);
        Optional<String> state = said.text("action").filter(a -> !a.isBlank());
        if (kind.filter(k -> k == Kind.GUEST).isPresent()) {
            guest(said, guests, state);
        }
        Action action = new Action(
                kind.orElse(Kind.LOCAL),
                on,
                said.text("user").filter(u -> !u.isBlank()),
                command.orElse(""),
                guests,
                state.filter(s -> s.equals("stop")).isPresent(),
                said.text("recovery").filter(r -> !r.isBlank()),
                said.map("healthcheck").map(ActionReader::health),
                said.duration("timeout")
                        .filter(t -> !t.isZero())
                        .orElse(kind.filter(k -> k == Kind.GUEST).isPresent() ? GUEST : COMMAND),
                onError(said),
                said.map("retry").map(ActionReader::retry).orElse(Retry.NONE),
                env(said),
                said.at());
        said.done();
        return action;
    }

    private static Optional<Kind> kind(Fields said) {
        Optional<String> type = said.need("type", "it is one of " + String.join(", ", TYPES));
        Optional<Kind> kind = type.flatMap(t ->
                Arrays.stream(Kind.values()).filter(k -> k.word().equals(t)).findFirst());
        if (type.isPresent() && kind.isEmpty()) {
            String near = Suggestion.of(type.get(), TYPES);
            said.problem(
                    said.at("type"),
                    "invalid type '" + type.get() + "'",
                    near.isEmpty() ? "it is one of " + String.join(", ", TYPES) : near);
        }
        return kind;
    }

    private static String target(Kind kind, Fields said) {
        String key = kind == Kind.SSH ? "host" : "guest";
        String on = said.text(key).orElse("");
        if (on.isBlank()) {
            said.problem(said.at(key), kind.word() + " needs " + key, "");
        } else if (kind == Kind.EXEC && !on.matches("(lxc|vm|qemu):[A-Za-z0-9._-]+")) {
            said.problem(said.at(key), "guest is '" + on + "'", "expected lxc:NAME, lxc:ID, vm:NAME or vm:ID");
        } else if (kind == Kind.SSH && !on.matches("[A-Za-z0-9._-]+(:\\d{1,5})?")) {
            said.problem(said.at(key), "host is '" + on + "'", "expected a name or address, perhaps with a port");
        }
        return on;
    }

    private static void guest(Fields said, Optional<Selector> guests, Optional<String> state) {
        if (guests.isEmpty()) {
            said.problem(said.at("selector"), "proxmox-guest needs selector", "");
        }
        if (state.isEmpty()) {
            said.problem(said.at("action"), "proxmox-guest needs action", "it is shutdown or stop");
        } else if (!List.of("shutdown", "stop").contains(state.get())) {
            said.problem(said.at("action"), "action is '" + state.get() + "'", "it is shutdown or stop");
        }
    }

    private static Selector selector(Fields said) {
        Optional<String> type = said.text("type").filter(t -> !t.isBlank());
        type.filter(t -> !List.of("lxc", "vm", "qemu").contains(t))
                .ifPresent(t -> said.problem(said.at("type"), "type is '" + t + "'", "it is lxc or vm"));
        Optional<String> name = said.text("name_regex").filter(t -> !t.isBlank());
        name.ifPresent(n -> {
            try {
                Pattern.compile(n);
            } catch (PatternSyntaxException e) {
                said.problem(said.at("name_regex"), "name_regex is no regular expression: " + e.getDescription(), "");
            }
        });
        List<Integer> range = new ArrayList<>();
        for (String id : said.texts("vmid_range")) {
            if (id.matches("\\d{3,9}")) {
                range.add(Integer.valueOf(id));
            }
        }
        if (!said.at("vmid_range").equals(said.at()) && (range.size() != 2 || range.get(0) > range.get(1))) {
            said.problem(said.at("vmid_range"), "vmid_range is to be [FIRST, LAST]", "ids are numbers from 100 on");
        }
        Selector selector = new Selector(type, said.texts("tags"), said.texts("exclude_tags"), name, range);
        said.done();
        return selector;
    }

    private static Health health(Fields said) {
        String command = said.need("command", "").orElse("");
        String expect = said.text("expect").filter(e -> !e.isBlank()).orElse("success");
        if (!List.of("success", "failure").contains(expect)) {
            said.problem(said.at("expect"), "expect is '" + expect + "'", "it is success or failure");
        }
        said.done();
        return new Health(command, expect.equals("success"));
    }

    private static Retry retry(Fields said) {
        Optional<String> backoff = said.text("backoff").filter(b -> !b.isBlank());
        backoff.filter(b -> !List.of("linear", "exponential").contains(b))
                .ifPresent(
                        b -> said.problem(said.at("backoff"), "backoff is '" + b + "'", "it is linear or exponential"));
        int attempts = said.integer("attempts").orElse(1);
        if (attempts > 1000) {
            said.problem(said.at("attempts"), "attempts is " + attempts, "at most 1000");
        }
        Retry retry = new Retry(attempts, said.duration("delay").orElse(Duration.ZERO), backoff);
        said.done();
        return retry;
    }

    private static OnError onError(Fields said) {
        String word = said.text("on_error").filter(e -> !e.isBlank()).orElse("continue");
        try {
            return OnError.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            said.problem(said.at("on_error"), "on_error is '" + word + "'", "it is continue, abort_phase or abort_all");
            return OnError.CONTINUE;
        }
    }

    private static Map<String, String> env(Fields said) {
        Map<String, String> env = said.pairs("env");
        env.keySet().stream()
                .filter(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*"))
                .forEach(name ->
                        said.problem(said.at("env"), "env has '" + name + "', which is no name of a variable", ""));
        return env;
    }
}

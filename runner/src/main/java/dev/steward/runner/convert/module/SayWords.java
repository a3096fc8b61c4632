package dev.steward.runner.convert.module;

import static dev.steward.runner.convert.module.Form.LIST;
import static dev.steward.runner.convert.module.Form.TEXT;

import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.module.ModuleWords.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Modules that say, ask and remember. */
final class SayWords {

    private SayWords() {}

    static Call debug(Arguments arguments) throws Unconvertible {
        if (arguments
                .take("verbosity")
                .filter(level -> !String.valueOf(level).equals("0"))
                .isPresent()) {
            throw new Unconvertible("'verbosity' of 'debug' has no counterpart here");
        }
        Optional<Object> var = arguments.take("var");
        Optional<Object> message = arguments.take("msg");
        arguments.end();
        String said = var.isPresent()
                ? arguments.values().value("{{ " + var.get() + " }}")
                : Arguments.any(
                        message.orElse("Hello world!"), arguments.values().loose());
        return Call.of("debug", said.startsWith("[") || said.startsWith("-") ? "debug(" + said + ")" : "debug " + said);
    }

    static Call asserted(Arguments arguments) throws Unconvertible {
        Object that =
                arguments.take("that").orElseThrow(() -> new Unconvertible("'assert' says nothing that shall hold"));
        Optional<Object> message = arguments.take("fail_msg", "msg");
        arguments.drop("success_msg", "quiet");
        arguments.end();
        List<String> all = new ArrayList<>();
        for (Object one : that instanceof List<?> list ? list : List.of(that)) {
            all.add(arguments.values().condition(String.valueOf(one)));
        }
        String braces = "{ " + String.join("; ", all) + " }";
        return Call.of(
                "assertThat",
                message.isPresent()
                        ? "assertThat(message: " + arguments.loose().text(message.get()) + ") " + braces
                        : "assertThat " + braces);
    }

    static Call fact(Arguments arguments) throws Unconvertible {
        arguments.only("cacheable", false, "has no counterpart here: what is set holds for this run");
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, Object> one : arguments.rest().entrySet()) {
            all.add(Groovy.key(one.getKey()) + ": " + arguments.any(one.getValue()));
        }
        return Call.of("setFact", "setFact " + String.join(", ", all));
    }

    /** Silence goes on; there a pause without a time waits for ever, here for a day. */
    static Call pause(Arguments arguments, Place place) throws Unconvertible {
        Optional<Object> seconds = arguments.take("seconds");
        Optional<Object> minutes = arguments.take("minutes");
        Object prompt = arguments.take("prompt").orElse("Go on?");
        arguments.drop("echo");
        arguments.end();
        String limit = seconds.isPresent()
                ? arguments.duration(seconds.get())
                : minutes.isPresent() ? arguments.integer(minutes.get()) + ".minutes" : "24.hours, unanswered: 'stop'";
        return new Call(
                "confirm",
                "confirm " + arguments.text(prompt) + ", timeout: " + limit,
                place.one() ? List.of() : List.of("runOnce()"),
                List.of(
                        "A pause is asked on the page and at the terminal: there people go on at once or stop the host."));
    }

    static Call host(Arguments arguments) throws Unconvertible {
        List<String> said = new ArrayList<>();
        said.add("name: "
                + TEXT.of(
                        arguments,
                        arguments
                                .take("name", "hostname", "host")
                                .orElseThrow(() -> new Unconvertible("'add_host' names no host"))));
        Optional<Object> groups = arguments.take("groups", "group", "groupname");
        if (groups.isPresent()) {
            said.add("groups: " + LIST.of(arguments, groups.get()));
        }
        for (Map.Entry<String, Object> one : arguments.rest().entrySet()) {
            said.add(Groovy.key(one.getKey()) + ": " + arguments.any(one.getValue()));
        }
        return Call.of("addHost", "addHost " + String.join(", ", said));
    }
}

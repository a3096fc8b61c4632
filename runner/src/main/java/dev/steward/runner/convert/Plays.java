package dev.steward.runner.convert;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import dev.steward.runner.convert.module.Arguments;
import dev.steward.runner.convert.module.ModuleWords;
import dev.steward.runner.convert.module.ModuleWords.Place;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The plays of a playbook. */
final class Plays {

    private static final int DEEPEST = 10;
    private static final Map<String, String> ORDERS = Map.of(
            "inventory",
            "inventory",
            "reverse_inventory",
            "reverseInventory",
            "sorted",
            "sorted",
            "reverse_sorted",
            "reverseSorted",
            "shuffle",
            "shuffle");

    /** What is read elsewhere, or makes no difference here. */
    private static final String[] ELSEWHERE = {
        "name",
        "vars",
        "vars_files",
        "vars_prompt",
        "tasks",
        "pre_tasks",
        "post_tasks",
        "handlers",
        "roles",
        "gather_facts",
        "gather_subset",
        "gather_timeout",
        "fact_path"
    };

    /** That a host is reached by SSH, as it is here. */
    private static final Set<String> WAYS = Set.of("local", "ssh", "smart", "paramiko", "paramiko_ssh");

    private final Pass pass;
    private final Labels labels = new Labels();
    private int depth;

    Plays(Pass pass) {
        this.pass = pass;
    }

    void write(Source source) throws Unconvertible {
        source.root().ifPresent(pass.known()::scan);
        for (YamlNode play : source.list()) {
            pass.page().gap();
            pass.guarded(play, source, () -> one(play, source));
        }
    }

    private void one(YamlNode node, Source source) throws Unconvertible {
        if (!(node instanceof Mapping play)) {
            throw new Unconvertible("this is no play");
        }
        for (String key : List.of("import_playbook", "ansible.builtin.import_playbook", "include")) {
            if (play.get(key) != null) {
                imported(play, key, source);
                return;
            }
        }
        play(play, source);
    }

    /** The plays of another file are put in here. */
    private void imported(Mapping play, String key, Source source) throws Unconvertible {
        Keywords keywords = new Keywords(play, Names.of(pass.known()).values());
        String file = String.valueOf(keywords.take(key).orElseThrow());
        keywords.drop("name");
        keywords.end("'import_playbook'");
        if (depth >= DEEPEST) {
            throw new Unconvertible("playbooks import each other in a circle");
        }
        depth++;
        try {
            write(source.beside(file));
        } finally {
            depth--;
        }
    }

    private void play(Mapping play, Source source) throws Unconvertible {
        Names own = names(play, source);
        beside(source);
        Keywords keywords = new Keywords(play, own.planned().values());
        Object said = keywords.take("hosts").orElseThrow(() -> new Unconvertible("this play names no hosts"));
        String hosts = own.planned().values().value(joined(said));
        Optional<String> serial = serial(keywords, own.planned().values());
        boolean here = hosts.equals("'localhost'") || hosts.equals("'127.0.0.1'");
        boolean local = !here && connection(play).filter("local"::equals).isPresent();
        if (local) {
            pass.note("Where the connection of a play was local, its tasks are delegated to localhost; host.facts is"
                    + " still what each host is.");
        }
        if (here || connection(play).filter(WAYS::contains).isPresent()) {
            keywords.drop("connection");
        }
        keywords.drop(ELSEWHERE);
        String name = play.get("name") == null
                ? on(said)
                : String.valueOf(play.get("name").value());
        pass.page().open("play(" + labels.of(name) + ") {");
        pass.page().add("hosts " + (here ? "'localhost'" : hosts));
        serial.ifPresent(pass.page()::add);
        more(keywords);
        left(play, keywords, source);
        Place place = new Place(
                here || local,
                local,
                serial.filter("serial 1"::equals).isPresent(),
                source.playbook(),
                Optional.empty());
        boolean becomes = play.get("become") != null && !play.get("become").isFalse();
        pass.page().gap();
        pass.page().open("tasks {");
        Steps tasks = new Steps(pass, place, "task", becomes, play.at());
        sections(play, own, source, tasks);
        pass.page().close("}");
        handlers(play, tasks.roles().handlers(), own, source, new Steps(pass, place, "handler", becomes, play.at()));
        pass.page().close("}");
    }

    private void handlers(Mapping play, RoleHandlers ofRoles, Names names, Source source, Steps steps) {
        if (play.get("handlers") != null || !ofRoles.isEmpty()) {
            pass.known().handle(play.at());
            pass.page().open("handlers {");
            ofRoles.write(play.get("handlers"), names, source, steps, pass);
            pass.page().close("}");
        }
    }

    /** What names stand for in a play: its vars, and what its roles give to all of it. */
    private Names names(Mapping play, Source source) throws Unconvertible {
        Shared ofRoles = pass.known().sharedBefore(play.at());
        return Names.of(pass.known())
                .orElse(ofRoles.defaults())
                .with(vars(play, source))
                .with(ofRoles.vars());
    }

    private static String joined(Object hosts) {
        return hosts instanceof List<?> list
                ? String.join(":", list.stream().map(String::valueOf).toList())
                : String.valueOf(hosts);
    }

    private static String on(Object hosts) {
        return "On " + (Values.isTemplate(String.valueOf(hosts)) ? "the hosts asked for" : hosts);
    }

    /** Handlers run between the sections. */
    private void sections(Mapping play, Names names, Source source, Steps steps) {
        boolean before = false;
        for (String section : List.of("pre_tasks", "roles", "tasks", "post_tasks")) {
            YamlNode list = play.get(section);
            boolean flush = !section.equals("tasks") || play.get("roles") == null;
            if (list == null) {
                continue;
            }
            if (before && flush && pass.known().isHandled(play.at())) {
                pass.page().add("flushHandlers()");
            }
            if (section.equals("roles")) {
                steps.roles().listed(list, names, source);
            } else {
                steps.write(list, names, source);
            }
            before = true;
        }
    }

    private static Optional<String> serial(Keywords keywords, Values values) throws Unconvertible {
        Optional<Object> said = keywords.take("serial");
        if (said.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder sizes = new StringBuilder();
        for (Object one : said.get() instanceof List<?> list ? list : List.of(said.get())) {
            String size = String.valueOf(one);
            sizes.append(sizes.length() == 0 ? "" : ", ").append(size.matches("\\d+") ? size : values.value(size));
        }
        return Optional.of("serial " + sizes);
    }

    private void more(Keywords keywords) throws Unconvertible {
        Optional<String> order = keywords.take("order").map(String::valueOf);
        if (order.isPresent()) {
            pass.page()
                    .add("order '"
                            + Optional.ofNullable(ORDERS.get(order.get()))
                                    .orElseThrow(() ->
                                            new Unconvertible("'order: " + order.get() + "' has no counterpart here"))
                            + "'");
        }
        Optional<String> strategy = keywords.take("strategy")
                .map(String::valueOf)
                .map(word -> word.replaceFirst("^ansible\\.builtin\\.", ""));
        if (strategy.filter(word -> !word.equals("linear")).isPresent()) {
            if (!strategy.get().equals("free")) {
                throw new Unconvertible("the strategy '" + strategy.get() + "' has no counterpart here");
            }
            pass.page().add("strategy 'free'");
        }
        Optional<Object> share = keywords.take("max_fail_percentage");
        if (share.isPresent()) {
            pass.page().add("maxFailPercentage " + keywords.number(share.get()));
        }
        for (String line : keywords.shared()) {
            pass.page().add(line);
        }
    }

    /** What has no counterpart is marked by itself: the tasks of the play do not hang on it. */
    private void left(Mapping play, Keywords keywords, Source source) {
        Map<String, String> reasons = Map.of(
                "remote_user", "who logs in stands in the inventory: ansible_user",
                "port", "the port stands in the inventory: ansible_port",
                "connection", "how a host is reached stands in the inventory: ansible_connection");
        for (Map.Entry<Object, Entry> entry : play.entries().entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (keywords.take(key).isPresent()) {
                SourceRef at = entry.getValue().key().at();
                String reason = reasons.getOrDefault(key, "'" + key + "' of a play has no counterpart here");
                List<String> lines = source.from(new SourceRef(at.file(), at.line(), at.column() + 1));
                pass.mark(new Mark(at, reason), lines);
            }
        }
    }

    /** Vars that are put in where they are named; those of plain values are parameters of the playbook instead. */
    private Map<String, Object> vars(Mapping play, Source source) throws Unconvertible {
        Map<String, Object> put = new LinkedHashMap<>();
        Map<String, Object> vars = new LinkedHashMap<>();
        collect(play.get("vars"), vars);
        Map<String, Object> prompts = prompts(play);
        vars.keySet().removeAll(prompts.keySet());
        for (Object file : play.get("vars_files") == null
                ? List.of()
                : listed(play.get("vars_files").value())) {
            Source other = source.beside(String.valueOf(file));
            if (!collect(other.root().orElse(null), vars)) {
                throw new Unconvertible("the file of vars '" + file + "' holds no mapping, or is closed by a vault");
            }
        }
        prompts.keySet().removeAll(vars.keySet());
        Set<String> all = new TreeSet<>(vars.keySet());
        all.addAll(prompts.keySet());
        pass.known().play(all);
        declare(vars, put);
        for (Object prompt : prompts.values()) {
            prompt((Map<?, ?>) prompt);
        }
        return put;
    }

    /** Those of a later place go before those of an earlier one. */
    private static boolean collect(YamlNode said, Map<String, Object> vars) {
        if (!(said instanceof Mapping mapping)) {
            return false;
        }
        mapping.entries()
                .forEach((key, entry) ->
                        vars.put(String.valueOf(key), entry.value().value()));
        return true;
    }

    private static Map<String, Object> prompts(Mapping play) throws Unconvertible {
        Map<String, Object> prompts = new LinkedHashMap<>();
        for (Object said : play.get("vars_prompt") == null
                ? List.of()
                : listed(play.get("vars_prompt").value())) {
            if (!(said instanceof Map<?, ?> prompt) || prompt.get("name") == null) {
                throw new Unconvertible("'vars_prompt' cannot be read");
            }
            prompts.put(String.valueOf(prompt.get("name")), prompt);
        }
        return prompts;
    }

    /** Ansible takes these from beside the playbook too. */
    private void beside(Source source) {
        for (String folder : List.of("group_vars", "host_vars")) {
            if (Files.isDirectory(source.path().toAbsolutePath().resolveSibling(folder))) {
                pass.note("What stands in " + folder + " beside Ansible's playbook is read here only beside the"
                        + " inventory: take it there.");
            }
        }
    }

    private static Optional<String> connection(Mapping play) {
        return Optional.ofNullable(play.get("connection")).map(said -> ModuleWords.plain(String.valueOf(said.value())));
    }

    private static List<?> listed(Object said) {
        return said instanceof List<?> list ? list : List.of(said);
    }

    private void declare(Map<String, Object> vars, Map<String, Object> put) throws Unconvertible {
        pass.known().hold(vars.values());
        for (Map.Entry<String, Object> entry : vars.entrySet()) {
            String name = entry.getKey();
            if (pass.known().isGiven(name)) {
                continue;
            }
            if (name.matches("(?s).*\\p{Cntrl}.*")) {
                throw new Unconvertible("'" + name + "' is no name of a var");
            }
            Object value = entry.getValue();
            boolean literal = !Values.isTemplate(String.valueOf(value)) && value != null;
            boolean other = pass.known().isParam(name)
                    && literal
                    && !pass.known()
                            .parameters()
                            .get(pass.known().own(name))
                            .equals(Arguments.any(value, Names.of(pass.known()).values()));
            if (literal && !other && !(value instanceof dev.steward.runner.inventory.VaultText)) {
                pass.known()
                        .param(name, Arguments.any(value, Names.of(pass.known()).values()));
            } else if (value instanceof dev.steward.runner.inventory.VaultText) {
                pass.known().param(name, "secret(" + Groovy.text(name) + ")");
                pass.note(
                        "'" + name
                                + "' was a !vault value: put it into the secrets file under this name ('steward vault view' shows it).");
            } else {
                put.put(name, value);
            }
        }
    }

    private void prompt(Map<?, ?> prompt) throws Unconvertible {
        if (prompt.containsKey("encrypt") || prompt.containsKey("salt")) {
            throw new Unconvertible("'encrypt' of 'vars_prompt' has no counterpart here");
        }
        String name = String.valueOf(prompt.get("name"));
        if (pass.known().isGiven(name)) {
            return;
        }
        String text = prompt.get("prompt") == null ? name : String.valueOf(prompt.get("prompt"));
        boolean secret = Boolean.TRUE.equals(prompt.get("private"))
                || prompt.get("private") == null
                        && (name + text).matches("(?is).*(passw|secret|token|key|credential).*");
        if (secret) {
            pass.known().param(name, "secret(" + Groovy.text(name) + ")");
            pass.note("'" + name + "' was asked for unseen: put it into the secrets file under this name.");
        } else {
            Object value = prompt.get("default") == null ? "" : prompt.get("default");
            pass.known()
                    .param(
                            name,
                            "ask(" + Arguments.any(value, Names.of(pass.known()).values()) + ", " + Groovy.text(text)
                                    + ")");
        }
    }
}

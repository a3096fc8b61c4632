package dev.steward.runner.convert;

import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import dev.steward.runner.convert.module.Arguments;
import dev.steward.runner.convert.module.Call;
import dev.steward.runner.convert.module.ModuleWords;
import dev.steward.runner.convert.module.ModuleWords.Place;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One task of Ansible's as the lines of one of ours. */
final class TaskWords {

    private final Mapping task;
    private final Known known;
    private final Place place;
    private Names names;
    private Values values;
    private Keywords keywords;
    private final List<String> lines = new ArrayList<>();
    private List<String> notes = List.of();

    TaskWords(Mapping task, Names names, Known known, Place place) {
        this.task = spelt(task);
        this.names = names;
        this.known = known;
        this.place = place;
    }

    /** {@code action: module arguments} is another way to write {@code module: arguments}. */
    private static Mapping spelt(Mapping task) {
        boolean local = task.get("local_action") != null;
        YamlNode action = local ? task.get("local_action") : task.get("action");
        if (!(action instanceof Scalar said) || !(said.raw() instanceof String text)) {
            return task;
        }
        String[] words = text.strip().split("\\s+", 2);
        Map<Object, Entry> entries = new LinkedHashMap<>(task.entries());
        entries.keySet().removeAll(List.of("action", "local_action"));
        entry(entries, said, words[0], words.length > 1 ? words[1] : null);
        if (local) {
            entry(entries, said, "delegate_to", "localhost");
        }
        return new Mapping(task.at(), entries);
    }

    private static void entry(Map<Object, Entry> entries, Scalar at, String key, String value) {
        entries.put(key, new Entry(new Scalar(at.at(), key), new Scalar(at.at(), value)));
    }

    /** What the reader of the whole should know. */
    List<String> notes() {
        return notes;
    }

    /** The lines between its braces. */
    List<String> lines() throws Unconvertible {
        if (task.get("vars") instanceof Mapping vars) {
            names = names.with(vars);
        }
        Optional<String> loop = loop();
        values = names.values();
        keywords = new Keywords(task, values);
        keywords.drop("name", "vars", "loop", "with_items", "with_list", "with_dict", "loop_control", "args");
        keywords.condition("when").ifPresent(when -> lines.add("when { " + when + " }"));
        loop.ifPresent(list -> lines.add("loop { " + list + " }"));
        boolean here = delegate();
        String module = module();
        cron(module, loop.isPresent());
        Call call = ModuleWords.call(
                module,
                said(module),
                task.get("args"),
                values,
                new Place(here, place.local(), place.one(), place.folder(), place.role()));
        keywords.drop(module, "action", "local_action");
        notes = call.notes();
        lines.add(call.line());
        Optional<String> registered = keywords.take("register").map(String::valueOf);
        registered.ifPresent(known::regain);
        boolean asks = call.keywords().contains(Call.CHANGED) && task.get("changed_when") == null;
        Optional<String> register =
                registered.map(known::own).or(() -> asks ? Optional.of(known.fresh()) : Optional.empty());
        register.ifPresent(name -> lines.add("register '" + name + "'"));
        outcome(register);
        call.keywords().stream()
                .filter(this::isFree)
                .map(word -> word.equals(Call.CHANGED) ? word.replace("?", register.orElse("")) : word)
                .forEach(lines::add);
        lines.addAll(keywords.shared());
        more();
        keywords.end("a task");
        return lines;
    }

    private boolean isFree(String keyword) {
        String word = keyword.replaceFirst("[ ({].*", "");
        return lines.stream().noneMatch(line -> line.startsWith(word + " "));
    }

    private String module() throws Unconvertible {
        List<String> modules = task.entries().keySet().stream()
                .map(String::valueOf)
                .filter(key -> !Keywords.OF_TASKS.contains(key))
                .toList();
        if (modules.size() == 1) {
            return modules.get(0);
        }
        if (modules.isEmpty()) {
            throw new Unconvertible(
                    task.get("action") != null || task.get("local_action") != null
                            ? "'action' is written as the module's name: 'name: value' below it"
                            : "this task names no module");
        }
        String odd = modules.stream()
                .filter(name -> name.startsWith("with_"))
                .findFirst()
                .orElse(modules.get(1));
        throw new Unconvertible("'" + odd + "' of a task has no counterpart here");
    }

    /** A file of cron that several tasks add lines to is no file of one of them. */
    private void cron(String module, boolean loop) throws Unconvertible {
        if (ModuleWords.plain(module).equals("cron") && task.get(module) instanceof Mapping said) {
            String file = said.get("cron_file") == null
                    ? ""
                    : String.valueOf(said.get("cron_file").value());
            if (!file.isEmpty() && (loop || !known.isOwnCron(file, task.at()))) {
                throw new Unconvertible("several jobs in one 'cron_file' have no counterpart here; write copy to"
                        + " /etc/cron.d with all of them");
            }
        }
    }

    private YamlNode said(String module) {
        return task.get(module);
    }

    /** The list of a loop; its element is named item here, whatever it was called. */
    private Optional<String> loop() throws Unconvertible {
        Keywords loops = new Keywords(task, names.values());
        Optional<Object> list = loops.take("loop").or(() -> loops.take("with_list"));
        Optional<Object> items = loops.take("with_items");
        Optional<Object> dict = loops.take("with_dict");
        Optional<Object> said = list.or(() -> items).or(() -> dict);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        Object control = loops.take("loop_control").orElse(Map.of());
        if (!(control instanceof Map<?, ?> map)
                || map.containsKey("index_var")
                || map.containsKey("extended")
                || map.containsKey("pause")) {
            throw new Unconvertible("'index_var', 'extended' and 'pause' of a loop have no counterpart here");
        }
        Object raw = items.map(TaskWords::flat).orElse(said.get());
        known.hold(raw);
        String all = Arguments.any(raw instanceof String text ? text.strip() : raw, names.values());
        if (raw instanceof List<?> several
                && items.isPresent()
                && several.stream().anyMatch(TaskWords::isWhole)) {
            all += ".flatten()";
        }
        names = names.looping(map.containsKey("loop_var") ? String.valueOf(map.get("loop_var")) : "item");
        return Optional.of(dict.isPresent() ? joined(all) + ".collect { k, v -> [key: k, value: v] }" : all);
    }

    private static String joined(String said) {
        return said.matches("[\\w.\\[\\]]+") || said.startsWith("[") ? said : "(" + said + ")";
    }

    /** Whether an element may turn out to be a list. */
    private static boolean isWhole(Object element) {
        return element instanceof String text && text.strip().matches("(?s)\\{\\{.*\\}\\}");
    }

    /** {@code with_items} takes lists in the list for their elements. */
    private static Object flat(Object items) {
        if (!(items instanceof List<?> list)) {
            return items instanceof String text && !Values.isTemplate(text) ? List.of(text) : items;
        }
        List<Object> flat = new ArrayList<>();
        list.forEach(one -> {
            if (one instanceof List<?> inner) {
                flat.addAll(inner);
            } else {
                flat.add(one);
            }
        });
        return flat;
    }

    /** Whether it acts on Steward's own machine. */
    private boolean delegate() throws Unconvertible {
        Optional<String> host = keywords.take("delegate_to")
                .map(String::valueOf)
                .map(name -> name.equals("127.0.0.1") ? "localhost" : name);
        Optional<String> way = keywords.take("connection").map(String::valueOf).map(ModuleWords::plain);
        if (way.filter(name -> !name.equals("local")).isPresent()) {
            throw new Unconvertible("how a host is reached stands in the inventory: ansible_connection");
        }
        boolean local = way.isPresent() || place.local();
        if (local && host.filter(name -> !name.equals("localhost")).isPresent()) {
            throw new Unconvertible("'delegate_to' in a " + (place.local() ? "play" : "task")
                    + " whose connection is local has no counterpart here");
        }
        if (host.isPresent() || local) {
            String to = host.orElse("localhost");
            lines.add("delegateTo " + values.text(to));
            return to.equals("localhost");
        }
        return place.here();
    }

    /** What counts as changed, as failed, and how often it is tried. */
    private void outcome(Optional<String> register) throws Unconvertible {
        keywords.condition("changed_when").ifPresent(when -> lines.add("changedWhen { " + when + " }"));
        Optional<String> failed = keywords.condition("failed_when");
        Optional<String> until = keywords.condition("until");
        Optional<Object> retries = keywords.take("retries");
        Optional<Object> delay = keywords.take("delay");
        if (until.isEmpty()) {
            failed.ifPresent(when -> lines.add("failedWhen { " + when + " }"));
            if (retries.isPresent()) {
                lines.add(tries(retries, delay));
            }
            return;
        }
        String success = register.map(name -> "!" + name + ".failed").orElse("");
        if (!until.get().equals(success) || failed.isPresent()) {
            String own = failed.or(() -> register.map(name -> name + ".failed"))
                    .orElseThrow(() -> new Unconvertible("'until' asks a result that this task does not register"));
            lines.add(
                    "failedWhen { " + (own.contains(" ? ") ? "(" + own + ")" : own) + " || " + not(until.get()) + " }");
        }
        lines.add(tries(retries, delay));
    }

    private static String tries(Optional<Object> retries, Optional<Object> delay) throws Unconvertible {
        return "retries " + whole(retries.orElse(2L)) + ", delay: " + seconds(delay.orElse(5L));
    }

    private static String not(String condition) {
        return condition.matches("[!\\w.]+")
                ? condition.startsWith("!") ? condition.substring(1) : "!" + condition
                : "!(" + condition + ")";
    }

    private static String whole(Object number) throws Unconvertible {
        if (!String.valueOf(number).matches("\\d+")) {
            throw new Unconvertible("'" + number + "' is no number that is known before the run");
        }
        return String.valueOf(number);
    }

    private static String seconds(Object number) throws Unconvertible {
        return Groovy.duration(Long.parseLong(whole(number)));
    }

    private void more() throws Unconvertible {
        Optional<Object> notify = keywords.take("notify");
        if (notify.isPresent()) {
            lines.add("notify " + texts(notify.get()));
        }
        Optional<Object> listen = keywords.take("listen");
        if (listen.isPresent()) {
            lines.add("listen " + texts(listen.get()));
        }
        Optional<Object> poll = keywords.take("poll");
        Optional<Object> limit = keywords.take("async").or(() -> keywords.take("timeout"));
        if (poll.filter(every -> String.valueOf(every).equals("0")).isPresent()) {
            throw new Unconvertible("a task that nobody waits for ('poll: 0') has no counterpart here");
        }
        if (limit.isPresent()) {
            lines.removeIf(line -> line.startsWith("timeout "));
            lines.add("timeout " + seconds(limit.get()));
        }
    }

    private String texts(Object said) throws Unconvertible {
        List<String> all = new ArrayList<>();
        for (Object one : said instanceof List<?> list ? list : List.of(said)) {
            all.add(values.text(String.valueOf(one).strip().replaceAll("\\s+", " ")));
        }
        return String.join(", ", all);
    }
}

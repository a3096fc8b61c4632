package dev.steward.runner.convert;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.module.ModuleWords;
import dev.steward.runner.convert.module.ModuleWords.Place;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Lists of tasks: tasks, blocks, and files of tasks, which are put in where they are named. */
final class Steps {

    private static final int DEEPEST = 10;
    private static final String ALONE =
            "'become_user' alone changes the user here; there it does so only where become is"
                    + " said too, as by ansible_become in the inventory.";
    private static final Set<String> VARS = Set.of("include_vars");
    private static final Set<String> ROLES = Set.of("import_role", "include_role");
    private static final Set<String> FILES = Set.of("import_tasks", "include_tasks", "include");

    private final Pass pass;
    private final Place place;
    private final String word;
    private final Labels labels = new Labels();
    private final RoleSteps roles;
    private boolean becomes;
    private int depth;
    private int enclosed;
    private final Deque<Boolean> outer = new ArrayDeque<>();

    /**
     * A list.
     *
     * @param word what each is: task or handler
     * @param becomes whether the play says become
     * @param play where it stands
     */
    Steps(Pass pass, Place place, String word, boolean becomes, SourceRef play) {
        this.roles = new RoleSteps(pass, this, play);
        this.becomes = becomes;
        this.pass = pass;
        this.place = place;
        this.word = word;
    }

    RoleSteps roles() {
        return roles;
    }

    /** Whether what is written now stands in nothing that has conditions or tags. */
    boolean isPlain() {
        return enclosed == 0;
    }

    void write(YamlNode list, Names names, Source source) {
        if (!(list instanceof Sequence steps)) {
            if (!list.isFalse()) {
                pass.guarded(list, source, () -> {
                    throw new Unconvertible("this is no list of tasks");
                });
            }
            return;
        }
        for (YamlNode step : steps.elements()) {
            pass.guarded(step, source, () -> step(step, names, source));
        }
    }

    private void step(YamlNode step, Names names, Source source) throws Unconvertible {
        if (!(step instanceof Mapping task)) {
            throw new Unconvertible("this is no task");
        }
        Optional<String> file = key(task, FILES);
        Optional<String> role = key(task, ROLES);
        if (task.get("block") != null) {
            if (!(task.get("block") instanceof Sequence)) {
                throw new Unconvertible("'block' is no list of tasks");
            }
            block(task, names, source);
        } else if (file.isPresent()) {
            included(task, file.get(), names, source);
        } else if (role.isPresent() && word.equals("task")) {
            roles.named(task, role.get(), names, source);
        } else if (key(task, VARS).isPresent()) {
            for (Mapping one : new VarsSteps(pass).of(task, key(task, VARS).get(), source)) {
                task(one, names, source);
            }
        } else if (key(task, Set.of("meta")).isPresent()) {
            meta(String.valueOf(task.get(key(task, Set.of("meta")).get()).value()));
        } else if (key(task, Set.of("setup", "gather_facts")).isPresent()) {
            pass.note("Facts are gathered here when something asks for them; 'setup' tasks are left out.");
        } else {
            task(task, names, source);
        }
    }

    private static Optional<String> key(Mapping task, Set<String> plain) {
        return task.entries().keySet().stream()
                .map(String::valueOf)
                .filter(key -> plain.contains(ModuleWords.plain(key)))
                .findFirst();
    }

    private void task(Mapping task, Names names, Source source) throws Unconvertible {
        pass.step();
        TaskWords words =
                new TaskWords(task, names, pass.known(), place.in(source.role().map(Role::folder)));
        List<String> lines = words.lines();
        become(task);
        String prefix = word.equals("task")
                ? source.role().map(role -> role.name() + " : ").orElse("")
                : "";
        pass.page().open(word + "(" + name(prefix, task, names) + ") {");
        lines.forEach(pass.page()::add);
        pass.page().close("}");
        words.notes().forEach(pass::note);
    }

    /** Whoever becomes nobody stays who he is there, whatever user is named. */
    private void become(Mapping said) {
        if (said.get("become_user") != null && said.get("become") == null && !becomes) {
            pass.note(ALONE);
        }
    }

    private void meta(String what) throws Unconvertible {
        if (what.equals("flush_handlers")) {
            pass.page().add("flushHandlers()");
        } else if (!what.equals("noop")) {
            throw new Unconvertible("'meta: " + what + "' has no counterpart here");
        }
    }

    private void block(Mapping block, Names outer, Source source) throws Unconvertible {
        Names names = block.get("vars") instanceof Mapping vars ? outer.with(vars) : outer;
        Keywords keywords = new Keywords(block, names.values());
        keywords.drop("name", "vars", "block", "rescue", "always");
        Optional<String> when = keywords.condition("when");
        Optional<Object> delegate = keywords.take("delegate_to");
        List<String> shared = keywords.shared();
        keywords.end("a block");
        become(block);
        boolean before = becomes;
        becomes |= block.get("become") != null && !block.get("become").isFalse();
        enclosed++;
        try {
            pass.page().open("block(" + name("", block, names) + ") {");
            inBlock(block, when, delegate, shared, names, source);
        } finally {
            enclosed--;
            becomes = before;
        }
        pass.page().close("}");
    }

    private void inBlock(
            Mapping block,
            Optional<String> when,
            Optional<Object> delegate,
            List<String> shared,
            Names names,
            Source source)
            throws Unconvertible {
        if (when.isPresent()) {
            pass.page().add("when { " + when.get() + " }");
        }
        if (delegate.isPresent()) {
            delegated(delegate.get(), names);
        }
        shared.forEach(pass.page()::add);
        write(block.get("block"), names, source);
        for (String part : List.of("rescue", "always")) {
            if (block.get(part) != null) {
                pass.page().close("} " + part + " {");
                pass.page().deeper();
                write(block.get(part), names, source);
            }
        }
    }

    /** The tasks of a file, in a block that has what was said of all of them. */
    private void included(Mapping task, String key, Names outer, Source source) throws Unconvertible {
        YamlNode said = task.get(key);
        Object file = said.value();
        if (said instanceof Mapping mapping) {
            Keywords named = new Keywords(mapping, outer.values());
            String plain = "'" + ModuleWords.plain(key) + "'";
            file = named.take("file").orElseThrow(() -> new Unconvertible(plain + " names no file"));
            applied(named);
            named.end(plain);
        }
        if (!(file instanceof String name) || name.contains("{{")) {
            throw new Unconvertible("which file is named here is known only at run time");
        }
        pass.step();
        if (depth >= DEEPEST) {
            throw new Unconvertible("files name each other in a circle");
        }
        depth++;
        try {
            put(task, key, name, outer, source);
        } finally {
            depth--;
        }
    }

    private void put(Mapping task, String key, String name, Names outer, Source source) throws Unconvertible {
        Source other = source.tasks(name);
        other.root().ifPresent(pass.known()::scan);
        boolean included = !ModuleWords.plain(key).equals("import_tasks");
        Names names = !(task.get("vars") instanceof Mapping vars)
                ? outer
                : included ? outer.including(vars) : outer.with(vars);
        Map<Object, YamlNode.Entry> left = new LinkedHashMap<>(task.entries());
        left.keySet().removeAll(List.of("name", "vars", key));
        List<YamlNode> steps = other.list();
        String title = task.get("name") == null
                ? "From " + name
                : String.valueOf(task.get("name").value());
        String plain = ModuleWords.plain(key);
        Mapping said = new Mapping(task.at(), left);
        boolean open = open(
                included ? IncludeTags.of(said, steps, handedOn(task.get(key)), plain) : said,
                "'" + plain + "'",
                title,
                names);
        write(new Sequence(new SourceRef(other.shown(), 1, 1), steps), names, other);
        close(open);
    }

    /** Of {@code apply} its tags have a counterpart. */
    private static void applied(Keywords named) {
        named.take("apply").ifPresent(said -> {
            if (!(said instanceof Map<?, ?> map && map.keySet().equals(Set.of("tags")))) {
                named.put("apply", said);
            }
        });
    }

    private static Set<String> handedOn(YamlNode said) {
        return said instanceof Mapping mapping && mapping.get("apply") instanceof Mapping apply
                ? IncludeTags.tags(apply)
                : Set.of();
    }

    /**
     * Begins a block of what was said of all tasks of a file or a role, where anything was.
     *
     * @param where what says it, for the reason why it cannot be written
     * @return whether there is one, to be closed
     */
    boolean open(Mapping said, String where, String title, Names names) throws Unconvertible {
        Keywords keywords = new Keywords(said, names.values());
        Optional<String> when = keywords.condition("when");
        Optional<Object> delegate = keywords.take("delegate_to");
        List<String> shared = keywords.shared();
        keywords.end(where);
        if (when.isEmpty() && delegate.isEmpty() && shared.isEmpty()) {
            return false;
        }
        become(said);
        outer.push(becomes);
        becomes |= said.get("become") != null && !said.get("become").isFalse();
        pass.page().open("block(" + labels.of(title) + ") {");
        when.ifPresent(condition -> pass.page().add("when { " + condition + " }"));
        if (delegate.isPresent()) {
            delegated(delegate.get(), names);
        }
        shared.forEach(pass.page()::add);
        enclosed++;
        return true;
    }

    void close(boolean open) {
        if (open) {
            enclosed--;
            becomes = outer.pop();
            pass.page().close("}");
        }
    }

    private void delegated(Object to, Names names) throws Unconvertible {
        String host = String.valueOf(to);
        pass.page().add("delegateTo " + names.values().text(host.equals("127.0.0.1") ? "localhost" : host));
    }

    /** Its own name, or what it does; no two in one play are the same. */
    private String name(String prefix, Mapping task, Names names) {
        String said = prefix + said(task);
        try {
            return said.contains("{{") && !ofElement(task, said)
                    ? names.values().loose().text(said)
                    : bare(said);
        } catch (Unconvertible e) {
            return bare(said);
        }
    }

    private static String said(Mapping task) {
        return task.get("name") instanceof Scalar name && name.raw() != null
                ? String.valueOf(name.raw())
                : task.entries().keySet().stream()
                        .map(String::valueOf)
                        .filter(key -> !Keywords.OF_TASKS.contains(key))
                        .findFirst()
                        .orElse("Block");
    }

    private String bare(String said) {
        return labels.of(said.replaceAll("\\{\\{\\s*|\\s*\\}\\}", ""));
    }

    /** A name is there before the loop begins: it holds no element of it. */
    private static boolean ofElement(Mapping task, String said) {
        String element = task.get("loop_control") instanceof Mapping control && control.get("loop_var") != null
                ? String.valueOf(control.get("loop_var").value())
                : "item";
        return Pattern.compile("\\b" + Pattern.quote(element) + "\\b")
                .matcher(said)
                .find();
    }
}

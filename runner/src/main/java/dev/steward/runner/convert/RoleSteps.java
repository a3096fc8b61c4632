package dev.steward.runner.convert;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.convert.RoleHandlers.Handled;
import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.module.ModuleWords;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Roles: their tasks are put in where they are named, those of the roles they depend on before. */
final class RoleSteps {

    private static final int DEEPEST = 10;
    private static final String MAIN = "main";

    private final Pass pass;
    private final Steps steps;
    private final SourceRef play;
    private final RoleHandlers handlers = new RoleHandlers();
    private final Map<String, Boolean> written = new HashMap<>();
    private int depth;

    /** Of the roles of a play. */
    RoleSteps(Pass pass, Steps steps, SourceRef play) {
        this.pass = pass;
        this.steps = steps;
        this.play = play;
    }

    RoleHandlers handlers() {
        return handlers;
    }

    /** Those that a play lists. */
    void listed(YamlNode list, Names names, Source source) {
        if (!(list instanceof Sequence roles)) {
            if (!list.isFalse()) {
                pass.guarded(list, source, () -> {
                    throw new Unconvertible("this is no list of roles");
                });
            }
            return;
        }
        Chain none = Chain.of(true, 0);
        for (YamlNode role : roles.elements()) {
            pass.guarded(role, source, () -> {
                RoleEntry entry = RoleEntry.of(role);
                Role found = RoleFolders.find(entry.name(), source);
                share(found, entry, Files.MAIN);
                once(found, entry, none, names, Map.of(), false);
            });
        }
    }

    /** One that a task names. */
    void named(Mapping task, String key, Names outer, Source source) throws Unconvertible {
        String plain = ModuleWords.plain(key);
        if (!(task.get(key) instanceof Mapping said)) {
            throw new Unconvertible("'" + plain + "' names no role");
        }
        Keywords words = new Keywords(said, outer.values());
        String name = words.take("name")
                .or(() -> words.take("role"))
                .map(String::valueOf)
                .orElseThrow(() -> new Unconvertible("'" + plain + "' names no role"));
        Files files = new Files(
                from(words, "tasks_from"),
                from(words, "handlers_from"),
                from(words, "defaults_from"),
                from(words, "vars_from"));
        boolean included = plain.equals("include_role");
        boolean open = words.take("public").filter(Boolean.TRUE::equals).isPresent();
        boolean again =
                words.take("allow_duplicates").filter(Boolean.FALSE::equals).isEmpty();
        words.drop("rolespec_validate");
        words.end("'" + plain + "'");
        if (!again) {
            throw new Unconvertible("'allow_duplicates' of '" + plain + "' has no counterpart here");
        }
        if (task.get("loop") != null || task.get("with_items") != null) {
            throw new Unconvertible("a role in a loop has no counterpart here; name it once for each element");
        }
        Role role = RoleFolders.find(name, source);
        RoleEntry entry = new RoleEntry(name, without(task, key), Map.of(), Map.of());
        if (!included || open) {
            share(role, entry, files);
        }
        Map<String, Object> vars = task.get("vars") instanceof Mapping given ? Source.values(given) : Map.of();
        Chain chain = Chain.of(steps.isPlain(), included ? 2 : 1);
        String title = task.get("name") == null
                ? "Role " + role.name()
                : String.valueOf(task.get("name").value());
        deeper(() -> put(new Named(role, entry, files, title, vars, included, included), chain, outer));
    }

    private static String from(Keywords words, String name) throws Unconvertible {
        String file = words.take(name).map(String::valueOf).orElse(MAIN);
        if (file.contains("{{")) {
            throw new Unconvertible("which file is named here is known only at run time");
        }
        return file;
    }

    private static Mapping without(Mapping task, String key) {
        Map<Object, YamlNode.Entry> left = new LinkedHashMap<>(task.entries());
        left.keySet().removeAll(List.of(key, "name", "vars"));
        return new Mapping(task.at(), left);
    }

    /** A role that is named again with the same values runs once. */
    private void once(Role role, RoleEntry entry, Chain chain, Names outer, Map<String, Object> vars, boolean first)
            throws Unconvertible {
        String key = role.folder() + " " + entry.key();
        Boolean before = role.repeats() ? null : written.get(key);
        if (before != null) {
            if (before) {
                return;
            }
            throw new Unconvertible("the role '" + role.name() + "' runs once, where it is named first, and there"
                    + " conditions or tags decide whether it does; name it before those that need it");
        }
        Named named = new Named(role, entry, Files.MAIN, "Role " + role.name(), vars, false, first);
        deeper(() -> put(named, chain, outer));
        written.put(key, chain.sure() && entry.isPlain());
    }

    private void deeper(Page.Writing writing) throws Unconvertible {
        pass.step();
        if (depth >= DEEPEST) {
            throw new Unconvertible("roles name each other in a circle");
        }
        depth++;
        int before = handlers.size();
        try {
            writing.write();
        } catch (Unconvertible e) {
            handlers.cut(before);
            throw e;
        } finally {
            depth--;
        }
    }

    private void put(Named named, Chain chain, Names outer) throws Unconvertible {
        Role role = named.role();
        Files files = named.files();
        Optional<Source> tasks = role.list("tasks", files.tasks());
        if (tasks.isEmpty() && !files.tasks().equals(MAIN)) {
            throw new Unconvertible("the role '" + role.name() + "' has no tasks '" + files.tasks() + "'");
        }
        Optional<Source> own = role.list("handlers", files.handlers());
        tasks.flatMap(Source::root).ifPresent(pass.known()::scan);
        own.flatMap(Source::root).ifPresent(pass.known()::scan);
        List<YamlNode> list = tasks.isPresent() ? tasks.get().listOrNone() : List.of();
        Chain inner = chain.with(role, files, named.entry());
        Names names = names(named, inner, outer);
        Mapping said = named.included()
                ? IncludeTags.of(named.entry().said(), withBelow(role, list), Set.of(), "include_role")
                : named.entry().said();
        boolean open = steps.open(said, "a role", named.title(), names);
        for (YamlNode dependency : role.dependencies()) {
            Source meta = role.metaSource();
            pass.guarded(dependency, meta, () -> {
                RoleEntry other = RoleEntry.of(dependency);
                once(RoleFolders.find(other.name(), meta), other, inner, outer, named.vars(), named.first());
            });
        }
        if (tasks.isPresent() && !list.isEmpty()) {
            pass.page().add("// " + Groovy.comment(tasks.get().shown()));
            steps.write(new Sequence(new SourceRef(tasks.get().shown(), 1, 1), list), names, tasks.get());
        }
        steps.close(open);
        own.ifPresent(source -> handlers.add(
                new Handled(source, names, named.included() ? List.of() : inner.said(), role, inner.stage()),
                named.vars().keySet()));
    }

    /** The tasks; a role that it depends on counts as one without tags. */
    private static List<YamlNode> withBelow(Role role, List<YamlNode> tasks) throws Unconvertible {
        List<YamlNode> all = new ArrayList<>(tasks);
        role.dependencies().forEach(one -> all.add(new Mapping(one.at(), Map.of())));
        return all;
    }

    /** What names stand for in the tasks of a role. */
    private Names names(Named named, Chain chain, Names outer) throws Unconvertible {
        Shared below = new Shared();
        below(named.role(), below, 0);
        inlined(named.role(), named.entry(), named.files());
        Names all = outer.orElse(below.defaults())
                .orElse(chain.defaults())
                .with(below.vars())
                .with(named.entry().vars())
                .with(chain.vars());
        return named.first()
                ? all.including(chain.params()).including(named.vars())
                : all.with(named.vars()).including(chain.params());
    }

    private void inlined(Role role, RoleEntry entry, Files files) throws Unconvertible {
        if (!entry.vars().isEmpty()
                || !entry.params().isEmpty()
                || !role.values("vars", files.vars()).isEmpty()) {
            pass.note("What a role holds in its vars, or is given where it is named, stands where it was asked for:"
                    + " -e does not change it here.");
        }
    }

    /** What all of a play sees of a role. */
    private void share(Role role, RoleEntry entry, Files files) throws Unconvertible {
        Shared all = pass.known().shared(play);
        below(role, all, 0);
        all.defaults().putAll(role.values("defaults", files.defaults()));
        all.vars().putAll(entry.vars());
        all.vars().putAll(role.values("vars", files.vars()));
    }

    /** What a role sees of those it depends on. */
    private static void below(Role role, Shared to, int deep) throws Unconvertible {
        if (deep >= DEEPEST) {
            throw new Unconvertible("roles name each other in a circle");
        }
        for (YamlNode said : role.dependencies()) {
            RoleEntry entry = RoleEntry.of(said);
            Role other = RoleFolders.find(entry.name(), role.metaSource());
            below(other, to, deep + 1);
            to.defaults().putAll(other.values("defaults", MAIN));
            to.vars().putAll(entry.vars());
            to.vars().putAll(other.values("vars", MAIN));
        }
    }

    private static Map<String, Object> both(Map<String, Object> outer, Map<String, Object> inner) {
        Map<String, Object> all = new LinkedHashMap<>(outer);
        all.putAll(inner);
        return all;
    }

    /** Which files of a role are meant. */
    private record Files(String tasks, String handlers, String defaults, String vars) {

        static final Files MAIN = new Files(RoleSteps.MAIN, RoleSteps.MAIN, RoleSteps.MAIN, RoleSteps.MAIN);
    }

    /**
     * What the roles that depend on one give it.
     *
     * @param sure whether it runs in any case
     * @param stage 0 where the play lists it, 1 where a task imports it, 2 where one includes it
     */
    private record Chain(
            Map<String, Object> defaults,
            Map<String, Object> vars,
            Map<String, Object> params,
            List<Mapping> said,
            boolean sure,
            int stage) {

        static Chain of(boolean sure, int stage) {
            return new Chain(Map.of(), Map.of(), Map.of(), List.of(), sure, stage);
        }

        Chain with(Role role, Files files, RoleEntry entry) throws Unconvertible {
            List<Mapping> all = new ArrayList<>(said);
            all.add(entry.said());
            return new Chain(
                    both(defaults, role.values("defaults", files.defaults())),
                    both(vars, role.values("vars", files.vars())),
                    both(params, entry.params()),
                    all,
                    sure && entry.isPlain(),
                    stage);
        }
    }

    /**
     * A role where it is named.
     *
     * @param vars values of the task that names it
     * @param included whether that task is carried out by itself
     * @param first whether those values go before all others
     */
    private record Named(
            Role role,
            RoleEntry entry,
            Files files,
            String title,
            Map<String, Object> vars,
            boolean included,
            boolean first) {}
}

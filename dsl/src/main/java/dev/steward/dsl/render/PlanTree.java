package dev.steward.dsl.render;

import dev.steward.dsl.plan.Batch;
import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Keywords;
import dev.steward.dsl.plan.Parameter;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Retry;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan as plain maps and lists with stable keys, for JSON. What was not said is left out; durations are written as
 * {@code 5m}, what only the run knows as {@code ${source}}, secrets as {@code ***}.
 */
public final class PlanTree {

    private PlanTree() {}

    /** The plan: name, parameters, plays, sources; of a power playbook also power, whose phases hold the plays. */
    public static Map<String, Object> of(Plan plan) {
        return of(plan, Matches.NONE);
    }

    /** The same, with the hosts of an inventory that each play stands for: {@code matches: {count, hosts}}. */
    public static Map<String, Object> of(Plan plan, Matches matches) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("playbook", plan.name());
        tree.put(
                "parameters",
                plan.parameters().stream().map(PlanTree::parameter).toList());
        List<Object> plays = new ArrayList<>();
        for (int i = 0; i < plan.plays().size(); i++) {
            Map<String, Object> play = play(plan.plays().get(i));
            if (matches.known()) {
                play.put("matches", matched(matches, i));
            }
            plays.add(play);
        }
        tree.put("plays", plays);
        plan.power().ifPresent(power -> tree.put("power", new PowerTree(matches).of(power)));
        List<Object> sources = new ArrayList<>();
        plan.sources().forEach(s -> sources.add(Map.of("file", s.file(), "sha256", s.sha256())));
        tree.put("sources", sources);
        return tree;
    }

    static Map<String, Object> matched(Matches matches, int play) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("count", matches.plays().get(play).size());
        tree.put("hosts", matches.shown(play));
        return tree;
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", parameter.name());
        tree.put("type", parameter.type());
        tree.put("value", Shown.plain(parameter.value()));
        put(tree, "label", parameter.label());
        tree.put("given", parameter.given());
        return tree;
    }

    static Map<String, Object> play(Play play) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("play", play.name());
        tree.put("playbook", play.playbook());
        tree.put("hosts", play.hosts());
        tree.putAll(rollout(play.rollout()));
        tree.putAll(keywords(play.keywords()));
        put(tree, "vars", Shown.plain(play.vars()));
        tree.put("tasks", steps(play.tasks()));
        put(tree, "handlers", steps(play.handlers()));
        tree.put("at", play.at().toString());
        return tree;
    }

    /** What a play's rollout says beyond the usual. */
    static Map<String, Object> rollout(Play.Rollout rollout) {
        Map<String, Object> tree = new LinkedHashMap<>();
        put(tree, "forks", rollout.forks());
        put(tree, "serial", rollout.serial().stream().map(PlanTree::batch).toList());
        if (rollout.order() != Play.Order.INVENTORY) {
            tree.put("order", word(rollout.order()));
        }
        if (rollout.strategy() != Play.Strategy.LINEAR) {
            tree.put("strategy", word(rollout.strategy()));
        }
        put(tree, "maxFailPercentage", rollout.maxFailPercentage());
        if (!rollout.countUnreachable()) {
            tree.put("countUnreachable", false);
        }
        if (rollout.forceHandlers()) {
            tree.put("forceHandlers", true);
        }
        return tree;
    }

    private static Object batch(Batch batch) {
        return batch.percent() ? batch.size() + "%" : (Object) batch.size();
    }

    /** {@code REVERSE_SORTED} to {@code reverseSorted}. */
    static String word(Enum<?> constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.name().toLowerCase(java.util.Locale.ROOT).split("_")) {
            word.append(word.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return word.toString();
    }

    /** What keywords say, by their words. */
    static Map<String, Object> keywords(Keywords keywords) {
        Map<String, Object> tree = new LinkedHashMap<>();
        put(tree, "become", keywords.become().enabled());
        put(tree, "becomeUser", keywords.become().user());
        put(tree, "environment", Shown.plain(keywords.environment()));
        put(tree, "tags", List.copyOf(keywords.tags().stream().sorted().toList()));
        put(tree, "check", keywords.checkMode());
        put(tree, "diff", keywords.diff());
        put(tree, "throttle", keywords.throttle());
        put(tree, "anyErrorsFatal", keywords.anyErrorsFatal());
        put(tree, "ignoreErrors", keywords.ignoreErrors());
        put(tree, "ignoreUnreachable", keywords.ignoreUnreachable());
        put(tree, "noLog", keywords.noLog());
        put(tree, "runOnce", keywords.runOnce());
        put(tree, "delegateTo", keywords.delegateTo());
        put(tree, "when", Shown.plain(keywords.when()));
        return tree;
    }

    private static List<Object> steps(List<? extends Step> steps) {
        List<Object> all = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Task task) {
                all.add(task(task));
            } else if (step instanceof Block block) {
                all.add(block(block));
            } else {
                all.add(Map.of("flushHandlers", true));
            }
        }
        return all;
    }

    private static Map<String, Object> block(Block block) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("block", block.name());
        tree.putAll(keywords(block.keywords()));
        tree.put("tasks", steps(block.steps()));
        put(tree, "rescue", steps(block.rescue()));
        put(tree, "always", steps(block.always()));
        tree.put("at", block.at().toString());
        return tree;
    }

    private static Map<String, Object> task(Task task) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("task", Shown.plain(task.name()));
        tree.put("module", task.call().module());
        tree.put("arguments", Shown.plain(task.call().arguments()));
        tree.putAll(said(task));
        tree.put("at", task.at().toString());
        return tree;
    }

    /** What a task says beside its module. */
    static Map<String, Object> said(Task task) {
        Map<String, Object> tree = new LinkedHashMap<>();
        put(tree, "loop", task.loop().map(l -> l.items().source()));
        tree.putAll(keywords(task.keywords()));
        put(tree, "register", task.register());
        put(tree, "changedWhen", Shown.plain(task.changedWhen()));
        put(tree, "failedWhen", Shown.plain(task.failedWhen()));
        if (!task.retry().equals(Retry.NONE)) {
            tree.put("retries", task.retry().further());
            tree.put("delay", Shown.plain(task.retry().delay()));
            tree.put("backoff", word(task.retry().backoff()));
        }
        put(tree, "timeout", task.timeout());
        put(tree, "notify", task.notifies());
        put(tree, "listen", task.listen());
        return tree;
    }

    static void put(Map<String, Object> tree, String key, Object value) {
        Object inner = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        boolean nothing = inner == null
                || inner.equals("")
                || inner instanceof List<?> list && list.isEmpty()
                || inner instanceof Map<?, ?> map && map.isEmpty();
        if (!nothing) {
            tree.put(key, Shown.plain(inner));
        }
    }
}

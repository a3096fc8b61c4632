package dev.steward.runner.module.roll;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.roll.NodeRoll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code rollGates}: what must be so before a node leaves its cluster for an update. */
@ModuleInfo(
        name = "rollGates",
        doc =
                "Looks whether a cluster can do without a node: quorum, all nodes online, a majority of the votes without it, HA at"
                        + " rest, Ceph healthy (but for noout where a roll of ours set it), no node under maintenance and no other node out"
                        + " of service by a roll, no backup, restore or migration at work, no replication that fails or is behind. What a gate that is shut means is its"
                        + " policy: wait, ask, abort, or override with a reason, which is recorded with who began the run.",
        check = ModuleInfo.CheckMode.READS,
        returns = {
            @Returns(name = "missing", type = Type.TEXTS, doc = "What is not as it must be."),
            @Returns(
                    name = "overridden",
                    type = Type.TEXTS,
                    doc = "Gates that were passed although they were shut: by whom and why.")
        })
public final class RollGates extends RollModule<RollGates.Args> {

    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final Duration ANSWER = Duration.ofMinutes(30);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** What it takes. */
    public record Args(
            @Doc("What a gate that is shut means: wait (unless said), ask, abort or override.") Optional<Policy> policy,
            @Doc(
                            "Another policy for single gates, as [jobs: 'wait', votes: 'ask']: quorum, nodes, votes, ha, ceph, maintenance,"
                                    + " jobs, replication.")
                    Optional<Map<String, Object>> policies,
            @Doc("Why gates may be passed that are shut; needed for override.") Optional<String> reason,
            @Doc("Checks of Ceph that may warn, as POOL_NO_REDUNDANCY, and flags that may be set.")
                    Optional<List<String>> ignoreCeph,
            @Doc("How long gates are waited for; 10.minutes unless said.") Optional<Duration> within) {}

    /** What a gate that is shut means. */
    public enum Policy {
        WAIT,
        ASK,
        ABORT,
        OVERRIDE
    }

    /** The module. */
    public RollGates() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, RollNode node) throws PveException, ActException, ConnectionException, InterruptedException {
        Map<Gate, Policy> policies = policies(args);
        String reason = args.reason().map(String::strip).orElse("");
        if (policies.containsValue(Policy.OVERRIDE) && reason.isEmpty()) {
            throw new ActException("a gate is overridden only with a reason: say reason: 'why'");
        }
        GateLook look = new GateLook(node, args.ignoreCeph().orElse(List.of()));
        List<GateLook.Shut> shut = awaited(args, node, look, policies);
        List<GateLook.Shut> stop = new ArrayList<>();
        List<String> overridden = new ArrayList<>();
        for (GateLook.Shut each : shut) {
            if (policies.get(each.gate()) == Policy.OVERRIDE) {
                overridden.add(each.words() + " (overridden by "
                        + node.target().rolls().by() + ": " + reason + ")");
            } else if (policies.get(each.gate()) == Policy.ASK && asked(node, each)) {
                overridden.add(each.words() + " (overridden by who answered the question of this run)");
            } else {
                stop.add(each);
            }
        }
        overridden.forEach(node.target()::log);
        return told(node, stop, overridden);
    }

    private static boolean asked(RollNode node, GateLook.Shut shut) throws InterruptedException {
        return !node.target().check()
                && node.target()
                                .confirm(
                                        "Before the update of " + node.name() + ": " + shut.words()
                                                + ". Go on all the same?",
                                        ANSWER)
                        == Target.Answer.GO;
    }

    private static Outcome told(RollNode node, List<GateLook.Shut> stop, List<String> overridden) {
        List<String> missing = stop.stream().map(GateLook.Shut::words).toList();
        if (!overridden.isEmpty() && !node.target().check()) {
            node.roll()
                    .filter(NodeRoll::open)
                    .ifPresent(roll -> node.keep(roll.noted(new NodeRoll.Notes(
                            roll.notes().bootReasons(),
                            roll.notes().wellBefore(),
                            Stream.concat(roll.notes().overrides().stream(), overridden.stream())
                                    .toList()))));
        }
        Outcome outcome = missing.isEmpty()
                ? Outcome.ok(
                        overridden.isEmpty()
                                ? "the cluster can do without " + node.name()
                                : "goes on although " + String.join("; ", overridden))
                : Outcome.failed(node.name() + " is not updated: " + String.join("; ", missing));
        return outcome.with("missing", missing).with("overridden", overridden);
    }

    /** Looks again while only gates are shut that are waited for. */
    private static List<GateLook.Shut> awaited(Args args, RollNode node, GateLook look, Map<Gate, Policy> policies)
            throws PveException, ActException, InterruptedException {
        long begun = node.acting().time().nanos();
        Duration within = node.target().check() ? Duration.ZERO : args.within().orElse(WITHIN);
        List<GateLook.Shut> shut = look.now();
        List<GateLook.Shut> told = List.of();
        while (shut.stream().anyMatch(each -> policies.get(each.gate()) == Policy.WAIT)
                && shut.stream().noneMatch(each -> policies.get(each.gate()) == Policy.ABORT)
                && node.acting().time().nanos() - begun < within.toNanos()) {
            if (!shut.equals(told)) {
                node.target()
                        .log("waits: "
                                + String.join(
                                        "; ",
                                        shut.stream().map(GateLook.Shut::words).toList()));
                told = shut;
            }
            node.acting().time().sleep(PAUSE);
            shut = look.now();
        }
        return shut;
    }

    private static Map<Gate, Policy> policies(Args args) throws ActException {
        Map<Gate, Policy> all = new EnumMap<>(Gate.class);
        for (Gate gate : Gate.values()) {
            all.put(gate, args.policy().orElse(Policy.WAIT));
        }
        for (var one : args.policies().orElse(Map.of()).entrySet()) {
            all.put(
                    word(Gate.class, one.getKey(), "a gate"),
                    word(Policy.class, String.valueOf(one.getValue()), "a policy"));
        }
        return all;
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word, String what) throws ActException {
        List<String> known = Stream.of(type.getEnumConstants())
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!known.contains(word)) {
            throw new ActException("policies: '" + word + "' is not " + what + "; one of " + known
                    + Suggestion.question(word, known)
                            .map(question -> "; " + question)
                            .orElse(""));
        }
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}

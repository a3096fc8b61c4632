package dev.steward.runner.app.approve;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.approve.Approval;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The facts of a plan that waits as plain data, the same words for CLI and REST. */
public final class ApprovalFacts {

    private static final EventJson JSON = new EventJson();

    private ApprovalFacts() {}

    /** One line. */
    public static Map<String, Object> of(Approval approval, Instant now) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", approval.id());
        facts.put("status", approval.at(now).word());
        facts.put("playbook", approval.plan().playbook());
        facts.put("file", approval.plan().file());
        facts.put("askedBy", approval.asked().by());
        facts.put("askedAt", approval.asked().at().toString());
        facts.put("why", approval.asked().why());
        facts.put("expires", approval.expires().toString());
        facts.put("digest", approval.plan().digest());
        facts.put("checkRun", approval.checkRun().orElse(null));
        word(facts, "decided", approval.decided());
        facts.put("decidedWhy", approval.decided().map(Approval.Word::why).orElse(null));
        word(facts, "applied", approval.applied());
        facts.put("run", approval.run().orElse(null));
        facts.put("refusal", approval.refusal().orElse(null));
        return facts;
    }

    private static void word(Map<String, Object> facts, String what, Optional<Approval.Word> word) {
        facts.put(what + "By", word.map(Approval.Word::by).orElse(null));
        facts.put(what + "At", word.map(one -> one.at().toString()).orElse(null));
    }

    /** With what it would do and what changed since; hosts are not asked. */
    public static Map<String, Object> of(ApprovalDesk desk, Approval approval) {
        Map<String, Object> facts = of(approval, desk.now());
        facts.put("hosts", hosts(approval));
        facts.put("reach", reach(approval));
        facts.put("options", options(approval));
        facts.put(
                "check",
                desk.check(approval)
                        .map(Run::status)
                        .map(status -> status.word())
                        .orElse(null));
        facts.put("changes", changes(desk, approval));
        return facts;
    }

    /** The hosts by play. */
    public static Map<String, List<String>> hosts(Approval approval) {
        Map<String, List<String>> hosts = new LinkedHashMap<>();
        JSON.map(approval.plan().hosts())
                .forEach((play, names) -> hosts.put(
                        play,
                        names instanceof List<?> list
                                ? list.stream().map(String::valueOf).toList()
                                : List.of()));
        return hosts;
    }

    /** How it is asked for: limit, tags, given vars …, without what says nothing. */
    public static Map<String, Object> options(Approval approval) {
        Map<String, Object> said = new LinkedHashMap<>(JSON.map(approval.plan().options()));
        said.values()
                .removeIf(value -> value == null
                        || Boolean.FALSE.equals(value)
                        || value instanceof List<?> list && list.isEmpty()
                        || value instanceof Map<?, ?> map && map.isEmpty());
        return said;
    }

    /** How far it reaches beyond its hosts, as it was when it was asked for; none: no further. */
    public static List<String> reach(Approval approval) {
        String said = Marks.read(approval.plan().marks()).getOrDefault(Marks.REACH, "");
        return said.isEmpty() ? List.of() : List.of(said.split(Marks.APART));
    }

    /** What changed since, in lines; none where it is over or nothing did. */
    public static List<String> changes(ApprovalDesk desk, Approval approval) {
        Approval.Status status = approval.at(desk.now());
        if (status != Approval.Status.WAITING && status != Approval.Status.APPROVED) {
            return List.of();
        }
        try {
            return desk.changes(approval);
        } catch (ApprovalRefused e) {
            return e.problems();
        }
    }
}

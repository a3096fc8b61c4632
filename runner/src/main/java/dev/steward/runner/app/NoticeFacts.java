package dev.steward.runner.app;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.notice.ImageUpdate;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.notify.Notifier;
import dev.steward.runner.store.outbox.Posted;
import dev.steward.runner.store.outbox.Posted.Delivered;
import dev.steward.runner.store.outbox.Posted.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The facts of notices and images as plain data, the same words for CLI and REST. */
public final class NoticeFacts {

    private NoticeFacts() {}

    /** A notice with what became of it. */
    public static Map<String, Object> of(Posted posted) {
        Notice notice = posted.notice();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", posted.id());
        facts.put("kind", notice.kind().toString());
        facts.put("severity", notice.severity().toString());
        facts.put("title", notice.title());
        facts.put("text", notice.text());
        facts.put("link", notice.link().orElse(null));
        facts.put("at", notice.at().toString());
        facts.put("run", notice.run().orElse(null));
        facts.put(
                "deliveries",
                posted.deliveries().stream().map(NoticeFacts::delivery).toList());
        return facts;
    }

    private static Map<String, Object> delivery(Delivered one) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("channel", one.channel());
        facts.put("state", one.state().word());
        facts.put("attempts", one.attempts());
        facts.put("next", one.state() == State.WAITING ? one.next().toString() : null);
        facts.put("changed", one.changed().toString());
        facts.put("message", one.message());
        return facts;
    }

    /** An image of which a newer version was seen. */
    public static Map<String, Object> of(ImageUpdate update) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("image", update.image());
        facts.put("tag", update.tag());
        facts.put("digest", update.digest());
        facts.put("host", update.host());
        facts.put("status", update.status().toString());
        facts.put("platform", update.platform());
        facts.put("link", update.link());
        facts.put("seen", update.seen().toString());
        return facts;
    }

    /**
     * Sends a test notice; a line for each channel that took it.
     *
     * @param channel the only one; empty: all
     * @throws RunRefused when there is no such channel, or one did not take it
     */
    public static List<String> tested(Notifier notifier, String by, Optional<String> channel) throws RunRefused {
        List<String> known = notifier.channels();
        if (channel.isPresent() && !known.contains(channel.get())) {
            String next = Suggestion.question(channel.get(), known)
                    .orElse(known.isEmpty() ? "none is configured" : "there are " + String.join(", ", known));
            throw new RunRefused(List.of("There is no channel '" + channel.get() + "'; " + next + "."));
        }
        return arrived(notifier.test(by, channel.map(List::of).orElse(known)));
    }

    /**
     * A line for each channel that took a test notice.
     *
     * @throws RunRefused when there is no channel, or one did not take it
     */
    static List<String> arrived(Posted test) throws RunRefused {
        if (test.deliveries().isEmpty()) {
            throw new RunRefused(List.of("No channel is configured, so nobody is told of anything. steward.yml takes"
                    + " notices: {mail: {host: …, from: …, to: …}}."));
        }
        List<String> missed = test.deliveries().stream()
                .filter(one -> one.state() != State.SENT)
                .map(one -> one.channel() + ": " + one.state().word() + ": " + one.message())
                .toList();
        if (!missed.isEmpty()) {
            throw new RunRefused(missed);
        }
        return test.deliveries().stream()
                .map(one -> one.channel() + ": sent" + (one.message().isEmpty() ? "" : ", " + one.message()))
                .toList();
    }
}

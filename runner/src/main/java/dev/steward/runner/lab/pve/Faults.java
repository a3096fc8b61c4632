package dev.steward.runner.lab.pve;

import dev.steward.runner.lab.pve.http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** What shall go wrong on the way between a client and the lab. Paths are regular expressions below /api2/json. */
public final class Faults {

    private final List<Counted> orders = new ArrayList<>();
    private final List<CountDownLatch> frozen = new ArrayList<>();

    private static final class Counted {

        private final Ordered order;
        private int left;

        Counted(Ordered order, int left) {
            this.order = order;
            this.left = left;
        }
    }

    /** The next requests like this are answered with an error and have no effect. */
    public void refuse(String method, String path, int times, int status, String reason) {
        Reply reply = status >= 590 || status == 401
                ? Reply.bare(status, reason)
                : Reply.json(status, reason, Answers.error(reason + "\n", java.util.Map.of(), true));
        add(new Ordered("", method, path, true, any -> reply, null), times);
    }

    /** The next requests like this have their effect, but their answer is lost: the connection is cut. */
    public void loseAnswer(String method, String path, int times) {
        add(new Ordered("", method, path, false, any -> null, null), times);
    }

    /** The next requests like this never reach the lab: the connection is cut. */
    public void loseRequest(String method, String path, int times) {
        add(new Ordered("", method, path, true, any -> null, null), times);
    }

    /** The next requests like this have their effect; of the answer's body only the first bytes arrive. */
    public void cutAnswer(String method, String path, int times, int bytes) {
        add(new Ordered("", method, path, false, reply -> reply.cutAfter(bytes), null), times);
    }

    /** The next requests like this have their effect and are answered with other text in the body. */
    public void garble(String method, String path, int times, String body) {
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        add(new Ordered("", method, path, false, reply -> reply.with(bytes), null), times);
    }

    /** The next requests like this have their effect and are answered with another status, as a proxy that gave up waiting. */
    public void replace(String method, String path, int times, int status, String reason) {
        add(new Ordered("", method, path, false, any -> Reply.bare(status, reason), null), times);
    }

    /** Requests like this get no answer until {@link #thaw()}. */
    public void freeze(String method, String path) {
        freeze("", method, path);
    }

    /** The same for one node. */
    public synchronized void freeze(String node, String method, String path) {
        CountDownLatch latch = new CountDownLatch(1);
        frozen.add(latch);
        add(new Ordered(node, method, path, true, UnaryOperator.identity(), latch), Integer.MAX_VALUE);
    }

    /** What was frozen goes on, and nothing freezes any more. */
    public synchronized void thaw() {
        orders.removeIf(one -> one.order.thaw() != null);
        frozen.forEach(CountDownLatch::countDown);
        frozen.clear();
    }

    private synchronized void add(Ordered order, int times) {
        orders.add(new Counted(order, times));
    }

    /** The fault for a request, counted off. */
    synchronized Optional<Ordered> next(String node, String method, String path) {
        for (Counted one : orders) {
            if (one.order.hits(node, method, path)) {
                one.left--;
                orders.removeIf(any -> any.left <= 0);
                return Optional.of(one.order);
            }
        }
        return Optional.empty();
    }
}

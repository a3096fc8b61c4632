package dev.steward.house

import java.time.Duration
import java.util.concurrent.ExecutionException
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException

/**
 * Tries something with random input, on a thread with a small stack, each try within a time. Every try has a seed of its own,
 * which a failure names: {@code -Dsteward.seed=N} repeats that one alone.
 */
final class Tries {

    static final long FIRST = 20261122
    static final Duration EACH = Duration.ofSeconds(20)
    /** What a thread of a server's pool has where somebody was sparing. */
    private static final long STACK = 512 * 1024

    private Tries() { }

    /** @param one takes the try's Random; it fails by throwing whatever it throws */
    static void of(int count, Closure one) {
        Long alone = Long.getLong('steward.seed')
        (alone ? [alone] : (0..<count).collect { FIRST + it }).each { long seed -> within("seed $seed", { one.call(new Random(seed)) }) }
    }

    /** One try that needs no chance. */
    static <T> T within(String what, Closure<T> one) {
        def task = new FutureTask<T>({ one.call() })
        def thread = new Thread(null, task, what, STACK)
        thread.daemon = true
        thread.start()
        try {
            return task.get(EACH.toMillis(), TimeUnit.MILLISECONDS)
        } catch (TimeoutException e) {
            String at = thread.stackTrace.take(12).join('\n  ')
            thread.interrupt()
            throw new AssertionError((Object) "$what did not end within ${EACH.toSeconds()} s; it is at\n  $at")
        } catch (ExecutionException e) {
            throw new AssertionError("$what: ${e.cause.class.simpleName}: ${e.cause.message}", e.cause)
        }
    }

    /** A text with a few places changed: cut, doubled, swapped, or with a piece of the given ones put in. */
    static String damaged(String text, Random random, List<String> pieces) {
        def out = new StringBuilder(text)
        (0..random.nextInt(4)).each {
            int from = random.nextInt(out.length() + 1)
            int to = Math.min(out.length(), from + 1 + random.nextInt(8))
            switch (random.nextInt(5)) {
                case 0: out.delete(from, to); break
                case 1: out.insert(from, out.substring(from, to)); break
                case 2: out.setLength(random.nextInt(8) ? out.length() : from); break
                case 3: from < out.length() && out.setCharAt(from, (char) (random.nextInt(20) ? 32 + random.nextInt(95) : random.nextInt(0x10000))); break
                default: out.insert(from, pieces[random.nextInt(pieces.size())])
            }
        }
        out.toString()
    }
}

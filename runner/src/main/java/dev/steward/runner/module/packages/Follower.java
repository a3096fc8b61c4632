package dev.steward.runner.module.packages;

import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.module.script.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Passes on the log of detached work, and keeps back the answer behind it. Counts what was passed on. */
final class Follower implements Output {

    /** A NUL never stands in a log of apt, so that what follows one is held for the beginning of the answer. */
    private static final byte[] MARK = "\0steward-answer\0".getBytes(StandardCharsets.UTF_8);

    private final Output shown;
    private long seen;
    private boolean answering;

    Follower(Output shown) {
        this.shown = shown;
    }

    long seen() {
        return seen;
    }

    @Override
    public void accept(Stream stream, byte[] bytes, int length) {
        if (stream == Stream.STDERR || answering) {
            return;
        }
        int end = 0;
        while (end < length && bytes[end] != 0) {
            end++;
        }
        answering = end < length;
        seen += end;
        if (end > 0) {
            shown.accept(stream, bytes, end);
        }
    }

    /** The answer in what a watch has kept; empty where it was cut off before. */
    Optional<Answer> answer(Result result) {
        answering = false;
        int at = lastMark(result.stdout());
        if (at < 0) {
            return Optional.empty();
        }
        Answer answer = Answer.parse(result.stdout(), at + MARK.length);
        return answer.has("status") || answer.has("died") || answer.has("failed")
                ? Optional.of(answer)
                : Optional.empty();
    }

    private static int lastMark(byte[] bytes) {
        for (int at = bytes.length - MARK.length; at >= 0; at--) {
            if (java.util.Arrays.equals(bytes, at, at + MARK.length, MARK, 0, MARK.length)) {
                return at;
            }
        }
        return -1;
    }
}

package dev.steward.runner.engine.output;

import dev.steward.runner.connection.Output;
import dev.steward.runner.secret.TextMasker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The output of one task on one host on its way into the log: decoded, masked across the edges of chunks, cut into lines,
 * cleaned, bounded. It never waits for those who read. Thread-safe.
 */
public final class OutputText implements Output {

    private final OutputLimits limits;
    private final BiConsumer<String, String> events;
    private final TextMasker masker;
    private final Map<Stream, LineStream> streams = new EnumMap<>(Stream.class);
    private final ArrayDeque<String[]> tail = new ArrayDeque<>();
    private int shown;
    private long shownCharacters;
    private long tailCharacters;
    private long left;

    /**
     * The output of one task.
     *
     * @param limits how much is shown
     * @param masker of the run
     * @param events takes the stream's name and one or more lines without the last newline
     */
    public OutputText(OutputLimits limits, TextMasker masker, BiConsumer<String, String> events) {
        this.limits = limits;
        this.masker = masker;
        this.events = events;
    }

    @Override
    public synchronized void accept(Stream stream, byte[] bytes, int length) {
        show(name(stream), lines(stream).push(bytes, length));
    }

    /** Says something of Steward's own, in its place among the output. */
    public synchronized void log(String text) {
        say("log", text);
    }

    /** Says something on another stream. */
    public synchronized void say(String stream, String text) {
        show(stream, Cleaner.clean(masker.mask(text)).lines().toList());
    }

    /** The output is over: unfinished lines and the kept tail are shown. */
    public synchronized void end() {
        streams.forEach((stream, lines) -> show(name(stream), lines.end()));
        if (left > tail.size()) {
            events.accept("log", "… " + (left - tail.size()) + " lines are left out here …");
        }
        String stream = "";
        List<String> together = new ArrayList<>();
        for (String[] line : tail) {
            if (!line[0].equals(stream)) {
                send(stream, together);
                together = new ArrayList<>();
                stream = line[0];
            }
            together.add(line[1]);
        }
        send(stream, together);
        tail.clear();
        tailCharacters = 0;
        left = 0;
    }

    private LineStream lines(Stream stream) {
        return streams.computeIfAbsent(stream, s -> new LineStream(masker.stream(), limits.line()));
    }

    private void show(String stream, List<String> lines) {
        int now = fitting(lines);
        send(stream, lines.subList(0, now));
        shown += now;
        for (String line : lines.subList(now, lines.size())) {
            left++;
            tail.addLast(new String[] {stream, line});
            tailCharacters += line.length();
            while (tail.size() > limits.tail() || tail.size() > 1 && tailCharacters > limits.characters() / 4) {
                tailCharacters -= tail.removeFirst()[1].length();
            }
        }
    }

    /** How many of the lines are still shown as they come; none once a line was left out. */
    private int fitting(List<String> lines) {
        int now = 0;
        while (now < lines.size()
                && left == 0
                && shown + now < limits.head()
                && shownCharacters < limits.characters()) {
            shownCharacters += lines.get(now).length();
            now++;
        }
        return now;
    }

    private void send(String stream, List<String> lines) {
        if (!lines.isEmpty()) {
            events.accept(stream, String.join("\n", lines));
        }
    }

    private static String name(Stream stream) {
        return stream == Stream.STDOUT ? "stdout" : "stderr";
    }
}

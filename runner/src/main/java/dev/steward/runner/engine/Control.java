package dev.steward.runner.engine;

import dev.steward.runner.engine.thread.Running;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.module.ModuleInfo.OnCancel;
import dev.steward.runner.module.Target.Answer;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The hand on one run: cancel it, answer its questions, see what it does now. Thread-safe; one for each run. */
public final class Control {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final StartGate gate;
    private final Map<Running, Step> running = new LinkedHashMap<>();
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private final Map<String, Given> answers = new LinkedHashMap<>();
    private Consumer<RunEvent> log = event -> {};
    private Optional<String> cancelledBy = Optional.empty();
    private Optional<String> drained = Optional.empty();
    private boolean forced;
    private boolean halted;

    /** A run whose hosts begin as soon as it is their turn. */
    public Control() {
        this(StartGate.OPEN);
    }

    /** A run whose hosts begin where the gate lets them. */
    public Control(StartGate gate) {
        this.gate = gate;
    }

    StartGate gate() {
        return gate;
    }

    /**
     * A step at work.
     *
     * @param step its id
     * @param name of the task
     * @param host it is for
     * @param since when
     */
    public record Step(String step, String name, String host, Instant since) {}

    /**
     * An open question.
     *
     * @param step its id
     * @param host it is for
     * @param text of the question
     * @param until when it is answered by itself
     */
    public record Question(String step, String host, String text, Instant until) {}

    /**
     * What a run does now.
     *
     * @param cancelledBy who cancelled it; empty: nobody
     * @param forced whether package work is ended too
     * @param steps at work
     * @param questions open
     */
    public record State(Optional<String> cancelledBy, boolean forced, List<Step> steps, List<Question> questions) {}

    private record Given(boolean go, String by) {}

    /**
     * Ends the run: no step begins any more, commands at work are stopped with their process groups, work on packages goes
     * on to its end. Saying it again with force ends that too.
     *
     * @param by who
     * @param force whether package work is ended too
     */
    public void cancel(String by, boolean force) {
        List<Running> hit;
        Consumer<RunEvent> heard;
        synchronized (this) {
            if (cancelledBy.isPresent() && (forced || !force)) {
                return;
            }
            cancelledBy = Optional.of(cancelledBy.orElse(by));
            forced |= force;
            hit = List.copyOf(running.keySet());
            heard = log;
        }
        hit.forEach(step -> step.cancel(force));
        heard.accept(new RunEvent.CancelRequested(by, force));
    }

    /**
     * Lets no further step begin, while those at work go on to their end; the first reason stays.
     *
     * @param reason why, as "power is back"
     */
    public synchronized void drain(String reason) {
        drained = drained.or(() -> Optional.of(reason));
    }

    /** Why no further step begins though nobody cancelled it; empty: steps begin. */
    synchronized Optional<String> drained() {
        return drained;
    }

    /**
     * Answers a question.
     *
     * @return whether that question was open
     */
    public synchronized boolean answer(String step, String host, boolean go, String by) {
        String key = key(step, host);
        return questions.containsKey(key) && answers.putIfAbsent(key, new Given(go, by)) == null;
    }

    /** What the run does now. */
    public synchronized State current() {
        return new State(cancelledBy, forced, List.copyOf(running.values()), List.copyOf(questions.values()));
    }

    /** Whether no further step may begin. */
    synchronized boolean stopped() {
        return halted || cancelledBy.isPresent() || drained.isPresent();
    }

    synchronized boolean forced() {
        return forced;
    }

    /** From now on a cancel is written there; one that came earlier is written at once. */
    void attach(Consumer<RunEvent> events) {
        Optional<RunEvent> earlier;
        synchronized (this) {
            log = events;
            earlier = cancelledBy.map(by -> new RunEvent.CancelRequested(by, forced));
        }
        earlier.ifPresent(events);
    }

    /** The run is over: a cancel that comes now is too late to be written. */
    synchronized void detach() {
        log = event -> {};
    }

    /** The run cannot go on, though nobody cancelled it: its log is broken. */
    void halt() {
        List<Running> hit;
        synchronized (this) {
            halted = true;
            hit = List.copyOf(running.keySet());
        }
        // not interrupted from within: the thread that found out may be writing now
        hit.forEach(step -> step.cancel(false));
    }

    /** A step sets to work in this thread; empty where no step may begin any more. */
    synchronized Optional<Running> begin(Step step, OnCancel onCancel) {
        if (stopped()) {
            return Optional.empty();
        }
        Running one = new Running(onCancel, this::ended);
        running.put(one, step);
        return Optional.of(one);
    }

    private synchronized void ended(Running one) {
        running.remove(one);
    }

    /** Waits for the answer of an asked question. */
    Answer await(Question question, Duration limit, Time time, Consumer<RunEvent> events) throws InterruptedException {
        String key = key(question.step(), question.host());
        synchronized (this) {
            questions.put(key, question);
        }
        try {
            events.accept(
                    new RunEvent.ConfirmAsked(question.step(), question.host(), question.text(), question.until()));
            Given given = given(key, limit, time);
            String by = given == null ? "timeout" : given.by();
            boolean go = given == null || given.go();
            events.accept(new RunEvent.ConfirmAnswered(question.step(), question.host(), go, by));
            return given == null ? Answer.TIMEOUT : go ? Answer.GO : Answer.STOP;
        } finally {
            synchronized (this) {
                questions.remove(key);
                answers.remove(key);
            }
        }
    }

    private Given given(String key, Duration limit, Time time) throws InterruptedException {
        long end = time.nanos() + limit.toNanos();
        while (true) {
            synchronized (this) {
                Given given = answers.get(key);
                if (given != null) {
                    return given;
                }
            }
            long left = end - time.nanos();
            if (left <= 0) {
                return null;
            }
            time.sleep(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
        }
    }

    private static String key(String step, String host) {
        return step + " " + host;
    }
}

package dev.steward.runner.cli.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.app.Ways;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.follow.Follow;
import dev.steward.runner.follow.FollowException;
import dev.steward.runner.follow.Receiver;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** What the verbs have in common that look at a guest or node. */
abstract class FollowCommand {

    private final Bench bench;
    private final StateDesks states;
    private final Time time;
    private final ObjectMapper json = new ObjectMapper();

    @Mixin
    Which which;

    FollowCommand(Bench bench, StateDesks states, Time time) {
        this.bench = bench;
        this.states = states;
        this.time = time;
    }

    /** Looks. */
    interface Look {

        int through(Follow follow) throws FollowException, IOException, InterruptedException;
    }

    /** Looks until that is over or Ctrl+C ends it; what was begun on hosts for it ends first. */
    int look(Look look) throws Refusal, InterruptedException {
        try (CtrlC stop = new CtrlC();
                Follow follow = Ways.follow(which.configured(states), bench.environment(), time)) {
            stop.guard();
            return look.through(follow);
        } catch (FollowException e) {
            throw new Refusal(exit(e), e.problems());
        } catch (IllegalArgumentException e) {
            throw new Refusal(Exit.ERROR, List.of(e.getMessage()));
        } catch (IOException gone) {
            // whoever read the output has enough, as head does
            return Exit.OK;
        }
    }

    private static int exit(FollowException e) {
        return switch (e.kind()) {
            case BAD -> Exit.OPTIONS;
            case NOT_FOUND, CONFLICT -> Exit.ERROR;
            case UNREACHABLE -> Exit.UNREACHABLE_OR_PROBLEMS;
            case FAILED -> Exit.FAILED;
        };
    }

    /** Prints lines; with {@code --json} each as an object. */
    Receiver<String> lines() {
        return new Receiver<>() {
            @Override
            public void take(String line) throws IOException {
                print(which.json ? text(Map.of("line", line)) : line);
            }

            @Override
            public void note(String text) {
                remark(text);
            }
        };
    }

    /** Prints one line of results. */
    void print(String line) throws IOException {
        PrintStream out = bench.screen().out();
        out.println(line);
        if (out.checkError()) {
            throw new IOException("nobody reads the output any more");
        }
    }

    /** Says something beside the results. */
    void remark(String text) {
        bench.screen().err().println(text);
    }

    PrintStream out() {
        return bench.screen().out();
    }

    /** In one line. */
    String text(Object data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON can be made of " + data, e);
        }
    }

    /** For reading. */
    String pretty(Object data) {
        return json.valueToTree(data).toPrettyString();
    }
}

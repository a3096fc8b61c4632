package dev.steward.runner.engine;

import dev.steward.dsl.plan.Play;
import dev.steward.runner.engine.output.RunLog;
import dev.steward.runner.engine.value.Evaluation;
import dev.steward.runner.engine.value.SecretSource;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.EventLog.EventLogException;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunStatus;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out plans. Its only output are events; one engine serves any number of runs at once. */
public final class Engine {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private final EngineParts parts;

    /**
     * An engine.
     *
     * @param parts what it works with
     */
    public Engine(EngineParts parts) {
        this.parts = parts;
    }

    /**
     * Runs a plan in this thread, which must not be interrupted: use the control.
     *
     * @param order what shall be run
     * @param log takes the events; when it throws, no further step begins
     * @param control of this run alone
     * @return how it ended; a failure is no exception
     */
    public RunSummary run(RunOrder order, EventLog log, Control control) {
        RunLog runLog = new RunLog(log, order.masker(), control::halt);
        try {
            SecretSource secrets = new SecretSource(parts.secrets(), order.masker());
            order.options().becomePassword().ifPresent(secrets::learnt);
            List<String> plays = order.plan().plays().stream().map(Play::name).toList();
            runLog.append(new RunEvent.RunStarted(
                    order.plan().name(), order.file(), plays, order.options().check()));
            control.attach(runLog::note);
            try (RunContext run = new RunContext(parts, order, runLog, control, new Evaluation(secrets))) {
                return new WholeRun(run).run();
            }
        } catch (EventLogException e) {
            LOG.error("a run ends because its log cannot be kept", e);
            return new RunSummary(
                    RunStatus.FAILED, 1, runLog.recap(), "the run's log could not be kept: " + e.getMessage());
        } finally {
            control.detach();
        }
    }
}

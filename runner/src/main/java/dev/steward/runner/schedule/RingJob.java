package dev.steward.runner.schedule;

import java.util.function.Consumer;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;

/** The only job class there is, so that no stored job ever names a class that a later version lacks. */
public final class RingJob implements Job {

    static final String RING = "ring";

    /** For Quartz. */
    public RingJob() {}

    @Override
    @SuppressWarnings("unchecked")
    public void execute(JobExecutionContext context) throws JobExecutionException {
        try {
            Consumer<String> ring =
                    (Consumer<String>) context.getScheduler().getContext().get(RING);
            ring.accept(context.getJobDetail().getKey().getName());
        } catch (SchedulerException e) {
            throw new JobExecutionException(e);
        }
    }
}

package dev.steward.runner.schedule;

import dev.steward.runner.store.Store;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.function.Consumer;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.DBConnectionManager;

/**
 * Quartz on the store's database. Each schedule has one job and, for its next fire, one single-shot trigger: what a
 * missed fire or a change of the clock means is decided by {@link Schedules}, since Quartz's misfire threshold overrides
 * its own instructions. Quartz goes by the machine's clock.
 */
public final class QuartzAlarm implements Alarm {

    private final Scheduler scheduler;

    private QuartzAlarm(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Quartz on a store.
     *
     * @param store open until after this alarm is closed
     */
    public static QuartzAlarm on(Store store) {
        String name = "steward-" + store.settings().identity();
        DBConnectionManager.getInstance().addConnectionProvider(name, new PoolConnections(store.connections()));
        try {
            return new QuartzAlarm(new StdSchedulerFactory(properties(name, delegate(store))).getScheduler());
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz cannot be started: " + e.getMessage(), e);
        }
    }

    /** How Quartz speaks to the database: PostgreSQL gives bytes otherwise than others. */
    private static String delegate(Store store) {
        return "org.quartz.impl.jdbcjobstore." + (store.onServer() ? "PostgreSQLDelegate" : "StdJDBCDelegate");
    }

    private static Properties properties(String name, String delegate) {
        Properties all = new Properties();
        all.setProperty("org.quartz.scheduler.instanceName", name);
        all.setProperty("org.quartz.scheduler.instanceId", "AUTO");
        all.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        all.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        all.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        all.setProperty("org.quartz.threadPool.threadCount", "2");
        all.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        all.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        all.setProperty("org.quartz.jobStore.driverDelegateClass", delegate);
        all.setProperty("org.quartz.jobStore.dataSource", name);
        all.setProperty("org.quartz.jobStore.useProperties", "true");
        return all;
    }

    @Override
    public void start(Consumer<String> ring) {
        act(() -> {
            // what an earlier process left is not believed: every schedule sets its alarm anew
            scheduler.clear();
            scheduler.getContext().put(RingJob.RING, ring);
            scheduler.start();
        });
    }

    @Override
    public void set(String schedule, Instant at) {
        act(() -> {
            JobDetail job = JobBuilder.newJob(RingJob.class)
                    .withIdentity(schedule)
                    .storeDurably()
                    .build();
            scheduler.addJob(job, true);
            Trigger trigger = TriggerBuilder.newTrigger()
                    .withIdentity(schedule)
                    .forJob(job)
                    .startAt(Date.from(at))
                    .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
                    .build();
            if (scheduler.rescheduleJob(trigger.getKey(), trigger) == null) {
                scheduler.scheduleJob(trigger);
            }
        });
    }

    @Override
    public void clear(String schedule) {
        act(() -> scheduler.deleteJob(JobKey.jobKey(schedule)));
    }

    @Override
    public void close() {
        act(() -> scheduler.shutdown(true));
    }

    private interface Action {
        void run() throws SchedulerException;
    }

    private static void act(Action action) {
        try {
            action.run();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz failed: " + e.getMessage(), e);
        }
    }
}

package dev.steward.runner.schedule;

import dev.steward.runner.store.Store;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.DBConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Quartz on the store's database. Each schedule has one job and, for its next fire, one single-shot trigger: what a
 * missed fire or a change of the clock means is decided by {@link Schedules}, since Quartz's misfire threshold overrides
 * its own instructions. Quartz goes by the machine's clock. On a PostgreSQL that several servers share, the alarms are shared
 * too, and taken under the lock that the servers take turns by, so that each rings on one of them.
 *
 * <p>An alarm only wakes a server up. That no fire is lost or begun twice does not rest on it but on the schedule's mark and on
 * the row of each fire: an alarm that rings twice does nothing the second time, and since a server may end with one in its
 * hands, every server looks by itself besides.
 */
public final class QuartzAlarm implements Alarm {

    private static final Logger LOG = LoggerFactory.getLogger(QuartzAlarm.class);
    private static final long LOOK_SECONDS = 5;
    private static final long PATIENCE_SECONDS = 10;

    private final Scheduler scheduler;
    private final boolean shared;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "schedule-look");
        thread.setDaemon(true);
        return thread;
    });

    private QuartzAlarm(Scheduler scheduler, boolean shared) {
        this.scheduler = scheduler;
        this.shared = shared;
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
            return new QuartzAlarm(new StdSchedulerFactory(properties(name, store)).getScheduler(), store.onServer());
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz cannot be started: " + e.getMessage(), e);
        }
    }

    private static Properties properties(String name, Store store) {
        Properties all = new Properties();
        all.setProperty("org.quartz.scheduler.instanceName", name);
        all.setProperty("org.quartz.scheduler.instanceId", store.server());
        all.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        all.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        all.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        all.setProperty("org.quartz.threadPool.threadCount", "2");
        all.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        all.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        // PostgreSQL gives bytes otherwise than others
        String delegate = store.onServer() ? "PostgreSQLDelegate" : "StdJDBCDelegate";
        all.setProperty("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore." + delegate);
        all.setProperty("org.quartz.jobStore.isClustered", String.valueOf(store.onServer()));
        all.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        all.setProperty("org.quartz.jobStore.dataSource", name);
        all.setProperty("org.quartz.jobStore.useProperties", "true");
        return all;
    }

    @Override
    public void start(Consumer<String> ring, Runnable look) {
        act(() -> {
            if (!shared) {
                // what an earlier process left is not believed: every schedule sets its alarm anew
                scheduler.clear();
            }
            scheduler.getContext().put(RingJob.RING, ring);
            scheduler.start();
        });
        looking.scheduleWithFixedDelay(() -> guarded(look), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private static void guarded(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.warn("the schedules could not be looked at; again in {} s: {}", LOOK_SECONDS, e.getMessage());
        }
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
                first(trigger);
            }
        });
    }

    private void first(Trigger trigger) throws SchedulerException {
        try {
            scheduler.scheduleJob(trigger);
        } catch (ObjectAlreadyExistsException e) {
            // another server set it in this moment; that one knows of no other time
            scheduler.rescheduleJob(trigger.getKey(), trigger);
        }
    }

    @Override
    public void clear(String schedule) {
        act(() -> scheduler.deleteJob(JobKey.jobKey(schedule)));
    }

    @Override
    public void close() {
        looking.shutdown();
        try {
            looking.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

package dev.steward.runner.metrics;

import dev.steward.runner.metrics.form.Families;
import dev.steward.runner.metrics.form.Family;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.time.Instant;

/**
 * The process and its Java, under the names that Prometheus's own Java client uses
 * (https://prometheus.github.io/client_java/instrumentation/jvm/).
 */
final class JvmMetrics {

    private JvmMetrics() {}

    static void tell(Families families) {
        process(families);
        memory(families);
        threads(families);
        collectors(families);
    }

    private static void process(Families families) {
        families.gauge("process_start_time_seconds", "When this process began, in seconds since 1970.")
                .add(Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
            families.counter("process_cpu_seconds_total", "Processor time of this process, in seconds.")
                    .add(unix.getProcessCpuTime() / 1e9);
            families.gauge("process_open_fds", "Open file descriptors.").add(unix.getOpenFileDescriptorCount());
            families.gauge("process_max_fds", "File descriptors that may be open.")
                    .add(unix.getMaxFileDescriptorCount());
        }
    }

    private static void memory(Families families) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        Family used = families.gauge("jvm_memory_used_bytes", "Memory in use, by area.");
        Family committed = families.gauge("jvm_memory_committed_bytes", "Memory taken from the system, by area.");
        Family max = families.gauge("jvm_memory_max_bytes", "Memory that may be taken, by area; -1: no limit.");
        area(memory.getHeapMemoryUsage(), "heap", used, committed, max);
        area(memory.getNonHeapMemoryUsage(), "nonheap", used, committed, max);
    }

    private static void area(MemoryUsage usage, String area, Family used, Family committed, Family max) {
        used.add(usage.getUsed(), "area", area);
        committed.add(usage.getCommitted(), "area", area);
        max.add(usage.getMax(), "area", area);
    }

    private static void threads(Families families) {
        families.gauge("jvm_threads_current", "Threads.")
                .add(ManagementFactory.getThreadMXBean().getThreadCount());
        families.gauge("jvm_threads_daemon", "Daemon threads.")
                .add(ManagementFactory.getThreadMXBean().getDaemonThreadCount());
    }

    private static void collectors(Families families) {
        Family count = families.counter("steward_jvm_gc_collections_total", "Garbage collections, by collector.");
        Family took = families.counter("steward_jvm_gc_seconds_total", "Time of garbage collections, in seconds.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            count.add(Math.max(0, collector.getCollectionCount()), "gc", collector.getName());
            took.add(Math.max(0, collector.getCollectionTime()) / 1000.0, "gc", collector.getName());
        }
    }
}

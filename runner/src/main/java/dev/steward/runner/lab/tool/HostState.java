package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Inputs;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** nproc, free, df, uptime. */
final class HostState {

    private HostState() {}

    private static long memory(Call call, String name) {
        return Inputs.text(call, "/proc/meminfo")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    static int nproc(Call call) {
        call.out()
                .line(Long.toString(Inputs.text(call, "/proc/cpuinfo")
                        .lines()
                        .filter(line -> line.startsWith("processor"))
                        .count()));
        return 0;
    }

    static int free(Call call) {
        Arguments options = Arguments.of(call, "bkmghtw", "", "mega=m mebi=m human=h");
        long unit = options.has("m") || options.has("h") ? 1024 : options.has("g") ? 1 << 20 : 1;
        long total = memory(call, "MemTotal");
        long available = memory(call, "MemAvailable");
        long free = memory(call, "MemFree");
        call.out().line("               total        used        free      shared  buff/cache   available");
        call.out()
                .line(String.format(
                        "Mem:    %12d%12d%12d%12d%12d%12d",
                        total / unit,
                        (total - available) / unit,
                        free / unit,
                        4,
                        (available - free) / unit,
                        available / unit));
        call.out().line(String.format("Swap:   %12d%12d%12d", 0, 0, 0));
        return 0;
    }

    static int df(Call call) {
        Arguments options = Arguments.of(
                call, "hkPTmaliB", "tx", "human-readable=h portability=P output: block-size: print-type=T");
        long size = 8_191_416;
        long free = Math.min(size, call.machine().files().free() / 1024 + size / 2);
        long used = size - free;
        long percent = used * 100 / size + 1;
        for (String name : options.rest()) {
            call.machine().files().node(call.proc().who(), name);
        }
        if (options.has("output")) {
            call.out().line("Avail").line(Long.toString(free));
            return 0;
        }
        boolean human = options.has("h");
        call.out()
                .line(
                        human
                                ? "Filesystem      Size  Used Avail Use% Mounted on"
                                : options.has("P")
                                        ? "Filesystem     1024-blocks    Used Available Capacity Mounted on"
                                        : "Filesystem     1K-blocks    Used Available Use% Mounted on");
        call.out()
                .line(
                        human
                                ? String.format(
                                        "/dev/sda1       %.1fG  %.1fG  %.1fG  %d%% /",
                                        size / 1048576.0, used / 1048576.0, free / 1048576.0, percent)
                                : String.format(
                                        options.has("P")
                                                ? "/dev/sda1          %8d %7d %9d      %d%% /"
                                                : "/dev/sda1        %8d %7d %9d  %d%% /",
                                        size,
                                        used,
                                        free,
                                        percent));
        return 0;
    }

    static int uptime(Call call) {
        Arguments options = Arguments.of(call, "ps", "", "pretty=p since=s");
        double seconds = Double.parseDouble(Inputs.text(call, "/proc/uptime").split(" ")[0]);
        long minutes = (long) seconds / 60;
        DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
        if (options.has("s")) {
            call.out()
                    .line(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
                            .withZone(ZoneOffset.UTC)
                            .format(call.machine().now().minusSeconds((long) seconds)));
        } else if (options.has("p")) {
            call.out().line("up " + (minutes >= 60 ? minutes / 60 + " hours, " : "") + minutes % 60 + " minutes");
        } else {
            String up = minutes < 60
                    ? minutes + " min"
                    : minutes < 1440
                            ? minutes / 60 + ":" + String.format("%02d", minutes % 60)
                            : minutes / 1440 + " days, " + minutes / 60 % 24 + ":"
                                    + String.format("%02d", minutes % 60);
            call.out()
                    .line(" " + clock.format(call.machine().now()) + " up " + up
                            + ",  0 users,  load average: 0.08, 0.03, 0.01");
        }
        return 0;
    }
}

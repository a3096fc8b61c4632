package dev.steward.runner.lab.host;

import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.FileSystem;
import dev.steward.runner.lab.file.LiveDirectory;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.process.Machine;
import dev.steward.runner.lab.process.Proc;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;

/** /proc as proc(5) describes it, as far as scripts look at it. */
final class ProcFiles {

    private static final int TICKS = 100;

    private final Machine machine;
    private final FileSystem files;
    private final HostSpec spec;
    private volatile Instant booted;
    private volatile String bootId = "";
    private volatile String kernel = Kernels.DEBIAN;

    ProcFiles(Machine machine, HostSpec spec) {
        this.machine = machine;
        this.files = machine.files();
        this.spec = spec;
    }

    /** Begins a new boot, of a kernel as {@code uname -r} names it. */
    void boot(String release) {
        kernel = release;
        booted = machine.now();
        bootId = new UUID(
                        machine.random().nextLong() & ~0xf000L | 0x4000L,
                        machine.random().nextLong() >>> 2 | 1L << 63)
                .toString();
    }

    void mount() {
        files.rmdir(dev.steward.runner.lab.file.Who.HOST, "/proc");
        files.mount("/proc", new LiveDirectory(files.inode(), machine.now(), this::pids, this::process));
        files.symlink("/proc/self", who -> Integer.toString(who.pid()));
        for (String folder : List.of("/proc/sys/kernel/random", "/proc/net")) {
            files.folders(folder);
        }
        text("/proc/uptime", () -> String.format(Locale.ROOT, "%.2f %.2f\n", up(), up() * 1.9));
        text(
                "/proc/loadavg",
                () -> "0.08 0.03 0.01 1/" + machine.processes().all().size() + " 4242\n");
        text("/proc/sys/kernel/random/boot_id", () -> bootId + "\n");
        text("/proc/sys/kernel/random/uuid", () -> UUID.randomUUID() + "\n");
        text("/proc/sys/kernel/hostname", () -> spec.name() + "\n");
        text("/proc/sys/kernel/osrelease", () -> kernel + "\n");
        text("/proc/sys/kernel/ostype", () -> "Linux\n");
        text(
                "/proc/version",
                () ->
                        "Linux version 6.1.0-26-amd64 (debian-kernel@lists.debian.org) #1 SMP PREEMPT_DYNAMIC Debian 6.1.112-1 (2024-09-30)\n");
        text("/proc/cmdline", () -> "BOOT_IMAGE=/boot/vmlinuz-6.1.0-26-amd64 root=/dev/sda1 ro quiet\n");
        text(
                "/proc/stat",
                () -> "cpu  4705 356 584 3699 23 23 0 0 0 0\nbtime " + booted.getEpochSecond() + "\nprocesses 4242\n");
        text(
                "/proc/mounts",
                () ->
                        "/dev/sda1 / ext4 rw,relatime 0 0\nproc /proc proc rw,nosuid,nodev,noexec,relatime 0 0\ntmpfs /run tmpfs rw,nosuid,nodev 0 0\n");
        text("/proc/cpuinfo", this::processors);
        text("/proc/meminfo", this::memory);
        text(
                "/proc/net/tcp",
                () ->
                        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
                                + "   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0\n");
    }

    private void text(String path, Supplier<String> content) {
        files.live(path, () -> content.get().getBytes(StandardCharsets.ISO_8859_1));
    }

    private double up() {
        return Duration.between(booted, machine.now()).toMillis() / 1000.0;
    }

    private String processors() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < (spec.kind() == HostSpec.Kind.VM ? 4 : 2); i++) {
            text.append("processor\t: ")
                    .append(i)
                    .append("\nvendor_id\t: GenuineIntel\nmodel name\t: Common KVM processor\n\n");
        }
        return text.toString();
    }

    private String memory() {
        long total = spec.kind() == HostSpec.Kind.VM ? 8_145_064 : 1_048_576;
        return String.format(
                "MemTotal:       %8d kB%nMemFree:        %8d kB%nMemAvailable:   %8d kB%nSwapTotal:      %8d kB%nSwapFree:       %8d kB%n",
                total, total / 3, total * 2 / 3, 524_288, 524_288);
    }

    private List<String> pids() {
        return machine.processes().all().stream()
                .map(proc -> Integer.toString(proc.pid()))
                .toList();
    }

    private Node process(String name) {
        if (!name.matches("[1-9]\\d{0,6}")) {
            return null;
        }
        Proc proc = machine.processes().get(Integer.parseInt(name));
        if (proc == null) {
            return null;
        }
        Directory folder = new LiveDirectory(
                1_000_000 + proc.pid(),
                proc.started(),
                () -> List.of("cmdline", "comm", "environ", "stat", "status", "fd"),
                file -> entry(proc, file));
        folder.owner(proc.user().uid(), proc.user().gid(), proc.started());
        return folder;
    }

    private Node entry(Proc proc, String file) {
        return switch (file) {
            case "fd" ->
                new LiveDirectory(2_000_000 + proc.pid(), proc.started(), () -> List.of("0", "1", "2"), any -> null);
            case "stat" -> content(() -> stat(proc));
            case "comm" -> content(() -> comm(proc) + "\n");
            case "cmdline" -> content(() -> String.join("\0", proc.argv()) + "\0");
            case "status" ->
                content(() -> "Name:\t" + comm(proc) + "\nState:\tS (sleeping)\nPid:\t" + proc.pid() + "\nPPid:\t"
                        + proc.parentPid() + "\nUid:\t"
                        + (proc.user().uid() + "\t").repeat(4).trim() + "\n");
            case "environ" ->
                content(() ->
                        proc.pid() == 1 && spec.kind() == HostSpec.Kind.CONTAINER ? "container=lxc\0TERM=linux\0" : "");
            default -> null;
        };
    }

    private Node content(Supplier<String> text) {
        return files.live(() -> text.get().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String comm(Proc proc) {
        String name = proc.argv().isEmpty()
                ? "sh"
                : proc.argv().get(0).replaceFirst(" .*", "").replaceFirst(":$", "");
        String base = name.substring(name.lastIndexOf('/') + 1);
        return base.equals("init") ? "systemd" : base.length() > 15 ? base.substring(0, 15) : base;
    }

    private String stat(Proc proc) {
        long started = Duration.between(booted, proc.started()).toMillis() * TICKS / 1000 + 2;
        return proc.pid() + " (" + comm(proc) + ") S " + proc.parentPid() + " " + Math.max(0, proc.group()) + " "
                + Math.max(0, proc.session())
                + " 0 -1 4194560 1320 0 0 0 1 0 0 0 20 0 1 0 " + Math.max(0, started)
                + " 2572288 576 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
    }
}

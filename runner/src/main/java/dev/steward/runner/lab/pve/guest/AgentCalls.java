package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.AgentRun;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.GuestShell;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The guest agent of virtual machines (API2/Qemu/Agent.pm). */
public final class AgentCalls {

    /** What the agent keeps of each output (QEMU's GUEST_EXEC_MAX_OUTPUT). */
    public static final int KEPT = 16 << 20;

    private static final String AGENT = " /nodes/{node}/qemu/{vmid}/agent/";

    private AgentCalls() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.on("POST" + AGENT + "exec", AgentCalls::exec)
                .on("GET" + AGENT + "exec-status", AgentCalls::status)
                .on("POST" + AGENT + "ping", asked(guest -> new Row()))
                .on("GET" + AGENT + "network-get-interfaces", asked(AgentCalls::cards))
                .on("GET" + AGENT + "get-osinfo", asked(guest -> osInfo()))
                .on("GET" + AGENT + "get-host-name", asked(guest -> new Row().with("host-name", guest.name())))
                .on("GET" + AGENT + "get-fsinfo", asked(guest -> fileSystems()))
                .on("GET" + AGENT + "info", asked(guest -> new Row().with("version", "7.2.22")))
                .on("POST" + AGENT + "fsfreeze-status", asked(guest -> "thawed"))
                .on("POST" + AGENT + "fsfreeze-freeze", asked(guest -> 1))
                .on("POST" + AGENT + "fsfreeze-thaw", asked(guest -> 1))
                .on("POST" + AGENT + "fstrim", asked(guest -> new Row().with("paths", List.of())))
                .on("GET" + AGENT + "get-time", call -> {
                    guest(call);
                    long now = call.cluster().now().toEpochMilli();
                    return new Row().with("result", now * 1_000_000);
                })
                .on("POST" + AGENT + "shutdown", AgentCalls::shutdown);
    }

    private static Guest guest(Call call) {
        Guest guest = call.guest();
        if (guest.text("agent").isEmpty()) {
            throw Refusal.failed("No QEMU guest agent configured");
        }
        if (!guest.running()) {
            throw Refusal.failed("VM " + guest.vmid() + " is not running");
        }
        if (!guest.agentAnswers(call.cluster().now())) {
            throw Refusal.failed("QEMU guest agent is not running");
        }
        return guest;
    }

    private static dev.steward.runner.lab.pve.call.Handler asked(Function<Guest, Object> what) {
        return call -> new Row().with("result", what.apply(guest(call)));
    }

    private static Object exec(Call call) {
        Guest guest = guest(call);
        AgentRun run = new AgentRun();
        byte[] input = input(call.text("input-data"));
        List<String> command = call.list("command");
        GuestShell shell = guest.shell().orElse(NOTHING);
        if (command.isEmpty() || !shell.run(command, input, run::end)) {
            // PVE cannot write the agent's error into the status line: it has curly quotes (seen on 9.2).
            throw Refusal.of(596, "Broken pipe");
        }
        int pid = call.node().process();
        guest.runs().put(pid, run);
        return new Row().with("pid", pid);
    }

    /** PVE takes every character for a byte, and fails where one does not fit (MIME::Base64). */
    private static byte[] input(String text) {
        if (text.chars().anyMatch(c -> c > 0xFF)) {
            throw Refusal.failed(
                    "Wide character in subroutine entry at /usr/share/perl5/PVE/QemuServer/Agent.pm line 151.");
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A guest without anything inside knows true and false. */
    private static final GuestShell NOTHING = new GuestShell() {

        @Override
        public void power(boolean on) {
            Thread.onSpinWait();
        }

        @Override
        public boolean run(List<String> command, byte[] input, java.util.function.Consumer<Ended> then) {
            String program = command.get(0).replaceFirst(".*/", "");
            if (!List.of("true", "false").contains(program)) {
                return false;
            }
            then.accept(new Ended(program.equals("true") ? 0 : 1, 0, new byte[0], new byte[0]));
            return true;
        }
    };

    private static Object status(Call call) {
        Guest guest = guest(call);
        int pid = (int) call.number("pid", 0);
        AgentRun run = guest.runs().get(pid);
        if (run == null) {
            throw Refusal.failed("Agent error: Invalid parameter 'pid'");
        }
        if (run.ended().isEmpty()) {
            return new Row().with("exited", 0);
        }
        guest.runs().remove(pid);
        GuestShell.Ended ended = run.ended().get();
        Row row = new Row().with("exited", 1);
        row.when(ended.signal() > 0, "signal", ended.signal()).when(ended.signal() == 0, "exitcode", ended.code());
        output(row, "out", ended.out());
        output(row, "err", ended.err());
        return row;
    }

    /** The bytes of an output, each as one character: PVE hands them on without knowing their encoding. */
    private static void output(Row row, String name, byte[] bytes) {
        byte[] kept = bytes.length > KEPT ? Arrays.copyOf(bytes, KEPT) : bytes;
        row.when(kept.length > 0, name + "-data", new String(kept, StandardCharsets.ISO_8859_1));
        row.when(kept.length < bytes.length, name + "-truncated", 1);
    }

    private static Object shutdown(Call call) {
        Guest guest = guest(call);
        call.cluster().agenda().after(guest.manner().shutdown(), guest::off);
        return new Row().with("result", null);
    }

    private static Object cards(Guest guest) {
        return InterfaceCalls.cards(guest).stream().map(AgentCalls::card).toList();
    }

    private static Row card(InterfaceCalls.Card card) {
        Row statistics = new Row();
        for (String key : List.of(
                "rx-bytes", "rx-packets", "rx-errs", "rx-dropped", "tx-bytes", "tx-packets", "tx-errs", "tx-dropped")) {
            statistics.with(key, 0);
        }
        return new Row()
                .with("name", card.name())
                .with("hardware-address", card.mac())
                .with("statistics", statistics)
                .with(
                        "ip-addresses",
                        card.addresses().stream()
                                .map(address -> new Row()
                                        .with("ip-address", address.split("/")[0])
                                        .with("prefix", Integer.parseInt(address.split("/")[1]))
                                        .with("ip-address-type", address.contains(":") ? "ipv6" : "ipv4"))
                                .toList());
    }

    private static Row osInfo() {
        return new Row()
                .with("id", "debian")
                .with("name", "Debian GNU/Linux")
                .with("pretty-name", "Debian GNU/Linux 12 (bookworm)")
                .with("version", "12 (bookworm)")
                .with("version-id", "12")
                .with("machine", "x86_64")
                .with("kernel-release", "6.1.0-50-cloud-amd64")
                .with("kernel-version", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1 (2026-07-02)");
    }

    private static Object fileSystems() {
        return List.of(new Row()
                .with("name", "sda1")
                .with("mountpoint", "/")
                .with("type", "ext4")
                .with("total-bytes", 10_000_000_000L)
                .with("used-bytes", 2_000_000_000L)
                .with("disk", List.of()));
    }
}

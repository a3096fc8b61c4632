package dev.steward.runner.module.power;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.system.Knock;
import dev.steward.runner.power.MagicPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code wakeOnLan}: any machine with a network card that wakes it. A node of a cluster is woken by {@code node state: 'started'},
 * which asks another node of it.
 */
@ModuleInfo(
        name = "wakeOnLan",
        doc =
                "Wakes a machine by a magic packet from Steward's side, and waits until Steward can log in to it. One that answers already"
                        + " is left alone. Nodes of a cluster: take node state: 'started', by which another node of it wakes them.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {@Returns(name = "elapsed", type = Type.NUMBER, doc = "Seconds until it answered.")})
public final class WakeOnLan implements TaskModule<WakeOnLan.Args> {

    private static final Duration USUAL = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** A packet may get lost, and a machine that just went off does not hear one yet. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    /** What it takes. */
    public record Args(
            @Positional
                    @Doc(
                            "The network card's hardware address, as bc:24:11:00:00:01; the host's variable wake_mac unless said.")
                    Optional<String> mac,
            @Doc(
                            "A network's broadcast address, or the host's variable wake_broadcast; all networks that Steward's machine is in,"
                                    + " unless said.")
                    Optional<String> broadcast,
            @Doc("The UDP port; 9 unless said.") Optional<Integer> port,
            @Doc("How long to wait until it answers; 10.minutes unless said.") Optional<Duration> timeout,
            @Doc("Whether only the packet is sent, and nobody waits for an answer.") boolean blind) {}

    private final Knock knock = new Knock();

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        Optional<String> mac = args.mac().or(() -> variable(target, "wake_mac"));
        if (mac.isEmpty()) {
            return Outcome.failed("nobody says the network card of "
                    + target.host().name() + ": say mac, or give the host the variable wake_mac");
        }
        Optional<MagicPacket> packet = MagicPacket.to(mac.get());
        if (packet.isEmpty()) {
            return Outcome.failed("'" + mac.get() + "' is no hardware address; expected one as bc:24:11:00:00:01");
        }
        if (!args.blind() && knock.at(target, 0).boot().isPresent()) {
            return Outcome.ok("it answers already").with("elapsed", 0.0);
        }
        if (target.check()) {
            return Outcome.changed("would be woken");
        }
        try {
            return woken(args, target, packet.get());
        } catch (IOException e) {
            return Outcome.failed("cannot be woken: " + e.getMessage());
        }
    }

    private Outcome woken(Args args, Target target, MagicPacket packet)
            throws IOException, ConnectionException, InterruptedException {
        Optional<String> broadcast = args.broadcast().or(() -> variable(target, "wake_broadcast"));
        int port = args.port().orElse(MagicPacket.PORT);
        packet.send(broadcast, port);
        if (args.blind()) {
            return Outcome.changed("a wake-up packet was sent");
        }
        long start = target.time().nanos();
        long sent = start;
        String last = "";
        Duration limit = args.timeout().orElse(USUAL);
        for (int attempt = 1; target.time().nanos() - start < limit.toNanos(); attempt++) {
            target.time().sleep(PAUSE);
            Knock.Heard heard = knock.at(target, attempt);
            if (heard.boot().isPresent()) {
                double elapsed = (target.time().nanos() - start) / 1e9;
                return Outcome.changed("was woken, and answers after " + Math.round(elapsed) + " s")
                        .with("elapsed", elapsed);
            }
            last = heard.failure();
            if (target.time().nanos() - sent > AGAIN.toNanos()) {
                sent = target.time().nanos();
                packet.send(broadcast, port);
            }
        }
        return Outcome.failed("was sent wake-up packets, and does not answer after " + limit.toSeconds() + " s (" + last
                + "): is wake-on-LAN on in its firmware?");
    }

    private static Optional<String> variable(Target target, String name) {
        return Optional.ofNullable(target.host().vars().get(name))
                .map(String::valueOf)
                .filter(text -> !text.isBlank());
    }
}

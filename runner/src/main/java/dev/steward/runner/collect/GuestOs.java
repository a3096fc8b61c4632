package dev.steward.runner.collect;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.estate.EstateChange;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.store.estate.EstateRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what operating system runs in guests, a few in a pass, and keeps it: it is read again after a restart of the guest and
 * once a day. What cannot be read is tried again after an hour.
 */
final class GuestOs {

    private static final Logger LOG = LoggerFactory.getLogger(GuestOs.class);
    private static final int AT_ONCE = 20;
    private static final Duration FRESH = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final GuestReader reader;
    private final CollectorParts parts;
    private final Map<String, Long> failed = new HashMap<>();

    GuestOs(GuestReader reader, CollectorParts parts) {
        this.reader = reader;
        this.parts = parts;
    }

    void read(View view, List<EstateRecord> records) throws InterruptedException {
        int left = AT_ONCE;
        for (EstateRecord record : records) {
            Guest guest = view.guests().get(record.key().subject());
            if (left > 0 && guest != null && wanted(guest, record)) {
                read(guest, record);
                left--;
            }
        }
    }

    private boolean wanted(Guest guest, EstateRecord record) {
        if (!guest.running() || guest.template() || patient(guest)) {
            return false;
        }
        if (guest.kind() == GuestKind.QEMU
                && !Boolean.TRUE.equals(record.facts().get("agent"))) {
            return false;
        }
        Instant begun = parts.time().now().minus(guest.load().uptime());
        Instant oldest = parts.time().now().minus(FRESH);
        return record.os()
                .flatMap(GuestOs::at)
                .filter(at -> at.isAfter(begun) && at.isAfter(oldest))
                .isEmpty();
    }

    private boolean patient(Guest guest) {
        Long at = failed.get(guest.id());
        return at != null && parts.time().nanos() - at < PATIENCE.toNanos();
    }

    private static Optional<Instant> at(Map<String, Object> os) {
        try {
            return Optional.ofNullable(os.get("read_at")).map(String::valueOf).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void read(Guest guest, EstateRecord record) throws InterruptedException {
        String configured = String.valueOf(record.facts().getOrDefault("ostype", ""));
        try {
            Optional<Map<String, Object>> found = guest.kind() == GuestKind.LXC
                    ? OsFacts.ofFile(
                            parts.files().osRelease(guest, GuestReader.LIMIT),
                            configured,
                            parts.time().now())
                    : OsFacts.ofAgent(
                            reader.osInfo(guest), configured, parts.time().now());
            if (found.isPresent()) {
                failed.remove(guest.id());
                parts.records().os(record.id(), found.get());
                tell(guest, record, found.get());
                return;
            }
        } catch (PveException | IOException e) {
            LOG.debug("the operating system of {} was not read: {}", guest.words(), e.getMessage());
        }
        failed.put(guest.id(), parts.time().nanos());
    }

    private void tell(Guest guest, EstateRecord record, Map<String, Object> now) {
        String is = words(now);
        record.os().map(GuestOs::words).filter(was -> !was.equals(is)).ifPresent(was -> {
            String text = guest.name() + " (" + guest.id() + "): operating system " + was + " -> " + is;
            parts.changes()
                    .accept(List.of(
                            new EstateChange(guest.cluster(), guest.id(), EstateChange.Kind.GUEST_CHANGED, text)));
        });
    }

    private static String words(Map<String, Object> os) {
        return os.getOrDefault("distribution", "unknown") + " " + os.getOrDefault("version", "");
    }
}

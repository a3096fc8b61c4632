package dev.steward.runner.roll;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of one guest.
 *
 * @param guest which
 * @param way how
 * @param to where; empty: nowhere else, or HA decides
 * @param memory bytes that have to fit there; 0: it does not run
 * @param reason why so, for people
 */
public record GuestMove(Resident.Who guest, Way way, Optional<String> to, long memory, String reason) {

    /** One line: {@code CT 101 web-1: restart on pve2 (2.0 GiB)}. */
    public String words() {
        return guest.words() + ": " + way.word()
                + to.map(node -> (way == Way.RESTART ? " on " : " to ") + node).orElse("")
                + (memory > 0 && way.leaves() ? " (" + Memory.words(memory) + ")" : "")
                + (reason.isEmpty() ? "" : ", " + reason);
    }

    /** As plain data. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("vmid", guest.vmid());
        data.put("kind", guest.kind());
        data.put("name", guest.name());
        data.put("way", way.word());
        data.put("to", to.orElse(null));
        data.put("memory", memory);
        data.put("reason", reason);
        return data;
    }
}

package dev.steward.runner.follow;

import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.Upid;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One UPID of a list.
 *
 * @param cluster our name of its cluster
 * @param upid itself
 * @param ended empty: it runs
 * @param status running, or the text PVE ended it with, as OK
 */
public record UpidRow(String cluster, Upid upid, Optional<Instant> ended, String status) {

    static Optional<UpidRow> of(String cluster, PveFields row) {
        return row.text("upid").flatMap(Upid::find).map(upid -> {
            String said = row.text("status", "");
            // the list of active ones says RUNNING, with the time of asking as its end (PVE/API2/Tasks.pm)
            boolean runs = said.equals("RUNNING")
                    || (said.isEmpty() && row.number("endtime").isEmpty());
            Optional<Instant> end = runs
                    ? Optional.empty()
                    : row.number("endtime").stream()
                            .mapToObj(Instant::ofEpochSecond)
                            .findFirst();
            return new UpidRow(cluster, upid, end, runs ? "running" : said.strip());
        });
    }

    /** Plain data, in the order it is shown. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("upid", upid.text());
        data.put("cluster", cluster);
        data.put("node", upid.node());
        data.put("type", upid.type());
        data.put("id", upid.id());
        data.put("user", upid.user());
        data.put("started", upid.start().toString());
        data.put("ended", ended.map(Instant::toString).orElse(null));
        data.put("status", status);
        return data;
    }
}

package dev.steward.runner.store.file;

import dev.steward.runner.store.row.EventKey;
import dev.steward.runner.store.row.EventRow;
import dev.steward.runner.store.row.TextSum;
import dev.steward.runner.time.Time;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Reads every text and every row of events of a history and looks at their sums, the newest runs first, until its time is over. */
final class ContentReader {

    private static final int RUNS_AT_ONCE = 20;

    /** H2 gathers a whole result before its first row. */
    private static final int ROWS_AT_ONCE = 200;

    private static final String RUNS =
            "select id from run where id < ? order by id desc fetch first " + RUNS_AT_ONCE + " rows only";
    private static final String TEXTS =
            "select id as run, inventory_sha as sha from run where id >= ? and id < ? union select run, sha256 as sha"
                    + " from run_source where run >= ? and run < ? order by run desc, sha";
    private static final String TEXT = "select content from kept_text where sha256 = ?";
    private static final String EVENTS = "select " + EventRow.COLUMNS
            + " from run_event where id > ? and id < ? order by id fetch first " + ROWS_AT_ONCE + " rows only";

    private final Connection database;
    private final Time time;
    private final long begun;
    private final Duration most;
    private final Map<String, Boolean> known = new HashMap<>();
    private final TreeSet<Long> spoilt = new TreeSet<>(Collections.reverseOrder());
    private long rows;
    private long unsure;

    /**
     * Reads once.
     *
     * @param most it ends soon after that
     */
    ContentReader(Connection database, Time time, Duration most) {
        this.database = database;
        this.time = time;
        this.begun = time.nanos();
        this.most = most;
    }

    HistoryContent read() throws SQLException {
        long from = 0;
        long before = Long.MAX_VALUE;
        List<Long> runs = runs(before);
        while (!runs.isEmpty()) {
            long first = runs.get(runs.size() - 1);
            texts(first, before);
            // a row whose number was changed may be of no run
            if (!events(EventKey.of(first, 0), before > Integer.MAX_VALUE ? Long.MAX_VALUE : EventKey.of(before, 0))) {
                return told(from, false);
            }
            from = first;
            before = first;
            runs = runs(before);
        }
        return told(from, true);
    }

    private HistoryContent told(long from, boolean whole) {
        return new HistoryContent(known.size(), rows, unsure, from, whole, new ArrayList<>(spoilt));
    }

    private boolean over() {
        return time.nanos() - begun > most.toNanos();
    }

    private List<Long> runs(long before) throws SQLException {
        List<Long> runs = new ArrayList<>();
        try (PreparedStatement select = database.prepareStatement(RUNS)) {
            select.setLong(1, before);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    runs.add(found.getLong(1));
                }
            }
        }
        return runs;
    }

    private void texts(long first, long before) throws SQLException {
        try (PreparedStatement select = database.prepareStatement(TEXTS)) {
            for (int i = 1; i <= 4; i += 2) {
                select.setLong(i, first);
                select.setLong(i + 1, before);
            }
            try (ResultSet found = select.executeQuery()) {
                while (found.next() && !over()) {
                    String sha = found.getString("sha");
                    if (!known.containsKey(sha)) {
                        known.put(sha, fits(sha));
                    }
                    if (!known.get(sha)) {
                        spoilt.add(found.getLong("run"));
                    }
                }
            }
        }
    }

    private boolean fits(String sha) throws SQLException {
        try (PreparedStatement select = database.prepareStatement(TEXT)) {
            select.setString(1, sha);
            try (ResultSet found = select.executeQuery()) {
                return found.next() && TextSum.fits(sha, found.getString(1));
            }
        }
    }

    /** False: the time was over before all of them were read. */
    private boolean events(long from, long to) throws SQLException {
        try (PreparedStatement select = database.prepareStatement(EVENTS)) {
            long after = from;
            int seen = ROWS_AT_ONCE;
            while (seen == ROWS_AT_ONCE && !over()) {
                select.setLong(1, after);
                select.setLong(2, to);
                seen = 0;
                try (ResultSet found = select.executeQuery()) {
                    while (found.next()) {
                        after = found.getLong("id");
                        event(found, after);
                        seen++;
                    }
                }
            }
            return seen < ROWS_AT_ONCE;
        }
    }

    private void event(ResultSet row, long id) throws SQLException {
        EventRow.Says says = EventRow.says(row);
        rows++;
        unsure += says == EventRow.Says.NOTHING ? 1 : 0;
        if (says == EventRow.Says.OTHER) {
            spoilt.add(EventKey.run(id));
        }
    }
}

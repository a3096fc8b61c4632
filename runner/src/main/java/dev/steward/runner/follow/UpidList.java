package dev.steward.runner.follow;

import java.util.List;

/**
 * UPIDs, the newest first.
 *
 * @param rows the UPIDs
 * @param problems nodes and clusters that could not be asked, and why: the list lacks theirs
 */
public record UpidList(List<UpidRow> rows, List<String> problems) {

    public UpidList {
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }
}

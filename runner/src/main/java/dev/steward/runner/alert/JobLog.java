package dev.steward.runner.alert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a backup's log says of each guest; PVE writes these lines in {@code PVE/VZDump.pm}.
 *
 * @param failed why, by vmid
 * @param good vmids
 */
record JobLog(Map<Integer, String> failed, List<Integer> good) {

    private static final Pattern FAILED = Pattern.compile("ERROR: Backup of VM (\\d+) failed - (.*)");
    private static final Pattern GOOD = Pattern.compile("INFO: Finished Backup of VM (\\d+) .*");

    static JobLog of(List<String> lines) {
        Map<Integer, String> failed = new LinkedHashMap<>();
        List<Integer> good = lines.stream()
                .map(GOOD::matcher)
                .filter(Matcher::matches)
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
        for (String line : lines) {
            Matcher found = FAILED.matcher(line);
            if (found.matches()) {
                failed.put(Integer.valueOf(found.group(1)), found.group(2).strip());
            }
        }
        return new JobLog(failed, good);
    }
}

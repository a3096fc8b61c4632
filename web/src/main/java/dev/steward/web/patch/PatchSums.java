package dev.steward.web.patch;

import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.web.format.Times;
import java.util.List;

/**
 * How many hosts.
 *
 * @param all known ones
 * @param current without anything that waits
 * @param waiting with updates
 * @param security with updates for security
 * @param overdue whose updates wait for too long
 * @param reboot that ask for one
 * @param unknown never looked at
 */
public record PatchSums(long all, long current, long waiting, long security, long overdue, long reboot, long unknown) {

    /** As it is now. */
    public static PatchSums of(PatchDesk desk, Times times) {
        return of(new PatchLines(desk, times).hosts());
    }

    static PatchSums of(List<PatchLines.Host> hosts) {
        return new PatchSums(
                hosts.size(),
                hosts.stream().filter(host -> host.pending().orElse(1) == 0).count(),
                hosts.stream().filter(host -> host.pending().orElse(0) > 0).count(),
                hosts.stream().filter(host -> host.security().orElse(0) > 0).count(),
                hosts.stream().filter(PatchLines.Host::overdue).count(),
                hosts.stream().filter(host -> host.reboot().orElse(false)).count(),
                hosts.stream().filter(host -> host.pending().isEmpty()).count());
    }
}

package dev.steward.runner.convert.semaphore;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** The text of steward.yml. */
final class StewardYml {

    private final ZoneId zone;

    StewardYml(ZoneId zone) {
        this.zone = zone;
    }

    String text(Map<String, Map<String, Object>> schedules, List<String> inventories, List<String> secrets) {
        StringBuilder text = new StringBuilder("# Made of an export of Semaphore; " + SemaphoreImport.REPORT
                + " says what was not taken over.\nplaybooks: playbooks\n");
        if (!inventories.isEmpty()) {
            text.append("inventory:\n").append(Written.block(inventories, 2));
        }
        text.append(
                        "\n# Semaphore's schedules are in the zone of its setting schedule.timezone, which no export holds; here ")
                .append(zone.getId())
                .append(".\n# None of them begins before the Steward of this file is served: end Semaphore's first.\n")
                .append(schedules.isEmpty() ? "schedules: {}\n" : "schedules:\n" + Written.block(schedules, 2));
        if (!secrets.isEmpty()) {
            text.append(
                    "\n# To be filled in before a run needs it; as secrets: {file: secrets.yml}, a file with mode 0600.\n");
            secrets.stream().filter(one -> one.matches("[\\w-]+/[\\w-]+   .*")).forEach(one -> text.append("#   ")
                    .append(one.split(" ", 2)[0])
                    .append(": '…'\n"));
        }
        return text.toString();
    }
}

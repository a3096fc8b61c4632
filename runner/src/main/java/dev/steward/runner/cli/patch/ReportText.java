package dev.steward.runner.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reports for a person. */
final class ReportText {

    private ReportText() {}

    static List<String> of(JsonNode report) {
        return report.has("run") ? run(report) : compliance(report);
    }

    private static List<String> run(JsonNode report) {
        List<String> lines = new ArrayList<>();
        lines.add("Run " + PatchText.text(report, "run") + ", " + PatchText.text(report, "playbook") + ": "
                + PatchText.text(report, "status") + ", begun by " + PatchText.text(report, "by") + " at "
                + PatchText.time(report, "started_at", "-"));
        lines.add(
                "Upgradable before: " + known(report, "pending_before") + ", after: " + known(report, "pending_after"));
        lines.add("");
        lines.addAll(PatchText.operations(report.path("hosts")));
        if (!report.path("packages").isEmpty()) {
            lines.add("");
            lines.addAll(PatchText.ledger(report.path("packages")));
        }
        return lines;
    }

    private static List<String> compliance(JsonNode report) {
        List<String> lines = new ArrayList<>();
        lines.add(PatchText.text(report, "total") + " hosts: " + PatchText.text(report, "up_to_date") + " up to date, "
                + PatchText.text(report, "with_security") + " with security updates pending, "
                + PatchText.text(report, "overdue") + " waiting for " + PatchText.text(report, "alarm_age_days")
                + " days or more (!), " + PatchText.text(report, "reboot_required") + " to be rebooted, "
                + PatchText.text(report, "never_checked") + " never looked at");
        lines.add("");
        lines.addAll(PatchText.hosts(report.path("hosts")));
        if (!report.path("exceptions").isEmpty()) {
            lines.add("");
            lines.addAll(PatchText.exceptions(report.path("exceptions")));
        }
        return lines;
    }

    private static String known(JsonNode report, String field) {
        String said = PatchText.text(report, field);
        return said.isEmpty() ? "not known" : said;
    }
}

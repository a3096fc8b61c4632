package dev.steward.runner.convert.semaphore;

import java.util.List;

/** What came of an export, to be read beside the files. */
final class Report {

    private Report() {}

    static String text(List<Template> templates, Findings findings) {
        StringBuilder text = new StringBuilder("# Taken over from Semaphore\n\n## By hand\n\n```text\n");
        for (Template template : templates) {
            if (template.file().isPresent()) {
                text.append("steward run playbooks/").append(template.file().get());
                template.inventory().ifPresent(one -> text.append(" -i ").append(word(one)));
                template.options().limit().ifPresent(one -> text.append(" --limit ")
                        .append(word(one)));
                if (!template.options().tags().isEmpty()) {
                    text.append(" --tags ")
                            .append(word(String.join(",", template.options().tags())));
                }
                text.append("   # ").append(Findings.plain(template.name())).append('\n');
            }
        }
        text.append("```\n");
        section(text, "To be filled in", findings.secrets());
        section(text, "Not taken over", findings.left());
        section(text, "Means something else now", findings.notes());
        return text.toString();
    }

    private static String word(String said) {
        return said.matches("[\\w./:,@%+-]+")
                ? said
                : "'" + Findings.plain(said).replace("'", "'\\''") + "'";
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append("\n## ").append(title).append("\n\n");
            lines.forEach(line -> text.append("- ").append(line).append('\n'));
        }
    }
}

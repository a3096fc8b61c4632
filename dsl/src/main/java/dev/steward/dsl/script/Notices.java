package dev.steward.dsl.script;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.source.Report;
import dev.steward.dsl.word.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which handlers a play has, and which it notifies. */
final class Notices {

    private record Notice(String name, SourceRef at, Report report) {}

    private final Set<String> handlers = new TreeSet<>();
    private final List<Notice> notices = new ArrayList<>();
    private boolean open;

    void handler(String name) {
        handlers.add(name);
    }

    /** A handler whose name is worked out while planning: the plan will tell. */
    void unnamedHandler() {
        open = true;
    }

    void notice(String name, SourceRef at, Report report) {
        notices.add(new Notice(name, at, report));
    }

    /** Reports every notice that no handler answers. */
    void check() {
        if (open) {
            return;
        }
        for (Notice notice : notices) {
            if (!handlers.contains(notice.name)) {
                String advice = Suggestion.of(notice.name, handlers);
                notice.report.error(
                        notice.at,
                        "no handler of this play is named '" + notice.name + "'",
                        advice.isEmpty()
                                ? "add handlers { handler('" + notice.name + "') { … } } to the play"
                                : advice);
            }
        }
    }
}

package dev.steward.web.run;

import dev.steward.runner.app.Filters;
import dev.steward.runner.app.RunRefused;
import dev.steward.runner.store.RunFilter;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.parts.WebParts;
import java.util.List;

/**
 * Filters of runs as they stand in an address: {@code status=failed,lost&host=!db-1&q=dpkg}. A comma means or, a leading
 * exclamation mark means not, several parameters must all hold.
 */
public final class RunFilters {

    private RunFilters() {}

    /**
     * The filter of an address. Empty parameters are the empty fields of a form.
     *
     * @param query its parameters
     * @param others what else the address may hold
     * @param parts the zone of days without one, and the folder that playbooks are named from
     * @throws Refused 400 for a name, a day or a word that there is not
     */
    public static RunFilter of(Params query, List<String> others, WebParts parts) {
        List<Filters.Said> said = query.all().stream()
                .filter(param -> !param.value().isBlank() && !others.contains(param.name()))
                .map(param -> new Filters.Said(param.name(), param.value()))
                .toList();
        try {
            return Filters.of(said, parts.zone(), parts.playbooks().folder());
        } catch (RunRefused e) {
            throw Refused.bad("The filter is not understood: " + e.getMessage() + ".");
        }
    }
}

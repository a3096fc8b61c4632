package dev.steward.dsl.plan;

import java.util.List;

/**
 * What shall happen: a checked playbook with its parameters filled in. It names hosts by pattern only.
 *
 * @param name of the playbook
 * @param parameters in written order, those of imported playbooks included
 * @param plays in order, those of imported playbooks in their place
 * @param sources every file that was read for it, the playbook first
 */
public record Plan(String name, List<Parameter> parameters, List<Play> plays, List<Source> sources) {

    public Plan {
        parameters = List.copyOf(parameters);
        plays = List.copyOf(plays);
        sources = List.copyOf(sources);
    }

    /**
     * A file the plan was made from.
     *
     * @param file as in {@link SourceRef#file()}
     * @param text its content
     * @param sha256 of the content, hexadecimal
     */
    public record Source(String file, String text, String sha256) {}
}

package dev.steward.dsl.plan;

import java.util.List;

/**
 * {@code block('…') { … } rescue { … } always { … }}, or the tasks of an {@code includeTasks}.
 *
 * @param name empty where none was given
 * @param keywords what its steps inherit
 * @param steps what it does
 * @param rescue what runs on the hosts where a step failed; empty: none
 * @param always what runs afterwards in any case; empty: none
 * @param at where it stands
 */
public record Block(
        String name, Keywords keywords, List<Step> steps, List<Step> rescue, List<Step> always, SourceRef at)
        implements Step {

    public Block {
        steps = List.copyOf(steps);
        rescue = List.copyOf(rescue);
        always = List.copyOf(always);
    }
}

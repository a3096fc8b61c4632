package dev.steward.dsl.plan;

/** One thing of a play's list of tasks. */
public sealed interface Step permits Task, Block, FlushHandlers {

    /** Where it stands. */
    SourceRef at();
}

package dev.steward.runner.engine

import dev.steward.dsl.plan.*

/** Builds plans by hand. A closure is run-time code: its names come from the scope. */
class PlanKit {

    final List<Play> plays = []

    static Plan plan(List<Parameter> parameters = [], @DelegatesTo(PlanKit) Closure body) {
        PlanKit kit = new PlanKit()
        kit.with(body)
        new Plan('kit', parameters, kit.plays, [])
    }

    static SourceRef at(int line = 1) { new SourceRef('kit.groovy', line, 1) }

    static Code code(Closure body) {
        { Scope scope ->
            Closure copy = (Closure) body.clone()
            copy.delegate = new ScopeNames(scope: scope)
            copy.resolveStrategy = Closure.DELEGATE_FIRST
            copy.call()
        } as Code
    }

    static Object planned(Object value) {
        value instanceof Closure ? new Expression('…', at(), code(value)) : value
    }

    static Condition condition(Object value) {
        def (source, body) = value instanceof List ? value : ['…', value]
        new Condition(source, at(), code(body))
    }

    static List<Condition> conditions(Object value) {
        value == null ? [] : [condition(value)]
    }

    static Keywords keywords(Map words) {
        new Keywords(
                new Become(Optional.ofNullable(words.become), Optional.ofNullable(words.becomeUser)),
                (words.environment ?: [:]).collectEntries { k, v -> [k, planned(v)] },
                (words.tags ?: []) as LinkedHashSet,
                Optional.ofNullable(words.check), Optional.ofNullable(words.diff), Optional.ofNullable(words.throttle),
                Optional.ofNullable(words.anyErrorsFatal), Optional.ofNullable(words.ignoreErrors),
                Optional.ofNullable(words.ignoreUnreachable), Optional.ofNullable(words.noLog),
                Optional.ofNullable(words.runOnce), Optional.ofNullable(planned(words.delegateTo)),
                conditions(words.when))
    }

    void play(Map words = [:], String hosts, @DelegatesTo(StepsKit) Closure body) {
        StepsKit steps = StepsKit.of(body)
        List<Batch> serial = (words.serial ?: []).collect {
            it instanceof String ? new Batch(it[0..-2] as int, true) : new Batch(it, false)
        }
        plays << new Play(words.name ?: hosts, 'kit', hosts, at(), keywords(words),
                (words.vars ?: [:]).collectEntries { k, v -> [k, planned(v)] },
                new Play.Rollout(Optional.ofNullable(words.forks), serial, words.order ?: Play.Order.INVENTORY,
                        words.free ? Play.Strategy.FREE : Play.Strategy.LINEAR,
                        Optional.ofNullable(words.maxFailPercentage), words.countUnreachable != false,
                        words.forceHandlers ?: false),
                steps.steps, steps.handlers, at())
    }

    static class StepsKit {

        final List<Step> steps = []
        final List<Task> handlers = []

        static StepsKit of(Closure body) {
            StepsKit kit = new StepsKit()
            body.delegate = kit
            body.resolveStrategy = Closure.DELEGATE_FIRST
            body.call()
            kit
        }

        void task(Object name, Object does = 'ok') { task([:], name, does) }

        void task(Map words, Object name, Object does = 'ok') { steps << make(words, name, does) }

        void handler(String name, Object does = 'ok') { handler([:], name, does) }

        void handler(Map words, String name, Object does = 'ok') { handlers << make(words, name, does) }

        void flushHandlers() { steps << new FlushHandlers(at()) }

        void block(Closure body, Closure rescue = null, Closure always = null) { block([:], body, rescue, always) }

        void block(Map words, Closure body, Closure rescue = null, Closure always = null) {
            steps << new Block('', keywords(words), of(body).steps, rescue ? of(rescue).steps : [],
                    always ? of(always).steps : [], at())
        }

        private static Task make(Map words, Object name, Object does) {
            Map args = words.args == null ? [does: planned(does)] : words.args.collectEntries { k, v -> [k, planned(v)] }
            new Task(name, new ModuleCall(words.module ?: 'act', args, at()), keywords(words),
                    Optional.ofNullable(words.register), conditions(words.changedWhen), conditions(words.failedWhen),
                    words.retry ?: Retry.NONE, Optional.ofNullable(words.timeout), words.notifies ?: [],
                    words.listen ?: [],
                    Optional.ofNullable(words.loop).map { new Loop(new Expression('items', at(), code(it))) }, at())
        }
    }
}

/** Looks names up in a scope. */
class ScopeNames {

    Scope scope

    Object propertyMissing(String name) { scope.get(name) }
}

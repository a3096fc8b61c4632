package dev.steward.runner.engine

import dev.steward.dsl.catalog.ModuleSchema
import dev.steward.dsl.catalog.Param
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.event.Diff
import dev.steward.runner.module.ModuleInfo
import dev.steward.runner.module.Outcome
import dev.steward.runner.module.Target
import dev.steward.runner.module.TaskModule
import java.util.concurrent.ConcurrentHashMap

/** Modules for specs: act does what it is told, one word for each call on a host. */
class Acts implements ModuleSource {

    static abstract class Told implements TaskModule<Record> {
        Class<Record> args() { Record }

        Outcome run(Record args, Target target) { throw new IllegalStateException() }
    }

    @ModuleInfo(name = 'act', doc = 'Does what it is told.', check = ModuleInfo.CheckMode.SIMULATES)
    static class Act extends Told {}

    @ModuleInfo(name = 'look', doc = 'Only looks.', check = ModuleInfo.CheckMode.READS)
    static class Look extends Told {}

    @ModuleInfo(name = 'blind', doc = 'Cannot simulate.', check = ModuleInfo.CheckMode.SKIPS)
    static class Blind extends Told {}

    @ModuleInfo(name = 'packages', doc = 'Runs to its end.', check = ModuleInfo.CheckMode.SIMULATES,
            onCancel = ModuleInfo.OnCancel.FINISHES)
    static class Packages extends Told {}

    @ModuleInfo(name = 'reboot', doc = 'Restarts.', check = ModuleInfo.CheckMode.SIMULATES)
    static class Reboot extends Told {}

    final Map<String, TaskModule<?>> modules = [act: new Act(), look: new Look(), blind: new Blind(),
                                                packages: new Packages(), reboot: new Reboot()]
    /** What was called: step-free words "host:argument". */
    final List<String> calls = Collections.synchronizedList([])
    final List<Map<String, Object>> arguments = Collections.synchronizedList([])
    final Map<String, Integer> counts = new ConcurrentHashMap<>()
    /** What happens on a call, by word; closures of (target, arguments). */
    final Map<String, Closure> words = [:]

    Optional<TaskModule<?>> named(String name) { Optional.ofNullable(modules[name]) }

    Optional<ModuleSchema> find(String name) {
        Optional.ofNullable(modules[name]).map {
            new ModuleSchema(name, '', [new Param('does', Param.Type.ANY, false, [], ''),
                                        new Param('line', Param.Type.SHELL, false, [], ''),
                                        new Param('that', Param.Type.CONDITIONS, false, [], '')], Optional.empty(), true, [])
        }
    }

    Outcome call(TaskModule<?> module, Map<String, Object> args, Target target) throws ConnectionException, InterruptedException {
        arguments << args
        Object does = args.does
        if (does instanceof List) {
            String key = target.host().name() + does
            int n = counts.merge(key, 1, Integer::sum)
            does = does[Math.min(n, does.size()) - 1]
        }
        calls << (target.host().name() + ':' + does)
        String word = does
        if (words.containsKey(word)) {
            return words[word].call(target, args) as Outcome
        }
        switch (word) {
            case 'ok': return Outcome.ok('fine')
            case 'changed': return Outcome.changed('changed it').with('n', 1)
            case 'failed': return Outcome.failed('did not work')
            case 'rc1': return Outcome.failed('exit 1').with('rc', 1)
            case 'skipped': return Outcome.skipped('not wanted')
            case 'unreachable': throw new ConnectionException(ConnectionException.Kind.UNREACHABLE, target.host().name() + ' does not answer', null)
            case 'breaks': throw new IllegalStateException('boom')
            case 'diff': return Outcome.changed('wrote').with([new Diff('/f', 'a', 'b')])
            case 'fact': return new Outcome(Outcome.Kind.OK, 'set', [:], [], args.facts ?: [:], Optional.empty())
            case 'add': return new Outcome(Outcome.Kind.CHANGED, 'added', [:], [], [:],
                    Optional.of(new Outcome.NewHost(args.host, args.groups ?: [], args.vars ?: [:])))
            default: return Outcome.ok(word)
        }
    }
}

package dev.steward.runner.module

import dev.steward.runner.module.catalog.Modules
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** What specs of modules share: a folder on this machine, a target, and a call as the engine makes it. */
abstract class ModuleTry extends Specification {

    @Shared Modules modules = new Modules()
    @TempDir Path folder
    TryTarget target = new TryTarget()

    /** Groovy's own texts are evaluated before the engine hands them over. */
    Outcome call(Map<String, Object> arguments = [:], String module) {
        def plain = arguments.collectEntries { k, v -> [k, v instanceof GString ? v.toString() : v] }
        modules.call(modules.named(module).get(), plain, target)
    }

    void checking() { target.check = true }

    boolean ok(Outcome outcome) { is(outcome, Outcome.Kind.OK) }

    boolean changed(Outcome outcome) { is(outcome, Outcome.Kind.CHANGED) }

    boolean failed(Outcome outcome) { is(outcome, Outcome.Kind.FAILED) }

    private static boolean is(Outcome outcome, Outcome.Kind kind) {
        assert outcome.result() == kind: outcome.message()
        true
    }
}

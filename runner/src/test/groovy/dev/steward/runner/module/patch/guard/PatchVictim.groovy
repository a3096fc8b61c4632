package dev.steward.runner.module.patch.guard

import dev.steward.real.Checkout
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Path

/** A Steward on the folder of the first argument; as a process of its own it updates the guest of the second, and is killed meanwhile. */
class PatchVictim {

    static void main(String[] args) {
        def runner = open(Path.of(args[0]))
        runner.runs().await(patch(runner, args[1]))
        System.exit(0)
    }

    static Runner open(Path folder) {
        def loaded = new ConfigLoader([:], folder).load(Optional.of(folder.resolve('steward.yml')))
        def time = new SystemTime()
        Runner.open(loaded, StateDir.open(loaded.config().stateDir(), 'spec', time).dir(), [:], time)
    }

    static long patch(Runner runner, String guest) {
        runner.runs().submit(new RunRequest(Checkout.root().resolve('playbooks/patch-guests.groovy'), [], [action: 'apply', guests: guest], RunOptions.NONE,
                RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
    }
}

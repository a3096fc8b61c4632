package dev.steward.runner.module.packages

import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.Outcome
import spock.lang.AutoCleanup

/** apt against real dpkg and apt-get, on a host of its own for each feature. */
abstract class AptTry extends ModuleTry {

    @AutoCleanup DebianHost host

    void setup() {
        host = new DebianHost(folder)
        target.connection = host.connection()
    }

    Outcome upgrade(Map<String, Object> more = [:]) {
        call([upgrade: 'dist', updateCache: true, autoremove: true, autoclean: true] + more, 'apt')
    }

    List<String> packages(Outcome outcome) {
        outcome.data().packages.collect { "$it.action $it.name $it.from -> $it.to".toString() }
    }

    static void until(Closure<Boolean> so) {
        long end = System.nanoTime() + 30_000_000_000L
        while (!so()) {
            assert System.nanoTime() < end
            'sleep 0.05'.execute().waitFor()
        }
    }
}

package dev.steward.runner.module.patch

import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.Outcome
import spock.lang.AutoCleanup

/** patch on a host of its own for each feature. */
abstract class PatchTry extends ModuleTry {

    @AutoCleanup FamilyHost host
    private int tickets

    void begin(String system) {
        host = new FamilyHost(folder, system)
        target.connection = host.connection()
    }

    Outcome patch(Map<String, Object> more = [:], String action) {
        target.ticket = "patch-${tickets++}"
        call([action: action] + more, 'patch')
    }

    static Set<String> told(List<Map> packages) {
        packages.collect { "$it.action $it.name $it.from -> $it.to${it.security ? ' security' : ''}".toString() }.toSet()
    }
}

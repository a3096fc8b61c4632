package dev.steward.runner.lab

import java.nio.charset.StandardCharsets
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** The demo hosts' shell and programs against the machine's own, script by script. */
class ShellConformanceSpec extends Specification {

    @Shared LabBench bench = new LabBench()
    @Shared @AutoCleanup('shutdownNow') def threads = bench.threads

    def 'the tables are large enough to mean something'() {
        expect:
        scripts('shell.txt').size() >= 150
        scripts('tools.txt').size() >= 80
    }

    def 'a script of the #table table ends on a demo host as under the machine itself: #script'() {
        when:
        def real = LabBench.real(script, 'alpha\nbeta\ngamma\n')
        def demo = bench.demo(bench.host(), script, 'alpha\nbeta\ngamma\n')

        then:
        [demo.status, demo.out, demo.err.empty] == [real.status, real.out, real.err.empty]

        where:
        [table, script] << ['shell.txt', 'tools.txt'].collectMany { name -> scripts(name).collect { [name - '.txt', it] } }
    }

    /** Scripts are separated by lines of dashes. */
    static List<String> scripts(String name) {
        ShellConformanceSpec.getResourceAsStream(name).getText(StandardCharsets.UTF_8.name()).split('(?m)^----\n')*.trim().findAll()
    }
}

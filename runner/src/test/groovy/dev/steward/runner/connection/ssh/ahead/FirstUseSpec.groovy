package dev.steward.runner.connection.ssh.ahead

import com.jcraft.jsch.JSch
import spock.lang.Specification

class FirstUseSpec extends Specification {

    def 'what the first connection needs can be loaded before, and again'() {
        when:
        2.times { FirstUse.prepare() }

        then:
        noExceptionThrown()
    }

    def 'JSch has a class for each name'() {
        expect:
        (FirstUse.CHOSEN.collect { JSch.getConfig(it) } + FirstUse.PARTS.collect { "com.jcraft.jsch.$it" as String })
                .every { Class.forName(it, false, JSch.classLoader) }
    }
}

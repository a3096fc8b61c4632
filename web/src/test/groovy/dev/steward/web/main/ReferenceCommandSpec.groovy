package dev.steward.web.main

import spock.lang.Specification

class ReferenceCommandSpec extends Specification {

    def 'a terminal explains #words'() {
        given:
        def said = CompletionSpec.said(*(['reference'] + words as String[]))

        expect:
        said[0] == code
        text.every { said[1].contains(it) || said[2].contains(it) }
        !(said[1] =~ /```|\| ---|\]\(/)

        where:
        words         || code | text
        ['apt']       || 0    | ['on the page: /reference/modules/apt', "    apt upgrade: 'dist'", '  updateCache            true or false; Refresh the package lists first.']
        ['timeout']   || 0    | ['timeout in a phase', 'timeout in a task or a handler']
        ['power.ups'] || 1    | ['power.ups.NAME']
        ['power', 'plan'] || 0 | ['steward power plan', '/reference/commands/steward-power-plan', '  --json']
        []            || 0    | ['Modules', 'Language', '  wakeOnLan              Wakes a machine']
        ['updateC']   || 1    | ["the reference has no 'updateC'. Near it:", '  updateCache            of apt: Refresh']
        ['nosuch']    || 1    | ["'steward reference' lists what it has"]
    }
}

package dev.steward.runner.power.nut

import spock.lang.Specification

class NutLineSpec extends Specification {

    def 'a line falls into words, quoted or not: #line'() {
        expect:
        NutLine.words(line).get() == words

        where:
        line                                  || words
        'VAR ups ups.status "OL CHRG"'        || ['VAR', 'ups', 'ups.status', 'OL CHRG']
        'VAR ups ups.status OL'               || ['VAR', 'ups', 'ups.status', 'OL']
        'VAR ups ups.model "a \\"b\\" \\\\c"' || ['VAR', 'ups', 'ups.model', 'a "b" \\c']
        'VAR ups ups.alarm ""'                || ['VAR', 'ups', 'ups.alarm', '']
        '  OK   TRACKING\tx '                 || ['OK', 'TRACKING', 'x']
        'a\\ b'                               || ['a b']
        'UPSDESC u "Büro #1 = gut"'           || ['UPSDESC', 'u', 'Büro #1 = gut']
        ''                                    || []
    }

    def 'a line that ends too early is none: #line'() {
        expect:
        NutLine.words(line).empty

        where:
        line << ['VAR ups ups.status "OL', 'VAR ups ups.model "a\\"', 'a\\', '"']
    }

    def 'a word is sent so that it is read back as it was: #word'() {
        expect:
        NutLine.words('SET ' + NutLine.word(word)).get() == ['SET', word]

        where:
        word << ['plain', 'shutdown.return', '', 'two words', 'a"b', 'a\\b', '\\"', 'x=y', '#1', 'größe']
    }

    def 'a word that would begin another request is never sent'() {
        when:
        NutLine.word('x\nFSD ups')

        then:
        thrown(IllegalArgumentException)
    }
}

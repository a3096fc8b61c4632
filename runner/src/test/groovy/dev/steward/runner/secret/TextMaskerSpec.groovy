package dev.steward.runner.secret

import spock.lang.Specification

class TextMaskerSpec extends Specification {

    static TextMasker knowing(String... secrets) {
        TextMasker masker = new TextMasker()
        secrets.each { masker.learn(new Secret(it)) }
        masker
    }

    def 'of #secrets, #text is shown as #shown'() {
        expect:
        knowing(*secrets).mask(text) == shown

        where:
        secrets                    | text                             || shown
        ['hunter2']                | 'no secret here'                 || 'no secret here'
        ['hunter2']                | 'pw=hunter2;hunter2!'            || 'pw=***;***!'
        ['abc', 'abcdef']          | 'abcdef abc'                     || '*** ***'
        ['abc', 'bcde']            | 'xabcdey'                        || 'x***y'
        ['aaa']                    | 'aaaaa'                          || '***'
        ['']                       | 'all'                            || 'all'
        ['  ']                     | 'a  b'                           || 'a  b'
        ['x']                      | 'axb'                            || 'a***b'
        ["it's \"so\" \$1"]        | "say it's \"so\" \$1"            || 'say ***'
        ["it's"]                   | "sh -c 'echo it'\\''s'"          || "sh -c 'echo ***'"
        ['p@ss w/rd']              | 'https://u:p%40ss+w%2Frd@h'      || 'https://u:***@h'
        ['p@ss w/rd']              | 'https://u:p%40ss%20w%2frd@h'    || 'https://u:***@h'
        ['a"b\\c']                 | '{"k":"a\\"b\\\\c"}'             || '{"k":"***"}'
        ['a<b>&c']                 | '<p>a&lt;b&gt;&amp;c</p>'        || '<p>***</p>'
        ['line one\nline two\n}']  | 'has line two and } in it'       || 'has *** and } in it'
        ['trailing\n']             | 'trailing space'                 || '*** space'
        ['ümläut-pässwörd']        | 'x ümläut-pässwörd x'            || 'x *** x'
    }

    def 'base64 of it is masked at each alignment, whatever stands before and after'() {
        given:
        TextMasker masker = knowing('correct horse battery')
        String text = encoder.encodeToString((before + 'correct horse battery' + after).bytes)

        when:
        String shown = masker.mask(text)

        then:
        shown.contains('***')
        // at the seams one character on each side also holds bits of what stands beside
        shown.replace('***', '').replace('=', '').size() <= (before.size() + after.size()) * 4 / 3 + 4

        where:
        [before, after, encoder] << [['', 'a', 'ab', 'user:'], ['', 'z', 'zz', 'zzz'], [Base64.encoder, Base64.urlEncoder.withoutPadding()]].combinations()
    }

    def 'a secret cut by the edges of chunks is masked, however small the chunks, and nothing is lost'() {
        given:
        TextMasker masker = knowing('hunter2', 'hunting', 'two\nlines')
        String text = 'a hunter2 hunt hunting two\nlines two hunter2'
        TextMasker.Stream stream = masker.stream()

        when:
        String shown = text.toList().collate(size).collect { stream.push(it.join('')) }.join('') + stream.end()

        then:
        shown == 'a *** hunt *** *** two ***'

        where:
        size << (1..12)
    }

    def 'what cannot begin a secret is shown at once'() {
        given:
        TextMasker.Stream stream = knowing('hunter2').stream()

        expect:
        stream.push('prompt> ') == 'prompt> '
        stream.push('hun') == ''
        stream.push('dred') == 'hundred'
    }

    def 'a thousand secrets mask a thousand lines within a second'() {
        given:
        TextMasker masker = new TextMasker()
        (1..1000).each { masker.learn(new Secret("secret-number-$it-${it * 7919}")) }
        long start = System.nanoTime()

        when:
        (1..1000).each { masker.mask('Setting up libssl3:amd64 (3.0.17-1~deb12u2) ... and some more words of a usual line of apt') }

        then:
        System.nanoTime() - start < 1_000_000_000L
    }
}

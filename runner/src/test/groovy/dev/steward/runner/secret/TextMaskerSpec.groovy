package dev.steward.runner.secret

import dev.steward.house.Row
import java.lang.management.ManagementFactory
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
        ['pässwörd']               | 'read as Latin-1: pÃ¤sswÃ¶rd'    || 'read as Latin-1: ***'
        ['hunter2']                | 'hunter2hunte… and hunt…'        || '***… and ***…'
        ['hunter2']                | 'hun… hunting… …er2 hunte...'    || 'hun… hunting… …er2 hunte...'
        ['hunter2']                | '…unter2 …ter2hunter2 …unter'    || '…*** …*** …unter'
        ['p@ss w/rd', 'hunter2']   | '…ss+w%2Frd & …hunter2…ter2…'    || '…*** & …***…***…'
        ['abcdefgh', 'xyefghij']   | '…efghij …efghik …efgh …efghi'   || '…*** …***ik …*** …***i'
    }

    @Row('U-18')
    def 'a derived form is masked: #form'() {
        given:
        String secret = 'pä"ss\'w/rd$`<1>&2+\\!*~ x'
        def bytes = secret.getBytes('UTF-8')

        when:
        String shown = knowing(secret).mask("before $derived after")

        then:
        shown == 'before *** after'

        where:
        form                             | derived
        'as it is'                       | 'pä"ss\'w/rd$`<1>&2+\\!*~ x'
        'JSON'                           | 'pä\\"ss\'w/rd$`<1>&2+\\\\!*~ x'
        'JSON of Python'                 | 'p\\u00e4\\"ss\'w/rd$`<1>&2+\\\\!*~ x'
        'JSON of Go'                     | 'pä\\"ss\'w/rd$`\\u003c1\\u003e\\u00262+\\\\!*~ x'.replace('ä', '\\u00e4')
        'JSON of Jackson in ASCII'       | 'p\\u00E4\\"ss\'w/rd$`<1>&2+\\\\!*~ x'
        'JSON of .NET'                   | 'p\\u00E4\\u0022ss\\u0027w/rd$\\u0060\\u003C1\\u003E\\u00262\\u002B\\\\!*~ x'
        'the same in lower case'         | 'p\\u00e4\\u0022ss\\u0027w/rd$\\u0060\\u003c1\\u003e\\u00262\\u002b\\\\!*~ x'
        'a form of HTML'                 | 'p%C3%A4%22ss%27w%2Frd%24%60%3C1%3E%262%2B%5C%21*%7E+x'
        'a path by RFC 3986'             | 'p%C3%A4%22ss%27w%2Frd%24%60%3C1%3E%262%2B%5C%21%2A~%20x'
        'quote of Python'                | 'p%C3%A4%22ss%27w/rd%24%60%3C1%3E%262%2B%5C%21%2A~%20x'
        'encodeURIComponent'             | "p%C3%A4%22ss'w%2Frd%24%60%3C1%3E%262%2B%5C!*~%20x"
        'lower case'                     | 'p%c3%a4%22ss%27w%2frd%24%60%3c1%3e%262%2b%5c%21%2a~%20x'
        'HTML'                           | 'pä&quot;ss&#39;w/rd$`&lt;1&gt;&amp;2+\\!*~ x'
        'HTML of Python'                 | 'pä&quot;ss&#x27;w/rd$`&lt;1&gt;&amp;2+\\!*~ x'
        'HTML of Go'                     | 'pä&#34;ss&#39;w/rd$`&lt;1&gt;&amp;2+\\!*~ x'
        'XML'                            | 'pä&quot;ss&apos;w/rd$`&lt;1&gt;&amp;2+\\!*~ x'
        'single quotes of a shell'       | 'pä"ss\'\\\'\'w/rd$`<1>&2+\\!*~ x'
        'double quotes of a shell'       | 'pä\\"ss\'w/rd\\$\\`<1>&2+\\\\!*~ x'
        'printf %q'                      | 'p\\ä\\"ss\\\'w/rd\\$\\`\\<1\\>\\&2+\\\\\\!\\*\\~\\ x'
        'printf %q in UTF-8'             | 'pä\\"ss\\\'w/rd\\$\\`\\<1\\>\\&2+\\\\\\!\\*\\~\\ x'
        'printf %q of Bash 5'            | 'pä\\"ss\\\'w/rd\\$\\`\\<1\\>\\&2+\\\\\\!\\*~\\ x'
        'printf %q in C'                 | 'p\\303\\244"ss\\\'w/rd$`<1>&2+\\\\!*~ x'
        'hex'                            | '70c3a422737327772f726424603c313e26322b5c212a7e2078'
        'hex in capitals'                | '70C3A422737327772F726424603C313E26322B5C212A7E2078'
        'base64'                         | 'cMOkInNzJ3cvcmQkYDwxPiYyK1whKn4geA=='
        'base64 within an address'       | 'cMOkInNzJ3cvcmQkYDwxPiYyK1whKn4geA%3D%3D'
    }

    @Row('U-18')
    def 'a hex dump of it is masked: #form'() {
        expect:
        knowing('pä"ss:w/rd').mask("before $derived after") == 'before *** after'

        where:
        form                       | derived
        'od -An -tx1'              | '70 c3 a4 22 73 73 3a 77 2f 72 64'
        'od in two lines'          | '70 c3 a4 22\n 73 73 3a 77 2f 72 64'
        'in capitals'              | '70 C3 A4 22 73 73 3A 77 2F 72 64'
        'OpenSSL'                  | '70:c3:a4:22:73:73:3a:77:2f:72:64'
        'OpenSSL in two lines'     | '70:C3:A4:22:73:\n    73:3A:77:2F:72:64'
        'Windows'                  | '70-C3-A4-22-73-73-3A-77-2F-72-64'
        'xxd'                      | '70c3 a422 7373 3a77 2f72 64'
        'xxd -p in two lines'      | '70c3a42273733a772f72\n64'
        'hexdump -C'               | '70 c3 a4 22  73 73 3a 77 2f 72 64'
    }

    @Row('U-18')
    def 'what od of this machine writes of a secret of #length letters, after #before others, is masked'() {
        given:
        String secret = 'Pw2mZr9ty-Lc_d4QxBn7!kV%uE3&jH5(sT8)'.take(length)
        String dump = ran(command, 'x' * before + secret + 'y' * 9)
        String plain = ran(command, 'x' * before + '0' * length + 'y' * 9)

        when:
        String shown = knowing(secret).mask(dump)

        then:
        digits(shown) == digits(plain) - 2 * length

        and: 'line by line too, but for three bytes on each side where a line ends'
        String byLines = dump.readLines().collect { knowing(secret).mask(it) }.join('\n')
        digits(byLines) <= digits(plain) - 2 * length + 12 * (dump.readLines().size() - 1)

        where:
        [length, before, command] << [[5, 11, 17, 18, 36], [0, 9, 14, 27], [['od', '-An', '-v', '-tx1'], ['sh', '-c', "od -An -v -tx1 | tr -d ' '"]]].combinations()
    }

    private static String ran(List<String> command, String text) {
        def process = new ProcessBuilder(command).start()
        process.outputStream.withCloseable { it << text.getBytes('UTF-8') }
        process.inputStream.getText('UTF-8')
    }

    def 'what is no dump of it stays: #text'() {
        expect:
        knowing('hunter2', '20261123', '10:22:40', 'dead beef').mask(text) == text

        where:
        text << ['2026-11-23 10:22:33 and 68 75 6e', '00000000-2026-1123-cafe-0123456789ab', 'de ad be e', '68 75 6e x 65 72 32', '']
    }

    def 'a dump of many lines is masked in a time that grows with it alone'() {
        given:
        TextMasker masker = knowing('0' * 3000, keyOfSsh())
        String text = ' 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30\n' * 40_000
        def cpu = ManagementFactory.threadMXBean
        long before = cpu.currentThreadCpuTime

        when:
        String shown = masker.mask(text)

        then:
        shown == ' ***\n'
        cpu.currentThreadCpuTime - before < 10_000_000_000L
    }

    private static int digits(String dump) { dump.replaceAll('[^0-9a-f]', '').length() }

    @Row('U-18')
    def 'lines that follow upon each other are masked together, and stay as many: of #secret, #lines'() {
        expect:
        knowing(secret).mask(lines) == shown

        where:
        secret            | lines                                      || shown
        'ab\ncd'          | ['x ab', 'cd y', 'ab', 'c']                || ['x ***', '*** y', 'ab', 'c']
        'ab\n\ncd'        | ['ab', '', 'cd']                           || ['***', '', '***']
        'hunter2'         | ['hunter2', 'a\nhunter2', '', 'hunt']      || ['***', 'a\n***', '', 'hunt']
        'hunter2hunter2'  | ['aHVudGVyMmh1', 'bnRlcjI=']               || ['***', '***I=']
        'hunter2'         | ['aHVu', 'dGVyMg==']                       || ['***', '***g==']
        'hunter2'         | [' 78 68 75 6e 74', ' 65 72 32 78']        || [' 78 ***', '*** 78']
        'ab\ncd'          | []                                         || []
    }

    @Row('U-18')
    def 'what Bash of this machine makes of it is masked: #secret'() {
        given:
        def bash = new ProcessBuilder('bash', '-c', 'read -rd "" x; printf "%q\\n" "$x"; echo "${x@Q}"; export x; declare -p x; set | grep ^x=').start()
        bash.outputStream.withCloseable { it << (secret + '\0').getBytes('UTF-8') }

        when:
        String shown = knowing(secret).mask(bash.inputStream.getText('UTF-8'))

        then:
        shown.replaceAll(/declare -x|x=|['"$\n ]/, '') == '*' * 12

        where:
        secret << ['#a,b~c:d', '~/a #b=~c', 'ä"\'\\ $&<%`{}*?+/;|>(x)[y]^!,z', 'first\nsecönd\'s\tline']
    }

    @Row('U-18')
    def 'a long secret is masked in base64 that is written in lines of #width, after #before'() {
        given:
        String secret = (1..40).collect { "line $it of a key that is long" }.join('\n')
        String encoded = Base64.getMimeEncoder(width, '\n'.bytes).encodeToString((before + secret).bytes)
        int known = before.size() * 4 / 3 as int

        expect:
        knowing(secret).mask(encoded).readLines().withIndex().every { line, n -> line.replace('***', '').length() <= 12 + (n == 0 ? known : 0) }

        where:
        [width, before] << [[60, 64, 76], ['', 'a', 'user:', 'a longer beginning: ']].combinations()
    }

    @Row('U-18')
    def 'a secret of #length letters is masked in base64 wherever a line ends within it'() {
        given:
        String secret = 'Pw2mZr9ty-Lc_d4Qx'.take(length)
        TextMasker masker = knowing(secret)

        expect:
        (0..<57).every { before ->
            String encoded = Base64.getMimeEncoder(76, end.bytes).encodeToString(('x' * before + secret + 'y' * 30).bytes)
            letters(encoded) - letters(masker.mask(encoded)) >= length * 4.intdiv(3) - 2
        }

        where:
        [length, end] << [[6, 12, 14, 16, 17], ['\n', '\r\n']].combinations()
    }

    private static int letters(String text) { text.replace('***', '').readLines()*.length().sum() }

    @Row('U-18')
    def 'colours inside a secret do not hide it: #text'() {
        expect:
        knowing('hunter2', 'ring').mask(text) == shown

        where:
        text                                                     || shown
        'pw \u001b[01;31mhun\u001b[mter2 \u001b[1mend\u001b[m'   || 'pw \u001b[01;31m*** \u001b[1mend\u001b[m'
        'pw \u001b[01;31m\u001b[Khun\u001b[m\u001b[Kter2'        || 'pw \u001b[01;31m\u001b[K***'
        '\u001b[32mok\u001b[m'                                   || '\u001b[32mok\u001b[m'
        '\u001b[3hunter2'                                        || '\u001b[3***'
        'h\u001b[1mu\u001b[2mn\u001b[3mt\u001b[4me\u001b[5mr\u001b[6m2' || '***'
        'st\u001b[1mring'                                       || 'st\u001b[1m***'
        'pw \u001b[01;31mhun\u001b[mte… more'                    || 'pw \u001b[01;31m***… more'
        'pw …unt\u001b[1mer\u001b[0m2.'                          || 'pw …***.'
        'pw hun\u001b[1mte\u001b[0… more'                        || 'pw ***\u001b[0… more'
    }

    @Row('U-18')
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

    @Row('U-18')
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

    def 'a secret that follows upon itself without end is masked as it comes, in a time that grows with it alone'() {
        given:
        TextMasker.Stream stream = knowing('hunter2 hunting', 'unter').stream()
        String text = 'x' + 'hunter2 hunting' * 160_000 + 'hunted'
        def cpu = ManagementFactory.threadMXBean
        long before = cpu.currentThreadCpuTime

        when:
        List<String> shown = (0..<text.size()).step(4000).collect { stream.push(text.substring(it, Math.min(it + 4000, text.size()))) } + stream.end()

        then:
        shown.join('') == 'x***hunted'
        shown[0] == 'x***'
        cpu.currentThreadCpuTime - before < 10_000_000_000L
    }

    def 'what cannot begin a secret is shown at once'() {
        given:
        TextMasker.Stream stream = knowing('hunter2').stream()

        expect:
        stream.push('prompt> ') == 'prompt> '
        stream.push('hun') == ''
        stream.push('dred') == 'hundred'
    }

    def 'a key of 48 KB keeps no output waiting'() {
        given:
        def random = new Random(1)
        TextMasker masker = knowing(Base64.encoder.encodeToString((1..36_000).collect { random.nextInt() as byte } as byte[]))
        TextMasker.Stream stream = masker.stream()
        String line = 'Setting up libssl3:amd64 (3.0.17-1~deb12u2) ... and some more words of a usual line of apt\n'
        def cpu = ManagementFactory.threadMXBean
        long before = cpu.currentThreadCpuTime

        when:
        (1..100).each { stream.push(line * 90) }

        then:
        cpu.currentThreadCpuTime - before < 1_000_000_000L
    }

    def 'an ellipsis before every #letters keeps a run no longer than other output does, with #known'() {
        given:
        TextMasker masker = TextMasker.of(secrets.collect { new Secret(it) })
        String text = "…$letters" * 150_000
        def cpu = ManagementFactory.threadMXBean
        long before = cpu.currentThreadCpuTime

        when:
        Set<String> shown = masker.mask(text).split('…')

        then:
        shown == ['', letters] as Set
        cpu.currentThreadCpuTime - before < 10_000_000_000L

        where:
        known                | letters || secrets
        'a key of 3 KB'      | 'AAAA'  || [keyOfSsh()]
        'a thousand secrets' | '-num'  || (1..1000).collect { "secret-number-$it-${it * 7919}" }
    }

    /** As OpenSSH writes it, where zeros are the letters AAAA. */
    private static String keyOfSsh() {
        def random = new Random(1)
        def head = 'openssh-key-v1\0\0\0\0\4none\0\0\0\4none\0\0\0\0\0\0\0\1'.bytes as List
        Base64.getMimeEncoder(70, '\n'.bytes).encodeToString((head + (1..2200).collect { random.nextInt() as byte }) as byte[])
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

package dev.steward.runner.convert

import dev.steward.house.Row

/** Values within texts are written as Python writes them, or the text is marked; ansible-core 2.14 is the judge. */
class WrittenTextSpec extends Conversions {

    static final String VARS = '''{tls: true, half: 2.5, whole: 90, empty: "", lines: "a\\nb\\n", nums: [1, 2],
          services: {web: {tls: true, port: 80}, db: {tls: "yes"}}, flags: {a: true, b: "x"}}'''

    private Converted task(String said) { task(said, VARS) }

    @Row('S-14')
    def 'a text is what it is there: #text'() {
        when:
        def converted = task("copy:\n  dest: /x\n  content: \"$text\"")

        then:
        converted.marks() == []
        converted.text().contains("copy dest: '/x', content: $written") || converted.text().contains("copy content: $written, dest: '/x'")

        where:
        text                                    || written
        'x={{ services.web.tls }}'               || '"x=${services.web.tls == true ? \'True\' : services.web.tls == false ? \'False\' : services.web.tls}"'
        '{{ services.web.tls }}'                 || "services.web.tls == true ? 'True' : services.web.tls == false ? 'False' : services.web.tls"
        'x={{ services.web.port }}'             || '"x=${services.web.port}"'
        'x={{ services.web.tls | lower }}'       || '"x=${"${services.web.tls}".toLowerCase()}"'
        "x={{ empty | default('d', true) }}"    || '"x=${empty ?: \'d\'}"'
        "x={{ empty | default('d') }}"          || '"x=${empty}"'
        'x={{ half | int }}'                    || '"x=${half.toInteger()}"'
        'x={{ (whole * 0.25) | int }}'          || '"x=${(whole * 0.25).toInteger()}"'
        'x={{ (whole / 2) | int }}'             || '"x=${(whole / 2).toInteger()}"'
        'x={{ whole | int }}'                   || '"x=${whole}"'
        'x={{ lines }}\\n'                      || '"x=${lines}"'
        'x={{ lines }}\\n\\n'                   || '"x=${lines}\\n"'
        'x={{ lines }}.\\n'                     || '"x=${lines}.\\n"'
        "x={{ nums | join('\\\\n') }}"          || '"x=${nums.join(\'\\\\n\')}"'
        "x={{ nums | join('\\n') }}"            || '"x=${nums.join(\'\\n\')}"'
    }

    @Row('S-14')
    def 'an element of a loop that is true in some turn is written so: #loop'() {
        when:
        def converted = task("lineinfile: {path: /x, line: \"{{ item.key }}={{ item.value }}\"}\nloop: $loop")

        then:
        converted.marks() == []
        converted.text().contains('line: "${item.key}=${item.value == true ? \'True\' : item.value == false ? \'False\' : item.value}"')

        where:
        loop << ['"{{ flags | dict2items }}"', '[{key: a, value: true}, {key: b, value: 1}]']
    }

    @Row('S-14')
    def 'statements of Jinja in a text are written out as those of a template, and a value of a map that is true in some turn as well'() {
        when:
        def converted = task('copy:\n  dest: /x\n  content: |\n    {% for k, v in flags.items() %}\n    {{ k }}={{ v }}\n    {% endfor %}\n    end')

        then:
        converted.marks() == []
        converted.text().contains('copy dest: \'/x\', content: """${flags.collect { k, v -> """${k}=${v == true ? \'True\' : v == false ? \'False\' : v}\n""" }.join(\'\')}end"""')
    }

    @Row('S-14')
    def 'what Python would write otherwise is marked: #text'() {
        expect:
        task("copy: {dest: /x, content: \"$text\"}").marks()*.reason() == [reason]
        task("debug: {msg: \"$text\"}").marks().isEmpty() == said

        where:
        text                         || said  | reason
        'x={{ nums }}'               || true  | "a list or a map in a text is written there as Python writes it; write | join(', ')"
        'x={{ services.keys() }}'    || true  | "a list or a map in a text is written there as Python writes it; write | join(', ')"
        'x={{ whole / 2 }}'          || false | 'a quotient in a text has its fraction there, as 1.0; write | int behind it'
        "x={{ lines | quote }}"      || false | "'quote' outside of a shell line has no counterpart here"
        "x={{ lines.find('a') }}"    || false | 'the place of a text in a text is not known here; ask contains'
    }

    @Row('S-14')
    def 'what is quoted for a shell is one word of it: #said'() {
        when:
        def converted = task(said)

        then:
        converted.marks() == []
        converted.text().contains(line)

        where:
        said                               || line
        'shell: echo {{ lines | quote }}'  || 'shell "echo ${lines}"'
        'command: echo {{ lines | quote }}' || "command 'echo', lines"
    }
}

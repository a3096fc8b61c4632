package dev.steward.runner.convert

import dev.steward.house.Row
import java.nio.file.Files

/** Templates of Jinja, which are written out as the content of a copy. */
class TemplateConversionSpec extends Conversions {

    private Converted convertedTemplate(String template, String more = '') {
        Files.createDirectories(dir.resolve('templates'))
        Files.writeString(dir.resolve('templates/t.j2'), template)
        converted("- hosts: all\n  vars: {names: [a, b], ssl: true, port: 80, sites: [{name: x, root: /x}], env: {A: 1}}\n  tasks:\n    - template: {src: t.j2, dest: /t$more}\n")
    }

    @Row('S-14')
    def 'a template is written out: #template'() {
        when:
        def said = convertedTemplate(template)

        then:
        said.marks() == []
        said.text().contains("copy dest: '/t', content: " + content + '\n')

        where:
        template                                                     || content
        'a\n{% if ssl %}\nb {{ port }}\n{% endif %}\nc\n'            || '"""a\n${ssl ? """b ${port}\n""" : \'\'}c\n"""'
        '{% if ssl %}a{% elif port == 80 %}b{% else %}c{% endif %}'  || '"""${ssl ? """a""" : port == 80 ? """b""" : """c"""}"""'
        '{% for n in names %}\n  {{ n }};\n{% endfor %}\n'           || '"""${names.collect { n -> """  ${n};\n""" }.join(\'\')}"""'
        'x {%- for n in names -%} {{ n }}, {% endfor %}'             || '"""x${names.collect { n -> """${n}, """ }.join(\'\')}"""'
        '{% for s in sites if s.root != "/" %}{{ s.name }}{% endfor %}' || '"""${sites.findAll { s -> s.root != \'/\' }.collect { s -> """${s.name}""" }.join(\'\')}"""'
        '{% for k, v in env.items() %}{{ k }}={{ v }}\n{% endfor %}' || '"""${env.collect { k, v -> """${k}=${v}\n""" }.join(\'\')}"""'
        '{% set p = port + 1 %}\n{{ p }} $HOME\n'                    || '"""${port + 1} \\$HOME\n"""'
        '{% for item in names %}{% if item == "a" %}{{ item }}{% endif %}{% endfor %}' || '"""${names.collect { itemValue -> """${itemValue == \'a\' ? """${itemValue}""" : \'\'}""" }.join(\'\')}"""'
    }

    @Row('S-14')
    def 'a template that cannot be written out is marked: #template'() {
        when:
        def said = convertedTemplate(template, more)

        then:
        said.marks()*.reason() == ["the template 't.j2' cannot be written out: $reason; write it anew as templates/t.tpl ('steward check' tells how), and here: template src: 't.tpl', dest: …, vars: [name: value, …]" as String]

        where:
        template                                              | more                || reason
        '{% macro m() %}{% endmacro %}'                       | ''                  || "'macro' of a template has no counterpart here"
        '{% include "x" %}'                                   | ''                  || "'include' of a template has no counterpart here"
        '{% for n in names %}{{ loop.index }}{% endfor %}'    | ''                  || "a loop of a template that asks for '[n]' or 'loop.…' has no counterpart here"
        '{% for n in env %}{{ env[n] }}{% endfor %}'          | ''                  || "a loop of a template that asks for '[n]' or 'loop.…' has no counterpart here"
        '{% for n in names %}{{ n }}{% else %}x{% endfor %}'  | ''                  || "'endfor' is missing in a template, or something stands before it that has no counterpart here"
        '{% if ssl %}x'                                       | ''                  || "'endif' is missing in a template"
        'x{% endif %}'                                        | ''                  || "'endif' of a template ends nothing"
        '{% if ssl %}{% set a = 1 %}{% endif %}'              | ''                  || "'set' of a template has no counterpart here"
        '{% for a, b in names %}{% endfor %}'                 | ''                  || "'for a, b in names' of a template has no counterpart here"
        '{{- port }}{% if ssl %}{% endif %}'                  | ''                  || "a template with '{{-' has no counterpart here"
        '#jinja2: trim_blocks:False\n{{ port }}'              | ''                  || "a template with lines of Windows, remarks that take blanks along, or '#jinja2:' has no counterpart here"
        '{% if ssl %}x{% endif %}'                            | ', trim_blocks: no' || 'it is Jinja'
        '{{ names | map("upper") }}'                          | ''                  || "the filter 'map' has no counterpart here"
    }
}

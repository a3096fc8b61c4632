package dev.steward.runner.module.file

import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.file.template.TemplateException
import dev.steward.runner.module.file.template.TemplateText
import dev.steward.runner.secret.Secret
import java.nio.file.Files

class TemplateSpec extends ModuleTry {

    static final VARS = [name: 'web', n: 3, list: ['a', 'b'], none: [], nil: null, map: [k: [deep: 'down']], yes: true]

    def 'a template is rendered: #text'() {
        expect:
        TemplateText.parse('t.tpl', text).render(VARS).text() == out

        where:
        text                                                          || out
        'plain $name \\${name} \\<% x %>'                             || 'plain $name ${name} <% x %>'
        '${name}-${n}'                                                || 'web-3'
        '<%= name %>'                                                 || 'web'
        '${map.k.deep} ${map["k"].deep} ${list[0]} ${list[-1]}'       || 'down down a b'
        '${list.join(", ")} ${list.size()} ${name.toUpperCase()}'     || 'a, b 2 WEB'
        "\${nil ?: 'else'} \${map?.x?.y ?: '}'}"                      || 'else }'
        '<% for (x in list) { %>[${x}]<% } %>'                        || '[a][b]'
        '<% list.each { x -> %>[${x}]<% } %>'                         || '[a][b]'
        '<% for (e in map) { %>${e.key}=${e.value.deep}<% } %>'       || 'k=down'
        '<% if (yes && n > 2) { %>A<% } else { %>B<% } %>'            || 'A'
        '<% if (none) { %>A<% } else if (n == 3) { %>B<% } %>'        || 'B'
        '<% if (!none || false) { %>A<% } %>'                         || 'A'
        'a:\n<% for (x in list) { %>\n  - ${x}\n<% } %>\nend\n'       || 'a:\n  - a\n  - b\nend\n'
        'a:\n  <% if (none) { %>\n  x\n  <% } %>\nend'                || 'a:\nend'
        '<% for (x in list) { %>\n<% if (x == "a") { %>\n${x}!\n<% } %>\n<% } %>' || 'a!\n'
    }

    def 'a mistake has a place and a reason: #text'() {
        when:
        TemplateText.parse('t.tpl', text).render(VARS)

        then:
        def e = thrown(TemplateException)
        e.message.startsWith('t.tpl:' + at)
        e.message.contains(said)

        where:
        text                                          || at     | said
        'x\n${naem}'                                  || '2:3'  | "no variable 'naem'"
        '${name'                                      || '1:1'  | "'}' is missing"
        '${map.x}'                                    || '1:7'  | "no 'x' here; it has [k]"
        '${nil}'                                      || '1:3'  | 'is null'
        '<% if (yes) { %>'                            || '1:1'  | 'has no end'
        '<% } %>'                                     || '1:1'  | 'ends nothing'
        '<% System.exit(1) %>'                        || '1:1'  | 'a template knows'
        '${name.execute()}'                           || '1:8'  | "not 'execute'"
        '${"id".execute().text}'                      || '1:8'  | "not 'execute'"
        '${new File("/x")}'                           || '1:7'  | 'is not understood here'
        '${name.class}'                               || '1:8'  | "no 'class' here"
        '${n +}'                                      || '1:5'  | 'is not understood here'
        '<% for (x in name) { %><% } %>'              || '1:14' | 'a list or map'
    }

    def 'a template sees its vars and writes the file once'() {
        given:
        Files.createDirectories(folder.resolve('templates'))
        folder.resolve('templates/site.conf.tpl').toFile().text = 'server ${name};\n<% for (t in targets) { %>\n  - ${t}\n<% } %>\n'
        target.folder = folder
        target.diff = true
        def arguments = [src: 'site.conf.tpl', dest: "$folder/", vars: [name: 'x', targets: ['192.0.2.1', '192.0.2.2']]]

        expect:
        changed(call(arguments, 'template'))
        folder.resolve('site.conf').toFile().text == 'server x;\n  - 192.0.2.1\n  - 192.0.2.2\n'
        ok(call(arguments, 'template'))
    }

    def 'a secret in it makes the file private and the diff silent'() {
        given:
        Files.createDirectories(folder.resolve('templates'))
        folder.resolve('templates/t.tpl').toFile().text = 'password=${p}'
        target.folder = folder
        target.diff = true

        when:
        def outcome = call(src: 't.tpl', dest: "$folder/out", vars: [p: new Secret('hunter2')], 'template')

        then:
        folder.resolve('out').toFile().text == 'password=hunter2'
        Files.getPosixFilePermissions(folder.resolve('out')).size() == 2
        !outcome.toString().contains('hunter2')
    }

    def 'a template that cannot be rendered touches no host'() {
        given:
        Files.createDirectories(folder.resolve('templates'))
        folder.resolve('templates/t.tpl').toFile().text = '${missing}'
        target.folder = folder

        when:
        def outcome = call('template', src: 't.tpl', dest: "$folder/out")

        then:
        failed(outcome)
        outcome.message().startsWith('t.tpl:1:3')
        target.connection.trips == 0
    }
}

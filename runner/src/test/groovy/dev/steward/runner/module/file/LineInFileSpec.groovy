package dev.steward.runner.module.file

import dev.steward.runner.module.ModuleTry
import java.nio.file.Files

class LineInFileSpec extends ModuleTry {

    def 'a line comes to stand where it belongs, once: #arguments'() {
        given:
        def file = folder.resolve('f')
        Files.writeString(file, before)
        def call = { super.call([path: file.toString()] + arguments, 'lineInFile') }

        expect:
        call().result().name() == (before == after ? 'OK' : 'CHANGED')
        file.toFile().text == after
        ok(call())
        file.toFile().text == after

        where:
        before          | arguments                                        || after
        'a\nb\n'        | [line: 'c']                                      || 'a\nb\nc\n'
        'a\nb'          | [line: 'c']                                      || 'a\nb\nc\n'
        'a\nb\n'        | [line: 'b']                                      || 'a\nb\n'
        ''              | [line: 'c']                                      || 'c\n'
        'x=1\ny=2\n'    | [line: 'x=3', regexp: '^x=']                     || 'x=3\ny=2\n'
        'x=1\nx=2\n'    | [line: 'x=3', regexp: '^x=']                     || 'x=1\nx=3\n'
        '#x=1\n'        | [line: 'x=3', regexp: '^x=']                     || '#x=1\nx=3\n'
        'a\nb\nc\n'     | [line: 'n', insertAfter: '^a']                   || 'a\nn\nb\nc\n'
        'a\nb\nc\n'     | [line: 'n', insertBefore: '^c']                  || 'a\nb\nn\nc\n'
        'a\n'           | [line: 'n', insertBefore: 'BOF']                 || 'n\na\n'
        'a\n'           | [line: 'n', insertAfter: 'nothing']              || 'a\nn\n'
        'a\nb\na\n'     | [line: 'a', state: 'absent']                     || 'b\n'
        'x=1\nxx=2\n'   | [regexp: '^x+=', state: 'absent']                || ''
        'a\n'           | [line: 'z', state: 'absent']                     || 'a\n'
        'a\r\nb\r\n'    | [line: 'c']                                      || 'a\r\nb\r\nc\r\n'
        'a\r\nx=1\r\n'  | [line: 'x=2', regexp: '^x=']                     || 'a\r\nx=2\r\n'
        'Größe=1\n'     | [line: "it's \$x", regexp: '^Größe']             || "it's \$x\n"
    }

    def 'a second run asks once and writes nothing'() {
        given:
        def file = folder.resolve('f')
        Files.writeString(file, 'a\n')

        expect:
        ok(call('lineInFile', path: file.toString(), line: 'a'))
        target.connection.trips == 1
    }

    def 'check mode shows the difference and leaves the file'() {
        given:
        def file = folder.resolve('f')
        Files.writeString(file, 'a\n')
        checking()
        target.diff = true

        when:
        def outcome = call('lineInFile', path: file.toString(), line: 'b')

        then:
        changed(outcome)
        outcome.diffs()*.before() == ['a\n']
        outcome.diffs()*.after() == ['a\nb\n']
        file.toFile().text == 'a\n'
    }

    def 'it says what is wrong: #arguments'() {
        when:
        def outcome = call(arguments, 'lineInFile')

        then:
        failed(outcome)
        outcome.message().contains(said)

        where:
        arguments                                          || said
        [path: '/no/such', line: 'x']                      || 'create: true'
        [path: '/etc', line: 'x']                          || 'is no file'
        [path: '/etc/passwd', line: 'x\ny']                || 'one line'
        [path: '/etc/passwd']                              || "'line' of 'lineInFile' is missing"
        [path: '/etc/passwd', line: 'x', regexp: '(']      || 'no regular expression'
    }
}

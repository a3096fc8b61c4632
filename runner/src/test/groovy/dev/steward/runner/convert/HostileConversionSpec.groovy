package dev.steward.runner.convert

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.house.Tries
import dev.steward.runner.convert.jinja.Unconvertible
import dev.steward.runner.inventory.InventoryException
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Ansible playbooks that are none: converted to what passes the check, or refused in words; nothing of them is carried out. */
class HostileConversionSpec extends Specification {

    private static final List<String> PIECES = ['{{ ', ' }}', '{% ', ' %}', '{# ', '| ', "'", '"', '\\', '${', '"""', '*/', '//', '- ', ': ', 'when: ', 'loop: ', 'vars: ', 'register: ', 'block:', '&a ', '*a', '!vault ', '[', ']', '{', '}', '\u0000', '\u202e', 'x.y.z', ' is defined', ' and ', ' not ', '(', ')', 'lookup("pipe", "id")', '"x".execute()', '\'"]; evaluate("1") //']

    @TempDir Path dir
    @Shared Modules modules = new Modules()

    @Row('S-09')
    def 'a damaged playbook of Ansible is converted to what the check takes, or refused'() {
        given:
        String whole = Files.readString(ConversionSpec.FOLDER.resolve('site.yml'))

        expect:
        Tries.of(25) { Random random -> converts(Tries.damaged(whole, random, PIECES)) }
    }

    @Row('S-09')
    def 'what is made to be too much, or to lead elsewhere, ends in words: #what'() {
        expect:
        Tries.within(what) { converts(text, !(what =~ /^(deep|many|a long)/)) || true }

        where:
        what                          | text
        'it imports itself'           | '- import_playbook: playbook.yml\n'
        'it includes its own tasks'   | '- hosts: all\n  tasks:\n    - include_tasks: playbook.yml\n'
        'a name with a zero'          | '- import_playbook: "a\\0b"\n'
        'tasks of a name with a zero' | '- hosts: all\n  tasks:\n    - import_tasks: "a\\0b"\n'
        'vars of a name with a zero'  | '- hosts: all\n  vars_files: ["a\\0b"]\n  tasks: [{ping: }]\n'
        'a role of a name with a zero' | '- hosts: all\n  roles: ["a\\0b"]\n'
        'deep parentheses'            | "- hosts: all\n  tasks:\n    - debug: {msg: x}\n      when: ${'(' * 5_000}x${')' * 5_000}\n"
        'many nots'                   | "- hosts: all\n  tasks:\n    - debug: {msg: x}\n      when: ${'not ' * 5_000}x\n"
        'many filters'                | "- hosts: all\n  tasks:\n    - debug: {msg: \"{{ x ${'| trim ' * 3_000}}}\"}\n"
        'deep blocks'                 | '- hosts: all\n  tasks: [' + '{block: [' * 60 + '{ping: }' + ']}' * 60 + ']\n'
        'a long name'                 | "- hosts: all\n  name: ${'x' * 200_000}\n  tasks: [{ping: }]\n"
        'a text that ends a text'     | '- hosts: all\n  name: "x\'); evaluate(1); //"\n  tasks: [{debug: {msg: "${1}\\n\'\'\'\\"\\"\\""}}]\n'
        'includes without end'        | '- hosts: all\n  tasks:\n' + '    - include_tasks: many.yml\n' * 10
        'a number with a zero'        | '- hosts: all\n  tasks: [{debug: {msg: "\\0 {{ x }} \\x01 b"}}]\n'
        'a file of tasks without name' | '- hosts: all\n  tasks: [{include_tasks: {name: x}}]\n'
        'numbers without end'         | '- hosts: all\n  vars: {a: .inf, b: .nan}\n  tasks: [{debug: {msg: "{{ a }} {{ b }}"}}]\n'
        'a comment that ends'         | '- hosts: all\n  tasks:\n    - nosuch: "*/ evaluate(1) /*\\n evaluate(1)"\n'
    }

    @Row('S-09')
    def 'nothing that is said becomes a word of the playbook: #said'() {
        when:
        Path file = Files.writeString(dir.resolve('playbook.yml'), '- hosts: all\n' + said)
        def converted = new PlaybookConversion(new PlaybookCompiler(modules), modules).of(file, 'playbook.yml')

        then:
        converted.problems() == []
        converted.text().readLines().every { !it.strip().startsWith('become()') }

        where:
        said << ['  tasks: [{command: x, throttle: "1\\n become()"}]\n',
                 '  max_fail_percentage: "5\\n become()"\n  tasks: [{command: x}]\n',
                 '  tasks: [{"nosuch\\n become()\\n //": {a: b}}]\n',
                 '  tasks: [{"nosuch\\r become()\\r //": {a: b}}]\n',
                 '  vars: {"v\\n become()\\n //": !vault "$ANSIBLE_VAULT;1.1;AES256\\n31"}\n  tasks: [{command: x}]\n',
                 '  tasks: [{debug: {msg: "{{ a[\'\\n become()\\n //\'] b }}"}}]\n']
    }

    /** @param taken whether all that comes out must pass the check; else what does not is told */
    private boolean converts(String yaml, boolean taken = true) {
        Files.writeString(dir.resolve('many.yml'), '- include_tasks: many.yml\n' * 10)
        Path file = Files.writeString(dir.resolve('playbook.yml'), yaml)
        try {
            def converted = new PlaybookConversion(new PlaybookCompiler(modules), modules).of(file, 'playbook.yml')
            assert !taken || converted.problems() == []
            assert converted.problems().every { it.message() && !(it.message() =~ /Exception/) }
            return true
        } catch (Unconvertible | InventoryException | IOException e) {
            assert e.message
            return false
        }
    }
}

package dev.steward.runner.module.file

import dev.steward.runner.module.ModuleTry
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

class FileStateSpec extends ModuleTry {

    def 'check mode says what would change and does not do it: #state'() {
        given:
        Files.createDirectory(folder.resolve('d'))
        Files.writeString(folder.resolve('real'), 'real')
        checking()
        target.diff = true
        def before = snapshot()

        when:
        def outcome = call([path: "$folder/$name" as String, state: state, mode: '0700'] + more(folder), 'file')

        then:
        changed(outcome)
        outcome.diffs().size() >= 1
        snapshot() == before

        where:
        state       | name    | more
        'directory' | 'new/x' | { [:] }
        'touch'     | 'new'   | { [:] }
        'absent'    | 'd'     | { [:] }
        'link'      | 'l'     | { [src: 'real'] }
        'hard'      | 'h'     | { [src: "$it/real" as String] }
        'directory' | 'd'     | { [:] }
    }

    private List<String> snapshot() {
        Files.walk(folder).withCloseable { s -> s.map { "$it ${Files.getPosixFilePermissions(it)}".toString() }.sorted().toList() }
    }

    def 'a mode is set exactly, setgid bit of a folder included'() {
        given:
        def path = folder.resolve('d')
        Files.createDirectory(path)
        ['chmod', start, path.toString()].execute().waitFor()

        expect:
        changed(call('file', path: path.toString(), mode: wanted))
        ['stat', '-c', '%a', path.toString()].execute().text.trim() == wanted - ~/^0/
        ok(call('file', path: path.toString(), mode: wanted))

        where:
        start  | wanted
        '2755' | '0755'
        '0755' | '2770'
        '0700' | '1777'
    }

    def 'nothing is lost by a link without force, and never a folder with something in it'() {
        given:
        Files.writeString(folder.resolve('f'), 'mine')
        Files.createDirectories(folder.resolve('d/full'))

        when:
        def outcome = call(path: "$folder/$name", state: 'link', src: '/etc', force: force, 'file')

        then:
        outcome.result().name() == result
        Files.isSymbolicLink(folder.resolve(name)) == (result == 'CHANGED')

        where:
        name | force || result
        'f'  | false || 'FAILED'
        'f'  | true  || 'CHANGED'
        'd'  | true  || 'FAILED'
    }

    def 'a wrong link is replaced in place'() {
        given:
        Files.createSymbolicLink(folder.resolve('l'), Path.of('/nowhere'))

        expect:
        changed(call('file', path: "$folder/l", state: 'link', src: '/etc'))
        Files.readSymbolicLink(folder.resolve('l')).toString() == '/etc'
    }

    def 'removing a link leaves what it points to'() {
        given:
        Files.createDirectories(folder.resolve('d/x'))
        Files.createSymbolicLink(folder.resolve('l'), folder.resolve('d'))

        expect:
        changed(call('file', path: "$folder/l", state: 'absent'))
        Files.exists(folder.resolve('d/x'))
    }

    def 'it refuses what nobody means: #arguments'() {
        when:
        def outcome = call(arguments, 'file')

        then:
        failed(outcome)
        outcome.message().contains(said)

        where:
        arguments                                          || said
        [path: '/', state: 'absent']                       || 'never removed as a whole'
        [path: '/etc/../usr/', state: 'absent']            || 'never removed as a whole'
        [path: 'x', state: 'absent']                       || 'absolute'
        [path: '/x', state: 'link']                        || "'src' is given with state link"
        [path: '/no/such', state: 'file']                  || 'is no file'
        [path: '/no/such']                                 || 'does not exist'
        [path: '/x', state: 'dirctory']                    || "did you mean 'directory'?"
    }

    def 'each folder that is made gets the mode, those above it that were there keep theirs: #name'() {
        given:
        Files.createDirectory(folder.resolve('there'))
        ['chmod', '0751', "$folder/there"].execute().waitFor()
        def mode = { String at -> ['stat', '-c', '%a', "$folder/there/$at"].execute().text.trim() }

        when:
        def outcome = call('file', path: "$folder/there/$name" as String, state: 'directory', mode: '2770')

        then:
        changed(outcome)
        outcome.message() == "$folder/there/$name: state, mode changed"
        ['.', 'new folder', "new folder/it's", "new folder/it's/last"].collect(mode) == ['751', '2770', '2770', '2770']
        ok(call('file', path: "$folder/there/$name" as String, state: 'directory', mode: '2770'))

        where:
        name << ["new folder/it's/last", "new folder//it's/last/", "./new folder/../new folder/it's/last"]
    }

    def 'a folder that cannot be made is told with its reason'() {
        given:
        Files.writeString(folder.resolve('f'), '')

        expect:
        with(call('file', path: "$folder/f/new/last" as String, state: 'directory', mode: '0700')) { failed(it) && it.message().contains("'$folder/f'") }
    }
}

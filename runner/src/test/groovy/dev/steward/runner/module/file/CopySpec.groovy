package dev.steward.runner.module.file

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.secret.Secret
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

class CopySpec extends ModuleTry {

    Path file(String name) { folder.resolve(name) }

    String mode(Path path) { PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) }

    def 'check mode tells the truth and changes nothing'() {
        given:
        def file = file('f')
        if (before != null) {
            Files.writeString(file, before)
        }
        checking()
        target.diff = true

        when:
        def outcome = call('copy', dest: file.toString(), content: 'new\n')

        then:
        outcome.result().name() == result
        outcome.diffs()*.before() == diff
        Files.exists(file) == (before != null)
        before == null || Files.readString(file) == before
        Files.list(folder).withCloseable { it.count() } == (before == null ? 0 : 1)

        where:
        before  || result    | diff
        null    || 'CHANGED' | ['']
        'old\n' || 'CHANGED' | ['old\n']
        'new\n' || 'OK'      | []
    }

    def 'a file keeps its mode unless another is asked for'() {
        given:
        def file = file('f')
        Files.writeString(file, 'old')
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-r-----'))

        expect:
        changed(call([dest: file.toString(), content: 'new'] + asked, 'copy'))
        mode(file) == after

        where:
        asked          || after
        [:]            || 'rw-r-----'
        [mode: '0755'] || 'rwxr-xr-x'
    }

    def 'the mode alone is a change too, and shows in the diff'() {
        given:
        target.diff = true
        call('copy', dest: "$folder/f", content: 'x')

        when:
        def outcome = call('copy', dest: "$folder/f", content: 'x', mode: '0600')

        then:
        changed(outcome)
        outcome.diffs()*.before() == ['0644\n']
        outcome.diffs()*.after() == ['0600\n']
        mode(file('f')) == 'rw-------'
    }

    def 'a secret is written for its owner alone and never shown'() {
        given:
        target.diff = true

        when:
        def outcome = call('copy', dest: "$folder/key", content: new Secret('hunter2'))

        then:
        changed(outcome)
        file('key').toFile().text == 'hunter2'
        mode(file('key')) == 'rw-------'
        !outcome.toString().contains('hunter2')
    }

    def 'what the validation refuses never takes the place of the old file'() {
        given:
        Files.writeString(file('f'), 'good old')

        when:
        def outcome = call('copy', dest: "$folder/f", content: content, validate: 'grep -q good %s || { echo bad line 1; exit 1; }')

        then:
        outcome.result().name() == result
        file('f').toFile().text == after
        Files.list(folder).withCloseable { it.count() } == 1

        where:
        content    || result    | after
        'good new' || 'CHANGED' | 'good new'
        'evil new' || 'FAILED'  | 'good old'
    }

    def 'a backup keeps the old content'() {
        given:
        Files.writeString(file('f'), 'old')

        when:
        def outcome = call('copy', dest: "$folder/f", content: 'new', backup: true)

        then:
        new File(outcome.data().backup).text == 'old'
        file('f').toFile().text == 'new'
    }

    def 'a link is kept, and what it points to is written'() {
        given:
        Files.writeString(file('real'), 'old')
        Files.createSymbolicLink(file('link'), Path.of('real'))

        expect:
        changed(call('copy', dest: "$folder/link", content: 'new'))
        Files.isSymbolicLink(file('link'))
        file('real').toFile().text == 'new'
    }

    def 'large and binary content arrives whole'() {
        given:
        def bytes = new byte[size]
        new Random(1).nextBytes(bytes)
        def source = Files.createDirectories(folder.resolve('play/files')).resolve('blob')
        Files.write(source, bytes)
        target.folder = folder.resolve('play')
        target.diff = true

        expect:
        changed(call('copy', src: 'blob', dest: "$folder/"))
        Files.readAllBytes(file('blob')) == bytes
        ok(call('copy', src: 'blob', dest: "$folder/"))

        where:
        size << [0, 1, 1 << 18, 3_000_000]
    }

    def 'it says what is wrong and what to do'() {
        given:
        Files.createDirectory(file('dir'))

        when:
        def outcome = call(arguments.collectEntries { k, v -> [k, v.replace('DIR', folder.toString())] }, 'copy')

        then:
        failed(outcome)
        outcome.message().contains(said)

        where:
        arguments                                              || said
        [dest: 'DIR/no/where', content: 'x'] || "make it first: file path: '"
        [dest: 'DIR/dir', content: 'x'] || "end dest with '/'"
        [dest: 'relative', content: 'x'] || 'absolute'
        [dest: 'DIR/x'] || "either 'src' or 'content'"
        [dest: 'DIR/x', src: 'nothing'] || "no file 'nothing'; looked for"
        [dest: 'DIR/x', content: 'x', mode: '0888'] || "octal text such as '0644'"
        [dest: 'DIR/x', content: 'x', owner: 'nobody:x y'] || 'no name of a user'
        [dest: 'DIR/x', content: 'x', owner: 'no-such-one'] || 'no-such-one'
        [dest: 'DIR/x', content: 'x', validate: 'true'] || '%s once'
    }

    def 'the check of a playbook takes the modes that copying takes: #mode'() {
        given:
        def playbook = Files.writeString(file('x.groovy'), "playbook('x') { play('y') { hosts 'all'; tasks { task('z') { copy src: 'a', dest: '/b', mode: '$mode' } } } }")

        expect:
        new PlaybookCompiler(new Modules()).check(playbook, [:]).problems()*.message() == problems

        where:
        mode       || problems
        'preserve' || []
        '0644'     || []
        'keep'     || ["'mode' of copy takes octal text such as '0644', or 'preserve', not 'keep'"]
    }

    def 'check mode takes a folder that is not there yet for one that an earlier task would have made'() {
        given:
        checking()
        target.diff = true

        when:
        def outcome = call('copy', dest: "$folder/new/er/f" as String, content: 'new\n', mode: '0600', validate: 'grep -q new %s')

        then:
        changed(outcome)
        outcome.message() == "$folder/new/er/f: content changed (not done: check mode; the folder '$folder/new/er' is not there yet)"
        outcome.diffs()*.after() == ['new\n']
        Files.list(folder).withCloseable { it.count() } == 0
    }

    def 'check mode tells that a file stands where a folder should be'() {
        given:
        Files.writeString(file('f'), '')
        checking()

        expect:
        with(call('copy', dest: "$folder/f/x/y" as String, content: 'x')) { failed(it) && it.message().contains('make it first') }
    }
}

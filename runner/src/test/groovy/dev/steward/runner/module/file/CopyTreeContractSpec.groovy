package dev.steward.runner.module.file

import dev.steward.runner.module.ModuleTry
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

/** copy of a folder, whatever sh and tar the host has. */
abstract class CopyTreeContractSpec extends ModuleTry {

    static final NASTY = ["it's", 'a "b" $c `d`', '-rf', 'two\nlines', 'Größe ☃', ' blank ', '*', 'a*b?[c]', '..x', '.hidden', 'a=b', 'n' * 200]

    /** What runs a script, as ['busybox', 'sh']. */
    abstract List<String> shell()

    Path source
    Path dest

    void setup() {
        target.connection.shell = shell()
        target.folder = folder.resolve('play')
        source = Files.createDirectories(folder.resolve('play/files/conf'))
        dest = folder.resolve('host/etc')
        Files.createDirectories(dest)
    }

    Path put(Path folder, String name, String content, String mode = 'rw-r--r--') {
        Path file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, content)
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode))
    }

    static String mode(Path path) { PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) }

    /** Names below a folder with their contents; folders end with a slash. */
    static Map<String, String> tree(Path root) {
        Files.walk(root).withCloseable { all ->
            all.skip(1).sorted().toList().collectEntries {
                [root.relativize(it).toString() + (Files.isDirectory(it) ? '/' : ''), Files.isDirectory(it) ? '' : Files.readString(it)]
            }
        }
    }

    def 'a folder goes with its name, or without where src ends with a slash: #src -> #below'() {
        given:
        put(source, 'a.conf', 'a\n')
        put(source, 'deep/b.conf', 'b\n')

        expect:
        changed(call('copy', src: src, dest: dest as String))
        tree(dest) == ['a.conf': 'a\n', 'deep/': '', 'deep/b.conf': 'b\n'].collectEntries { k, v -> [below + k, v] } + (below ? [(below): ''] : [:])
        ok(call('copy', src: src, dest: dest as String))
        target.connection.trips == 2

        where:
        src     || below
        'conf'  || 'conf/'
        'conf/' || ''
    }

    def 'only what differs is written, and what else is there stays'() {
        given:
        put(source, 'same', 'same\n')
        put(source, 'other', 'new\n')
        put(source, 'fresh', 'fresh\n')
        put(dest, 'same', 'same\n')
        put(dest, 'other', 'old\n', 'rw-r-----')
        put(dest, 'mine', 'mine\n')
        def written = Files.getLastModifiedTime(dest.resolve('same'))
        def inode = Files.getAttribute(dest.resolve('same'), 'unix:ino')

        when:
        def outcome = call('copy', src: 'conf/', dest: dest as String)

        then:
        outcome.data().paths == ['fresh', 'other']
        outcome.message() == "$dest: fresh, other changed"
        tree(dest) == [fresh: 'fresh\n', mine: 'mine\n', other: 'new\n', same: 'same\n']
        mode(dest.resolve('other')) == 'rw-r-----'
        mode(dest.resolve('fresh')) == 'rw-r--r--'
        Files.getAttribute(dest.resolve('same'), 'unix:ino') == inode
        Files.getLastModifiedTime(dest.resolve('same')) == written
    }

    def 'any name arrives, and an empty folder too: #name.bytes.encodeHex()'() {
        given:
        put(source, "$name/$name", 'x')
        Files.createDirectories(source.resolve("$name/empty"))

        expect:
        changed(call('copy', src: 'conf/', dest: dest as String))
        tree(dest) == tree(source)
        ok(call('copy', src: 'conf/', dest: dest as String))

        where:
        name << NASTY
    }

    def 'check mode and diff tell the truth and change nothing'() {
        given:
        put(source, 'other', 'new\n')
        put(source, 'sub/fresh', 'fresh\n')
        put(source, 'tight', 'tight\n')
        put(dest, 'other', 'old\n')
        put(dest, 'tight', 'tight\n')
        def before = tree(folder)
        target.diff = true
        checking()

        when:
        def would = call('copy', src: 'conf/', dest: dest as String, mode: '0600')

        then:
        changed(would)
        tree(folder) == before
        mode(dest.resolve('tight')) == 'rw-r--r--'
        would.diffs().collect { [dest.relativize(Path.of(it.name() - ' (mode)')) as String, it.before(), it.after()] } == [
                ['other', 'old\n', 'new\n'], ['other', '0644\n', '0600\n'],
                ['sub', 'absent\n', 'directory\n'], ['sub/fresh', '', 'fresh\n'],
                ['tight', '0644\n', '0600\n']]

        when:
        target.check = false
        def did = call('copy', src: 'conf/', dest: dest as String, mode: '0600')

        then:
        did.diffs() == would.diffs()
        mode(dest.resolve('tight')) == 'rw-------'
        mode(dest.resolve('sub/fresh')) == 'rw-------'
    }

    def 'a folder that is not there yet is told as a whole in check mode, and made with its parents'() {
        given:
        put(source, 'sub/a', 'a')
        checking()

        expect:
        changed(call('copy', src: 'conf/', dest: "$dest/to/be"))
        tree(dest) == [:]

        when:
        target.check = false

        then:
        changed(call('copy', src: 'conf/', dest: "$dest/to/be", directoryMode: '0750'))
        tree(dest.resolve('to/be')) == tree(source)
        mode(dest.resolve('to')) == 'rwxr-xr-x'
        mode(dest.resolve('to/be')) == 'rwxr-x---'
        mode(dest.resolve('to/be/sub')) == 'rwxr-x---'
    }

    def 'files take the mode asked for, keep the one they have here, or keep their own: #wanted'() {
        given:
        put(source, 'old', 'x', 'rwxr-x---')
        put(source, 'new', 'x', 'rwxr-x---')
        put(dest, 'old', 'x', 'rw-------')

        expect:
        changed(call([src: 'conf/', dest: dest as String] + wanted, 'copy'))
        mode(dest.resolve('old')) == old
        mode(dest.resolve('new')) == fresh
        ok(call([src: 'conf/', dest: dest as String] + wanted, 'copy'))

        where:
        wanted             || old         | fresh
        [:]                || 'rw-------' | 'rw-r--r--'
        [mode: '0640']     || 'rw-r-----' | 'rw-r-----'
        [mode: 'preserve'] || 'rwxr-x---' | 'rwxr-x---'
    }

    def 'a backup keeps the old content; a link is kept and what it points to is written'() {
        given:
        put(source, 'a', 'new')
        put(source, 'link', 'new')
        put(dest, 'a', 'old')
        put(folder, 'elsewhere', 'old')
        Files.createSymbolicLink(dest.resolve('link'), folder.resolve('elsewhere'))

        when:
        def outcome = call('copy', src: 'conf/', dest: dest as String, backup: true)

        then:
        changed(outcome)
        Files.list(dest).withCloseable { it.filter { it.fileName.toString().startsWith('a.') }.toList() }.collect { Files.readString(it) } == ['old']
        Files.isSymbolicLink(dest.resolve('link'))
        Files.readString(folder.resolve('elsewhere')) == 'new'
    }

    def 'of a large folder only the checksums go where nothing differs, and only what differs where something does'() {
        given:
        def random = new Random(1)
        ['one', 'two'].each {
            def bytes = new byte[3_000_000]
            random.nextBytes(bytes)
            Files.write(source.resolve(it), bytes)
        }

        expect:
        changed(call('copy', src: 'conf/', dest: dest as String))
        Files.mismatch(source.resolve('two'), dest.resolve('two')) == -1
        ok(call('copy', src: 'conf/', dest: dest as String))
        target.connection.trips == 3

        when:
        put(dest, 'one', 'short')
        def outcome = call('copy', src: 'conf/', dest: dest as String)

        then:
        outcome.data().paths == ['one']
        Files.mismatch(source.resolve('one'), dest.resolve('one')) == -1
        Files.list(dest).withCloseable { it.count() } == 2
    }

    def 'what stands in the way is said before anything is changed'() {
        given:
        put(source, 'a', 'new')
        put(source, wrong, 'x')
        put(dest, there, 'y')
        def before = tree(dest)

        when:
        def outcome = call('copy', src: 'conf/', dest: dest as String)

        then:
        failed(outcome)
        outcome.message().contains(said)
        tree(dest) == before

        where:
        wrong | there || said
        'z/z' | 'z'   || "z' exists and is no folder"
        'z'   | 'z/z' || "z' is a folder; here it is a file"
    }

    def 'what cannot be is said: #arguments'() {
        given:
        put(source, 'a', 'x')
        put(dest, 'file', 'x')
        Files.createSymbolicLink(source.parent.resolve('round'), Path.of('.'))

        when:
        def outcome = call(arguments.collectEntries { k, v -> [k, v.replace('DIR', dest as String)] }, 'copy')

        then:
        failed(outcome)
        outcome.message().contains(said)

        where:
        arguments                                                     || said
        [src: 'conf', dest: 'relative']                               || 'absolute'
        [src: 'conf/', dest: 'DIR/file']                              || 'exists and is no folder'
        [src: 'conf', dest: 'DIR', validate: 'true %s']               || 'checks one file'
        [src: 'conf', dest: 'DIR', directoryMode: '999']              || 'octal text'
        [src: 'conf/a', dest: 'DIR/a', directoryMode: '0755']         || 'src is none'
        [src: 'round/', dest: 'DIR']                                  || 'leads back into its own folder'
    }
}

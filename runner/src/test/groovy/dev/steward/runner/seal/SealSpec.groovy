package dev.steward.runner.seal

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.Specification
import spock.lang.TempDir

class SealSpec extends Specification {

    static final Place HERE = new Place('second_factor', 'secret', 'anna')
    static final String HEX = '00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF'

    @TempDir Path dir

    private Path file(String text, String mode = 'rw-------') {
        Path file = Files.writeString(dir.resolve('keys'), text)
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode))
    }

    private Seal seal(boolean alone = true) { Seal.of(Optional.empty(), dir, alone) }

    private static String key(byte[] bytes = null) { Base64.encoder.encodeToString(bytes ?: new byte[32].tap { new Random().nextBytes(it) }) }

    def 'a sealed value opens in its own place alone, as it was, and twice the same value is sealed in two ways'() {
        given:
        def seal = seal()

        when:
        String one = seal.seal(HERE, text)
        String other = seal.seal(HERE, text)

        then:
        one != other
        !one.contains('JBSWY3DP')
        seal.open(HERE, one).get() == text
        seal.open(HERE, other).get() == text
        [new Place('second_factor', 'secret', 'ada'), new Place('second_factor', 'other', 'anna'), new Place('setting', 'secret', 'anna')].every { seal.open(it, one).empty }

        where:
        text << ['JBSWY3DPEHPK3PXP', '', 'ü€' * 40]
    }

    def 'a value of which one letter was changed does not open'() {
        given:
        def seal = seal()
        String sealed = seal.seal(HERE, 'JBSWY3DPEHPK3PXP')
        int from = sealed.lastIndexOf(':') + 1

        expect:
        (from..<sealed.size() - 1).every { at -> seal.open(HERE, sealed.substring(0, at) + (sealed[at] == 'A' ? 'B' : 'A') + sealed.substring(at + 1)).empty }
        (0..<sealed.size() - from).every { length -> seal.open(HERE, sealed.substring(0, from + length)).empty }
    }

    def 'the key is made when it is needed, for its owner alone, and one that a killed Steward left half made is in nobody\'s way'() {
        given:
        Files.writeString(dir.resolve('seal.key.new'), 'AAAA')
        def seal = seal()

        expect: 'what is not sealed is read as it is'
        seal.open(HERE, 'JBSWY3DPEHPK3PXP').get() == 'JBSWY3DPEHPK3PXP'
        !Files.exists(dir.resolve('seal.key'))

        when:
        String sealed = seal.seal(HERE, 'JBSWY3DPEHPK3PXP')

        then:
        PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve('seal.key'))) == 'rw-------'
        Base64.decoder.decode(Files.readString(dir.resolve('seal.key')).strip()).length == 32
        !Files.exists(dir.resolve('seal.key.new'))
        this.seal().open(HERE, sealed).get() == 'JBSWY3DPEHPK3PXP'
    }

    def 'of several keys in a file the first one seals, and each opens: #what'() {
        given:
        def (old, fresh) = [key(), key()]
        def before = Seal.of(Optional.of(file(old + '\n')), dir, true)
        String sealed = before.seal(HERE, 'JBSWY3DPEHPK3PXP')

        when:
        def now = Seal.of(Optional.of(file(text(old, fresh))), dir, true)

        then:
        before.settled(sealed)
        now.open(HERE, sealed).present == opens
        now.settled(sealed) == settled
        now.settled(now.seal(HERE, 'x'))
        now.missing([Seal.keyOf(sealed).get()]).empty == opens

        where:
        what                        | text                                          || opens | settled
        'a new one above'           | { o, f -> "# new\n$f\n\n  $o \n" } || true  | false
        'a new one below'           | { o, f -> "$o\n$f" }              || true  | true
        'the old one is gone'       | { o, f -> f }                       || false | false
        'in hex'                    | { o, f -> "$HEX\n$o" }                || true  | false
    }

    def 'a file that cannot be used is refused in one sentence with the next step: #what'() {
        when:
        Seal.of(Optional.of(path(this)), dir, false)

        then:
        def e = thrown(SealException)
        e.message.contains(words)
        !e.message.contains('\n')
        !e.message.contains(HEX)

        where:
        what                 | path                                          || words
        'it is not there'    | { it.dir.resolve('missing') }                 || "missing does not exist; bring it back from the machine where it was made, or make one: (umask 077; openssl rand -base64 32 > "
        'others may read it' | { it.file(HEX, 'rw-r--r--') }                 || 'has mode rw-r--r--; others than its owner could use it: chmod 0600 '
        'the group may'      | { it.file(HEX, 'rw-r-----') }                 || 'has mode rw-r-----'
        'it is too short'    | { it.file(HEX + '\n' + HEX[0..<62] + '\n') }  || ": line 2 is no key; a key is 32 random bytes in base64 or hex"
        'raw bytes'          | { it.file('\u0001\u0002' * 16) }              || 'is no key'
        'it is empty'        | { it.file('# later\n') }                      || 'holds no key'
        'it is a folder'     | { Files.createDirectory(it.dir.resolve('f'), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString('rw-------'))) } || 'cannot be read'
    }

    def 'a key in place of its file is told, and is said to nobody: #key'() {
        when:
        Seal.of(Optional.of(dir.resolve(key)), dir, false)

        then:
        def e = thrown(SealException)
        e.message.startsWith('what is named is a key itself and no file; write a new key into a file of mode 0600')
        !e.message.contains(key)

        where:
        key << ['9AiQjDG3QpzcJ0PqX7TAk3Q+TgTIrMwaD0mp9qtFQ1g=', '9AiQjDG3Qp/cJ0PqX7TAk3Q+TgTI/MwaD0mp9qtFQ1g=', HEX]
    }

    def 'a file that is not there is named, however deep its folder is'() {
        when:
        Seal.of(Optional.of(dir.resolve('keys/of/the/house/in/a/rather/deep/folder/sealkeys')), dir, false)

        then:
        def e = thrown(SealException)
        e.message.contains('folder/sealkeys does not exist')
    }

    def 'where other servers share the database, nothing is sealed but with a key of the configuration'() {
        given: 'a key in the state directory, of the time when the history was a file there'
        String sealed = seal().seal(HERE, 'before')

        expect:
        seal(false).seal(HERE, 'JBSWY3DPEHPK3PXP') == 'JBSWY3DPEHPK3PXP'
        seal(false).open(HERE, sealed).get() == 'before'
        seal(false).settled(sealed)
        with(Seal.of(Optional.of(file(key())), dir, false)) {
            it.open(HERE, sealed).get() == 'before'
            !it.settled(sealed)
            it.open(HERE, it.seal(HERE, 'now')).get() == 'now'
        }
    }

    def 'a key that is brought back counts at once'() {
        given:
        def seal = seal()
        String sealed = seal.seal(HERE, 'JBSWY3DPEHPK3PXP')
        String lost = Files.readString(dir.resolve('seal.key'))
        Files.delete(dir.resolve('seal.key'))
        def later = this.seal()

        expect:
        later.open(HERE, sealed).empty
        String other = later.seal(HERE, 'new')

        when:
        Files.writeString(dir.resolve('seal.key'), Files.readString(dir.resolve('seal.key')) + lost)

        then:
        later.open(HERE, sealed).get() == 'JBSWY3DPEHPK3PXP'
        later.open(HERE, other).get() == 'new'
    }

    def 'what is sealed while it runs opens after a restart too, although meanwhile the file #what'() {
        given:
        def seal = seal()
        Path file = dir.resolve('seal.key')
        String before = seal.seal(HERE, 'before')
        change(file)

        when:
        String sealed = seal.seal(HERE, 'JBSWY3DPEHPK3PXP')

        then:
        this.seal().open(HERE, sealed).get() == 'JBSWY3DPEHPK3PXP'
        this.seal().open(HERE, before).present == both
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) == 'rw-------'

        where:
        what                                        | change                                                 || both
        'was removed'                               | { Files.delete(it) }                                    || true
        'was replaced by an older one of a backup'  | { Files.writeString(it, "${key()}\n") }                 || false
    }

    def 'nothing is sealed with a key that was taken out of its file, or that nobody may read there any more: #what'() {
        given:
        Path file = file(HEX)
        def seal = Seal.of(Optional.of(file), dir, false)
        change(file)

        when:
        seal.seal(HERE, 'JBSWY3DPEHPK3PXP')

        then:
        def e = thrown(SealException)
        e.message.contains(words)

        where:
        what          | change                                                                              || words
        'removed'     | { Files.delete(it) }                                                                 || 'does not exist; bring it back'
        'emptied'     | { Files.writeString(it, '') }                                                        || 'holds no key'
        'others\' too' | { Files.setPosixFilePermissions(it, PosixFilePermissions.fromString('rw-r--r--')) }  || 'chmod 0600'
    }

    def 'a link to a disk that is not there is left as it is'() {
        given:
        Path link = Files.createSymbolicLink(dir.resolve('seal.key'), dir.resolve('usb/seal.key'))

        when:
        seal().seal(HERE, 'JBSWY3DPEHPK3PXP')

        then:
        def e = thrown(SealException)
        e.message.startsWith("$link does not exist; bring it back")
        Files.isSymbolicLink(link)
    }

    def 'a key does not show itself'() {
        expect:
        !(SealKey.read(HEX).get() as String).contains('001122')
        (SealKey.read(HEX).get() as String) == SealKey.read(HEX.toLowerCase()).get().id()
    }
}

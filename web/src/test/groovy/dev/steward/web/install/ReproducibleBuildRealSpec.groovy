package dev.steward.web.install

import dev.steward.house.Row
import dev.steward.real.Checkout
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/**
 * Jars and package made twice by Maven with the project's own configuration, of the same compiled classes: elsewhere, later, by
 * somebody with another time zone and language, of files that were made in another order and have other times. (A jar keeps the
 * modes of files, so the umask is 022 as everywhere.)
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ReproducibleBuildRealSpec extends Specification {

    private static final String INPUT = 'pom.xml README.md playbooks inventory dsl/pom.xml runner/pom.xml web/pom.xml dsl/target/classes runner/target/classes web/target/classes ' +
            'web/src/main/deb web/src/main/launcher web/target/lib web/target/deb web/target/steward'
    private static final List<String> MADE = ['dsl/target/dsl-@.jar', 'runner/target/runner-@.jar', 'web/target/steward.jar', 'web/target/steward_@_all.deb']

    @TempDir Path folder

    @Row('S-13')
    def 'what is built twice is the same, byte by byte'() {
        when:
        def first = built('one', 'find $input -type f', 'umask 022', [TZ: 'UTC', LC_ALL: 'C.UTF-8'])
        def second = built('another/and a longer/path', 'find $input -type f | sort -r', 'umask 022; touch=1', [TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8'])

        then:
        first.size() == 4
        first == second
    }

    /** Digests by name. */
    private Map<String, String> built(String name, String order, String before, Map<String, String> environment) {
        Path tree = Files.createDirectories(folder.resolve(name))
        sh("""$before; cd '${Checkout.root()}'; input='$INPUT'; ($order) | tar -c -T - | tar -xm -C '$tree'
            cd '$tree'; [ -z "\${touch:-}" ] || find . -type f -exec touch -d '2031-05-06 07:08:10' {} +
            mvn -o -q -B -pl dsl,runner,web jar:jar@default-jar
            cp dsl/target/dsl-*.jar runner/target/runner-*.jar web/target/lib/
            mvn -o -q -B -pl web jdeb:jdeb@debian-package""", environment)
        String version = DebianMachine.built().fileName.toString().replaceAll('^steward_|_all.deb$', '')
        MADE.collectEntries { made ->
            String file = made.replace('@', version)
            [file, MessageDigest.getInstance('SHA-256').digest(Files.readAllBytes(tree.resolve(file))).encodeHex() as String]
        }
    }

    private static void sh(String script, Map<String, String> environment) {
        def builder = new ProcessBuilder('sh', '-ec', script).redirectErrorStream(true)
        builder.environment().putAll(environment)
        def process = builder.start()
        process.outputStream.close()
        String said = process.inputStream.text
        assert process.waitFor() == 0: said
    }
}

package dev.steward.runner.app

import dev.steward.real.Checkout
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

/** Runs Maven, which this machine has, since it runs the spec. */
class VersionRealSpec extends Specification {

    @TempDir Path dir

    def 'a build outside of git, as from an unpacked archive, knows its version and says that it knows no commit'() {
        given:
        ['pom.xml', 'dsl/pom.xml', 'runner/pom.xml', 'web/pom.xml', 'runner/src/main/resources', '.mvn'].each {
            assert new ProcessBuilder('cp', '-r', '--parents', it, dir as String).directory(Checkout.root().toFile()).start().waitFor() == 0
        }
        def builder = new ProcessBuilder('mvn', '-o', '-q', '-B', 'process-resources', '-pl', 'dsl,runner', '-Dspotless.check.skip=true')
                .directory(dir.toFile()).redirectErrorStream(true)
        builder.environment().GIT_CEILING_DIRECTORIES = dir.parent as String
        def maven = builder.start()
        def said = maven.inputStream.text
        assert maven.waitFor(120, TimeUnit.SECONDS) && maven.exitValue() == 0, said

        when:
        def urls = [dir.resolve('runner/target/classes'), Path.of('target/classes')].collect { it.toUri().toURL() } as URL[]
        def loader = new URLClassLoader(urls, (ClassLoader) null)
        def version = loader.loadClass(Version.name).getMethod('read').invoke(null)

        then:
        version.toString() ==~ /steward \d+\.\d+\.\d+\S*, commit unknown of unknown/

        cleanup:
        loader?.close()
    }
}

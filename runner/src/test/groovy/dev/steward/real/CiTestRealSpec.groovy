package dev.steward.real

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

/** .ci/test on a copy of the specs, with a Maven that only remembers what it was told. */
class CiTestRealSpec extends Specification {

    @TempDir Path dir

    void setup() {
        ['.ci', 'dsl/src/test', 'runner/src/test', 'web/src/test'].each {
            assert run(['cp', '-r', '--parents', it, dir as String], Checkout.root()).code == 0
        }
        program('bin/mvn', 'echo "$JAVA_HOME" >java-home; echo "$@" >told')
        report(1, 0)
    }

    private void program(String path, String line) {
        Path file = dir.resolve(path)
        Files.createDirectories(file.parent)
        Files.writeString(file, "#!/bin/sh\n$line\n")
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rwxr-xr-x'))
    }

    private void report(int tests, int failures) {
        Path reports = Files.createDirectories(dir.resolve('dsl/target/surefire-reports'))
        Files.writeString(reports.resolve('TEST-x.xml'),
                """<?xml version="1.0"?>\n<testsuite name="x" time="1" tests="$tests" errors="0" skipped="0" failures="$failures">\n</testsuite>\n""")
    }

    private Map run(List<String> command, Path folder) {
        def builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
        builder.environment().PATH = "${dir.resolve('bin')}:${System.getenv('PATH')}" as String
        def process = builder.start()
        process.outputStream.close()
        def said = process.inputStream.text
        assert process.waitFor(60, TimeUnit.SECONDS)
        [code: process.exitValue(), said: said]
    }

    private Map test(List<String> before = [], String... arguments) { run(before + ['.ci/test'] + (arguments as List), dir) }

    private String told() { Files.readString(dir.resolve('told')) }

    def 'where the kernel refuses namespaces the rest is run, what is not is listed by name, and the code is 3'() {
        when:
        def ended = test(['setpriv', '--bounding-set', '-sys_admin', '--inh-caps', '-sys_admin'])
        def listed = ended.said.substring(ended.said.indexOf('Not run:')).readLines().drop(1)*.strip()

        then:
        ended.code == 3
        ended.said.contains('This machine refuses namespaces or mounts. Not run:')
        listed.containsAll(['RealHostsRealSpec', 'AptRealSpec', 'SystemdRealSpec', 'WeeklyUpdateRealSpec', 'EnrolRealSpec'])
        !listed.contains('SshRealSpec')
        !listed.contains('PagesRealSpec')
        !listed.contains('DemoRealSpec')
        told().contains("-Dit.test=${listed.collect { '!' + it }.join(',')} ")
    }

    def 'what fails in the rest counts more than what was not run'() {
        given:
        report(3, 1)

        when:
        def ended = test(['setpriv', '--bounding-set', '-sys_admin', '--inh-caps', '-sys_admin'])

        then:
        ended.code == 1
        ended.said.contains('2 passed, 1 failed')
    }

    def 'where namespaces are given nothing is left out'() {
        expect:
        test().code == 0
        !told().contains('-Dit.test')
    }

    def 'another JDK is used, and what is none is refused'() {
        given:
        program('jdk/bin/java', 'exit 0')

        expect:
        test([], '--jdk', dir.resolve('jdk') as String).code == 0
        Files.readString(dir.resolve('java-home')).strip() == dir.resolve('jdk') as String
        test([], '--jdk', '/nowhere').with { it.code == 2 && it.said.contains('/nowhere is no JDK') }
        test([], '--jkd', '/nowhere').code == 2
    }
}

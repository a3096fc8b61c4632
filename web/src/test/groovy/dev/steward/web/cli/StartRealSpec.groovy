package dev.steward.web.cli

import dev.steward.web.main.Launched
import java.nio.file.Files
import java.nio.file.attribute.FileTime
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

class StartRealSpec extends Specification {

    /** The test run switches archives off, since few of its commands are followed by another one. */
    static final Map<String, String> MADE = [STEWARD_ARCHIVE: '']

    @AutoCleanup Terminal steward = new Terminal(false)
    def soon = new PollingConditions(timeout: 60, delay: 0.2)

    def 'after the first command starts use an archive of classes, and one that does not fit does no harm'() {
        given:
        Files.createDirectory(steward.home)
        def archive = steward.home.resolve('classes.jsa')
        def loaded = [STEWARD_JAVA_OPTIONS: '-Xlog:class+load:file=' + steward.folder.resolve('loaded')]

        when:
        steward.end(steward.start(['version'], MADE))
        new PollingConditions(timeout: 60, delay: 0.2).eventually { assert Files.exists(archive) }
        def second = steward.end(steward.start(['version'], loaded))

        then:
        second.code() == 0
        Files.readString(steward.folder.resolve('loaded')).contains('dev.steward.runner.cli.Commands source: shared objects file (top)')

        when:
        Files.writeString(archive, 'not an archive')
        def third = steward.run('version')

        then:
        third.code() == 0
        third.out() == second.out()
        third.err() == ''
    }

    def 'a Java that was updated has its archive made anew'() {
        given: 'as an update puts another file in the place of the one that was there'
        Files.createDirectory(steward.home)
        def archive = steward.home.resolve('classes.jsa')
        def java = Files.createDirectories(steward.folder.resolve('jdk/bin')).resolve('java')
        Files.writeString(java, "#!/bin/sh\nexec ${System.getProperty('java.home')}/bin/java \"\$@\"\n").toFile().executable = true
        Files.setLastModifiedTime(java, FileTime.from(Instant.now() - Duration.ofDays(30)))
        def own = [JAVA_HOME: steward.folder.resolve('jdk') as String] + MADE

        when:
        steward.end(steward.start(['version'], own))
        soon.eventually { assert Files.exists(archive) }
        def first = Files.getAttribute(archive, 'unix:ino')

        and: 'of a build that is older than the archive'
        Files.setLastModifiedTime(java, FileTime.from(Instant.now() - Duration.ofDays(3)))
        steward.end(steward.start(['version'], own))

        then:
        soon.eventually { assert Files.getAttribute(archive, 'unix:ino') != first }
    }

    def 'an option of Java that there is not is told: #options'() {
        when:
        def ended = steward.end(steward.start(['version'], [STEWARD_JAVA_OPTIONS: options]))

        then:
        ended.code() == code
        said.every { ended.err().contains(it) }

        where:
        options                   || code | said
        '-XX:MaxRamPercentage=40' || 1    | ["Did you mean 'MaxRAMPercentage=<value>'?", "steward: Java does not take STEWARD_JAVA_OPTIONS='-XX:MaxRamPercentage=40'; mend it where it is set."]
        '-XX:MaxRAMPercentage=40' || 0    | []
    }

    def 'a run is followed by the making of the archive too, which holds what a connection by SSH needs'() {
        given:
        Files.createDirectory(steward.home)
        def loaded = [STEWARD_JAVA_OPTIONS: '-Xlog:class+load:file=' + steward.folder.resolve('loaded')]

        when:
        def failed = steward.end(steward.start(['run', 'fail.groovy', '-i', 'inv.yml'], MADE))
        new PollingConditions(timeout: 60, delay: 0.2).eventually { assert Files.exists(steward.home.resolve('classes.jsa')) }
        def second = steward.end(steward.start(['run', 'gone.groovy', '-i', 'inv.yml'], loaded))

        then:
        failed.code() == 2
        second.code() == 4
        second.err() == ''
        def text = Files.readString(steward.folder.resolve('loaded'))
        text.contains('com.jcraft.jsch.Session source: shared objects file (top)')
        text.contains('com.jcraft.jsch.jce.XDH source: shared objects file (top)')
        !text.contains(' groovy.lang.MetaClassImpl ')
        !text.contains(' jdk.jfr.internal.MetadataRepository ')
        !text.contains(' org.jdbi.v3.core.internal.lexer.ColonStatementLexer ')
    }

    def 'beside the first server an archive is made too, and the next one starts with it'() {
        given:
        def first = Launched.steward(['serve', '--port', '0'], [STEWARD_HOME: steward.home as String] + MADE, steward.folder)
        def loaded = steward.folder.resolve('loaded')

        when:
        soon.eventually { assert first.said().contains('Steward serves') }
        new PollingConditions(timeout: 120, delay: 0.5).eventually { assert Files.exists(steward.home.resolve('serve.jsa')) }
        first.close()
        def second = Launched.steward(['serve', '--port', '0'],
                [STEWARD_HOME: steward.home as String, STEWARD_JAVA_OPTIONS: "-Xlog:class+load:file=$loaded" as String], steward.folder)
        soon.eventually { assert second.said().contains('Steward serves') }

        then:
        def text = Files.readString(loaded)
        text.contains('dev.steward.web.main.Server source: shared objects file (top)')
        text.contains('org.eclipse.jetty.server.Server source: shared objects file (top)')
        !Files.exists(steward.home.resolve('serve.jsa.new.lock'))

        cleanup:
        first?.close()
        second?.close()
    }

    def 'where there is no state directory yet, a start makes none'() {
        expect:
        steward.end(steward.start(['version'], [XDG_CACHE_HOME: steward.folder.resolve('none') as String] + MADE)).code() == 0
        !Files.exists(steward.home)
        !Files.exists(steward.folder.resolve('none'))
    }
}

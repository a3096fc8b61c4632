package dev.steward.web.cli

import java.nio.file.Files
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

class StartRealSpec extends Specification {

    @AutoCleanup Terminal steward = new Terminal()

    def 'after the first command starts use an archive of classes, and one that does not fit does no harm'() {
        given:
        Files.createDirectory(steward.home)
        def archive = steward.home.resolve('classes.jsa')
        def loaded = [STEWARD_JAVA_OPTIONS: '-Xlog:class+load:file=' + steward.folder.resolve('loaded')]

        when:
        steward.run('version')
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

    def 'a run is followed by the making of the archive too, which holds what a connection by SSH needs'() {
        given:
        Files.createDirectory(steward.home)
        def loaded = [STEWARD_JAVA_OPTIONS: '-Xlog:class+load:file=' + steward.folder.resolve('loaded')]

        when:
        def failed = steward.run('run', 'fail.groovy', '-i', 'inv.yml')
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

    def 'where there is no state directory yet, a start makes none'() {
        expect:
        steward.end(steward.start(['version'], [XDG_CACHE_HOME: steward.folder.resolve('none') as String])).code() == 0
        !Files.exists(steward.home)
        !Files.exists(steward.folder.resolve('none'))
    }
}

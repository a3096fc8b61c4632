package dev.steward.runner.module.file

import dev.steward.runner.module.ModuleTry
import java.nio.file.Files
import java.nio.file.Path

class StatSpec extends ModuleTry {

    def 'a path is what it is, whatever its name: #name.bytes.encodeHex() by #shell'() {
        given:
        target.connection.shell = shell
        def path = folder.resolve(name)
        Files.writeString(path, 'hello')

        when:
        def data = call('stat', path: path.toString(), checksum: true).data()

        then:
        data.exists && data.isFile && !data.isDirectory && !data.isLink
        data.size == 5
        data.mode == '0644'
        data.checksum == '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'
        data.mtime == Files.getLastModifiedTime(path).toMillis().intdiv(1000)

        where:
        [name, shell] << [['plain', "it's", '-rf', 'two\nlines', 'end\n', 'Größe ☃'], [['dash'], ['busybox', 'sh']]].combinations()
    }

    def 'a link is told from what it points to'() {
        given:
        def link = folder.resolve('l')
        Files.createSymbolicLink(link, Path.of(to))

        when:
        def data = call('stat', path: link.toString(), follow: follow).data()

        then:
        data.exists == exists
        data.type == type
        data.isLink
        data.target == (exists ? to : '')

        where:
        to         | follow || exists | type
        '/etc'     | false  || true   | 'link'
        '/etc'     | true   || true   | 'directory'
        '/nowhere' | false  || true   | 'link'
        '/nowhere' | true   || false  | ''
    }

    def 'what is not there is no failure'() {
        when:
        def outcome = call('stat', path: '/no/such/path')

        then:
        ok(outcome)
        outcome.data().exists == false
        outcome.data().mode == ''
    }
}

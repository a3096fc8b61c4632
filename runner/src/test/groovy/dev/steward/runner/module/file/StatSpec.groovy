package dev.steward.runner.module.file

import dev.steward.runner.module.ModuleTry
import java.nio.file.Files
import java.nio.file.Path

class StatSpec extends ModuleTry {

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

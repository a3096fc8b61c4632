package dev.steward.runner.config

import dev.steward.runner.config.store.StoreConfig
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class StoreConfigSpec extends Specification {

    @TempDir Path dir

    private LoadedConfig load(String section) {
        Path file = Files.writeString(dir.resolve('steward.yml'), "secrets: {file: secrets.yml}\n$section\n")
        Files.writeString(dir.resolve('secrets.yml'), 'store: pg-canary-1\n')
        Files.setPosixFilePermissions(dir.resolve('secrets.yml'), java.nio.file.attribute.PosixFilePermissions.fromString('rw-------'))
        new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.of(file))
    }

    def 'one line names the database, and without it the history is in a file'() {
        given:
        def loaded = load("store: {url: 'postgresql://steward@db.example.com/history', password: secret('store')}")
        def store = ConfigSecrets.resolved(loaded, FileSecrets.open(loaded.config().secrets(), [:])).store().get()

        expect:
        [store.user(), store.host(), store.port(), store.database(), store.effectiveTls()] == ['steward', 'db.example.com', 5432, 'history', StoreConfig.Tls.VERIFY_FULL]
        store.password().get().reveal() == 'pg-canary-1'
        !loaded.settings().any { it.value().contains('pg-canary-1') }
        load('').config().store().empty
    }

    def 'the usual protection of #url is #usual'() {
        expect:
        load("store: {url: '$url'}").config().store().get().effectiveTls() as String == usual

        where:
        url                               || usual
        'postgresql://a@db.example.com/b' || 'verify-full'
        'postgresql://a@192.0.2.7:99/b'   || 'verify-full'
        'postgresql://a@localhost/b'      || 'disable'
        'postgresql://a@127.0.0.1:99/b'   || 'disable'
        'postgresql://a@[::1]/b'          || 'disable'
    }

    def 'what is no database is refused at its place, and no password is told: #said'() {
        when:
        load("store: {$section}")

        then:
        def refused = thrown(ConfigRefused)
        refused.problems()*.toString().any { it.contains('steward.yml:2:') && it.contains(said) }
        !refused.problems().toString().contains('pg-canary')

        where:
        section                                                           || said
        "password: x"                                                     || 'store.url is missing'
        "url: 'postgresql://a:pg-canary-2@db.example.com/b'"              || "url holds a password; take it out and say password: secret('store')"
        "url: 'jdbc:postgresql://db.example.com/b'"                       || "expected postgresql://USER@HOST:PORT/DATABASE"
        "url: 'mysql://a@db.example.com/b'"                               || "url begins with 'mysql'; expected postgresql://"
        "url: 'postgresql://db.example.com/b'"                            || 'url names no user'
        "url: 'postgresql://a@db.example.com'"                            || 'url names no database'
        "url: 'postgresql://a@db.example.com/b?sslmode=disable'"          || 'tls and ca are keys of their own'
        "url: 'postgresql://a pg-canary@x/b'"                             || 'url cannot be read; expected postgresql://'
        "url: 'postgresql://a@db.example.com/b', tls: maybe"              || 'expected one of verify-full, require, disable'
        "url: 'postgresql://a@db.example.com/b', tls: require, ca: x.pem" || 'ca is given, but tls is require'
        "url: 'postgresql://a@db.example.com/b', pasword: x"              || "unknown key 'pasword'"
    }
}

package dev.steward.runner.app.estate

import dev.steward.runner.config.collect.PushConfig
import dev.steward.runner.secret.Secret
import dev.steward.runner.store.StoreFixture
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The refresh token of the collector's push, of which each may count only once. */
class KeptRefreshSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup StoreFixture fixture

    def setup() { fixture = new StoreFixture(dir) }

    private KeptRefresh memory(String first = 'first') {
        new KeptRefresh(fixture.store.settings(), new PushConfig('https://example.com/push', new Secret('t'), Optional.of('https://example.com/renew'), Optional.of(new Secret(first))))
    }

    private static String read(KeptRefresh memory) { memory.refresh().map { it.reveal() }.orElse(null) }

    def 'it outlives the process, and counts no more once the configuration names another first one'() {
        when:
        memory().keep(new Secret('second'))

        then:
        read(memory()) == 'second'
        read(memory('another')) == null
    }

    def 'where it cannot be sealed it goes on counting in this process, since the one before it may count no more'() {
        given:
        Files.writeString(dir.resolve('seal.key'), 'too short')
        def memory = memory()

        when:
        memory.keep(new Secret('second'))

        then:
        read(memory) == 'second'
        read(this.memory()) == null

        when: 'the file is put right'
        Files.delete(dir.resolve('seal.key'))
        memory.keep(new Secret('third'))

        then:
        read(memory) == 'third'
        read(this.memory()) == 'third'
    }
}

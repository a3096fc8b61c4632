package dev.steward.runner.store.account

import dev.steward.runner.account.Passwords
import dev.steward.runner.account.Role
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class AccountsSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup StoreFixture stored
    @AutoCleanup('shutdownNow') def threads = Executors.newFixedThreadPool(2)

    def setup() { stored = new StoreFixture(dir, new SettableTime(Instant.parse('2026-11-01T00:00:00Z'))) }

    def 'two admins who demote each other at the same moment leave one'() {
        given:
        def accounts = stored.store.accounts()
        ['ada', 'bob'].each { accounts.add(it, Role.ADMIN, 'no password') }

        when:
        def done = threads.invokeAll(['ada', 'bob'].collect { name -> { accounts.role(name, Role.VIEWER) } as Callable<Boolean> })*.get()

        then:
        done.count(true) == 1
        accounts.all().count { it.role() == Role.ADMIN } == 1

        where:
        round << (1..5)
    }

    def 'of a password only a hash is kept that costs memory, each with a salt of its own'() {
        given:
        def hashes = (1..2).collect { Passwords.hash('correct horse battery') }

        expect:
        hashes.every { it.startsWith('$argon2id$v=19$m=19456,t=2,p=1$') && Passwords.fits('correct horse battery', it) && !Passwords.fits('correct horse', it) }
        hashes.toSet().size() == 2
    }
}

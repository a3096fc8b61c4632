package dev.steward.runner.outage.claim

import dev.steward.house.Row
import dev.steward.runner.outage.HouseKit
import java.time.Duration

/** Two Stewards, each with a clock and a way to the cluster, and one pool between them. */
class ClusterClaimSpec extends HouseKit {

    ClusterClaim one
    ClusterClaim two

    private void two(String version) {
        start(builder(3, version))
        one = new ClusterClaim(usual(), 'aaaa', 'Steward on one (/var/lib/steward)', time)
        two = new ClusterClaim(usual(), 'bbbb', 'Steward on two (/var/lib/steward)', time)
    }

    private String pool() { lab.change { it.pools()[ClusterClaim.POOL]?.comment() } }

    @Row('F-05')
    def 'who comes first has the outage; the other one watches while that one lives, and until the end: #version'() {
        given:
        two(version)

        expect:
        one.take(1) == Claim.Standing.MINE
        pool().startsWith('Steward on one (/var/lib/steward) carries an outage out [aaaa] ')
        two.take(7) == Claim.Standing.THEIRS
        two.other().get() == pool()
        one.other().empty

        when: 'it lives, for long'
        def seen = (1..20).collect {
            pass(Duration.ofSeconds(16))
            def before = pool()
            one.beat()
            wait { pool() != before }
            two.take(7)
        }

        then:
        seen.toUnique() == [Claim.Standing.THEIRS]

        when: 'it has done all'
        one.release()
        pass(Duration.ofSeconds(6))

        then: 'the other one leaves this outage alone, and may have the next'
        pool() == null
        two.take(7) == Claim.Standing.OVER
        two.other().empty
        two.take(8) == Claim.Standing.MINE

        where:
        version << RELEASES
    }

    def 'of one that is silent it takes over after 45 s, and that one watches when it is back: #version'() {
        given:
        two(version)
        one.take(1)

        expect:
        two.take(7) == Claim.Standing.THEIRS

        when:
        pass(Duration.ofSeconds(40))

        then:
        two.take(7) == Claim.Standing.THEIRS

        when:
        pass(Duration.ofSeconds(6))

        then:
        two.take(7) == Claim.Standing.MINE
        pool().contains('[bbbb]')
        new ClusterClaim(usual(), 'aaaa', 'Steward on one', time).take(0) == Claim.Standing.THEIRS

        where:
        version << RELEASES
    }

    def 'where nobody has it one call is enough: the house waits for it'() {
        given:
        two('9.2.11')

        expect:
        one.take(1) == Claim.Standing.MINE
        lab.requests()*.path().count('/pools') == 1
    }

    def 'its own claim of before a restart is no obstacle'() {
        given:
        two('9.2.11')
        one.take(1)

        expect:
        new ClusterClaim(usual(), 'aaaa', 'Steward on one', time).take(0) == Claim.Standing.MINE
    }

    def 'where the cluster cannot be asked both protect the house: #what'() {
        given:
        two('9.2.11')
        one.take(1)
        break_(this)

        expect:
        two.take(7) == Claim.Standing.MINE
        two.other().empty

        where:
        what                | break_
        'nobody answers'    | { it.lab.close() }
        'no privilege'      | { it.lab.faults().refuse('GET', '/pools', 9, 403, 'Permission check failed') }
    }

    def 'without quorum nobody can claim, and the house is protected'() {
        given:
        two('9.2.11')
        lab.quorum(false)

        expect:
        one.take(1) == Claim.Standing.MINE
        pool() == null
    }

    private static void wait(Closure<Boolean> what) {
        long end = System.nanoTime() + 10_000_000_000L
        while (!what()) {
            assert System.nanoTime() < end
            Thread.onSpinWait()
        }
    }
}

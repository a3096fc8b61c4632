package dev.steward.runner.module.patch

import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.runner.module.SshTry
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Timeout

/** What a time limit means, over a real link. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PatchOverSshRealSpec extends SshTry {

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(1, ['nothing'])

    @Row('N-30')
    def 'a check that hangs is killed inside the host when its time is up'() {
        given:
        target.connection = to(hosts, 1)
        hosts.judge(1, "echo 'APT::Update::Pre-Invoke {\"sleep 613\";};' >/etc/apt/apt.conf.d/99hang")

        when:
        def outcome = call('patch', timeout: Duration.ofSeconds(4))

        then:
        failed(outcome)
        outcome.message().startsWith('timed out after')
        !hosts.judge(1, 'for i in 1 2 3 4 5 6; do ps ax | grep -q "[s]leep 613" || break; sleep 1; done; ps ax').contains('sleep 613')
    }
}

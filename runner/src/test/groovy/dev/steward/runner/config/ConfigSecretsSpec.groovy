package dev.steward.runner.config

import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.Secrets
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class ConfigSecretsSpec extends Specification {

    @TempDir Path dir

    def 'what begins as a reference to a secret and is none is refused at its place: #said'() {
        given:
        def text = "server: {metrics: {bind: 192.0.2.10, token: \"$said\"}}\n"

        expect:
        try {
            ConfigSecrets.resolved(new ConfigLoader([:], dir).load(Optional.of(Files.writeString(dir.resolve('steward.yml'), text))), { path -> Optional.of(new Secret('x' * 20)) } as Secrets)
            assert told == null
        } catch (ConfigRefused e) {
            assert e.problems()*.toString()*.replace(dir.toString() + '/', '').every { it.startsWith('steward.yml:1:') && it.endsWith(told) }
            assert !e.message.contains(said)
        }

        where:
        said                          || told
        "secret('metrics')"           || null
        "secret( 'metrics' )"         || null
        "secret(x"                    || "and could be guessed; 'openssl rand -hex 24' makes a good one"
        "secret('prometheus/metrics'" || "begins with secret( and is no reference to a secret; expected secret('path')"
        "secret(prometheus/metrics)"  || "begins with secret( and is no reference to a secret; expected secret('path')"
    }
}

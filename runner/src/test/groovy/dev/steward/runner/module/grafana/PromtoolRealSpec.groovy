package dev.steward.runner.module.grafana

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.real.RealSshd
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** The alert rules and the dashboard that come with the product, by the word of Prometheus's own promtool. */
class PromtoolRealSpec extends Specification {

    static final Path RULES = Checkout.root().resolve('playbooks/files/steward-alerts.yml')

    @TempDir Path folder

    def setupSpec() { RealSshd.need('/usr/bin/promtool', 'prometheus') }

    private static String promtool(String... words) {
        def process = new ProcessBuilder(['/usr/bin/promtool'] + words.toList()).redirectErrorStream(true).start()
        def said = process.inputStream.text
        if (process.waitFor() != 0) {
            throw new AssertionError(said as Object)
        }
        said
    }

    @Row('P-17')
    def 'the rules load'() {
        expect:
        promtool('check', 'rules', RULES.toString()).contains('SUCCESS: 25 rules found')
    }

    @Row('P-17')
    def 'they ring for what they are about, after the time they say, and for nothing else'() {
        given:
        def tests = Files.writeString(folder.resolve('tests.yml'), Files.readString(Path.of('src/test/resources/prometheus/alerts-test.yml')).replace('[RULES]', "[$RULES]"))

        expect:
        promtool('test', 'rules', tests.toString()).contains('SUCCESS')
    }

    @Row('P-15')
    def 'Prometheus understands what every panel of the dashboard asks'() {
        given:
        def board = new ObjectMapper().readValue(BoardSpec.FILE.toFile(), Map)
        def asked = board.panels*.targets.flatten().findAll()*.expr + board.annotations.list*.expr
        def rules = asked.withIndex().collect { expr, i -> "      - record: panel$i\n        expr: '${expr.replace('$__rate_interval', '5m')}'\n" }

        expect:
        asked.size() > 25
        promtool('check', 'rules', Files.writeString(folder.resolve('panels.yml'), "groups:\n  - name: board\n    rules:\n${rules.join()}").toString())
                .contains("SUCCESS: ${asked.size()} rules found")
    }
}

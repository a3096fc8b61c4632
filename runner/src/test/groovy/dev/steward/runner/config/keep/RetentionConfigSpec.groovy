package dev.steward.runner.config.keep

import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.config.ConfigRefused
import dev.steward.runner.config.LoadedConfig
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class RetentionConfigSpec extends Specification {

    @TempDir Path dir

    private LoadedConfig load(String retention) {
        Files.writeString(dir.resolve('steward.yml'), "retention: $retention\n")
        new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.empty())
    }

    def 'everything may be left out: #yaml'() {
        expect:
        load(yaml).config().retention() == new RetentionConfig(days, runs, Optional.ofNullable(size).map { new Bytes(it) }, playbooks)

        where:
        yaml                                                          || days | runs    | size          | playbooks
        '{}'                                                          || 365  | 100_000 | null          | [:]
        '{days: 30}'                                                  || 30   | 100_000 | null          | [:]
        '{size: 5GB}'                                                 || 365  | 100_000 | 5_000_000_000 | [:]
        '{size: 512MiB, runs: 7}'                                     || 365  | 7       | 536_870_912   | [:]
        '{playbooks: {a: {}}}'                                        || 365  | 100_000 | null          | [a: own(null, null, null)]
        '{playbooks: {}}'                                             || 365  | 100_000 | null          | [:]
        '{playbooks: {weekly-updates: {days: 30}, x.groovy: {runs: 2, size: 1TB}}}' || 365 | 100_000 | null | ['weekly-updates': own(30, null, null), 'x.groovy': own(null, 2, 1_000_000_000_000)]
    }

    private static PlaybookKeep own(Integer days, Integer runs, Long size) {
        new PlaybookKeep(Optional.ofNullable(days), Optional.ofNullable(runs), Optional.ofNullable(size).map { new Bytes(it) })
    }

    def 'what makes no sense is refused at its place with the next step: #yaml'() {
        when:
        load(yaml)

        then:
        def refused = thrown(ConfigRefused)
        refused.problems()*.toString()*.replace("$dir/" as String, '') == [problem]

        where:
        yaml                                                        || problem
        '{day: 30}'                                                 || "steward.yml:1:13: unknown key 'day' in retention; did you mean 'days'?"
        '{sise: 5GB}'                                               || "steward.yml:1:13: unknown key 'sise' in retention; did you mean 'size'?"
        '{playbook: {a: {days: 1}}}'                                || "steward.yml:1:13: unknown key 'playbook' in retention; did you mean 'playbooks'?"
        '{playbooks: {a: {run: 1, days: 2}}}'                       || "steward.yml:1:29: unknown key 'run' in retention.playbooks.a; did you mean 'runs'?"
        '{days: 0}'                                                 || 'steward.yml:1:19: days is 0; expected at least 1'
        '{runs: -5}'                                                || 'steward.yml:1:19: runs is -5; expected at least 1'
        '{days: 30d}'                                               || "steward.yml:1:19: retention.days: expected a whole number, not '30d'"
        '{size: 5 gb}'                                              || "steward.yml:1:19: retention.size: expected a size such as 500MB, 5GB or 2GiB, not '5 gb'; did you mean '5GB'?"
        '{size: 2gib}'                                              || "steward.yml:1:19: retention.size: expected a size such as 500MB, 5GB or 2GiB, not '2gib'; did you mean '2GiB'?"
        '{size: 5G}'                                                || "steward.yml:1:19: retention.size: expected a size such as 500MB, 5GB or 2GiB, not '5G'; did you mean '5GB'?"
        '{size: 500}'                                               || "steward.yml:1:19: retention.size: expected a size such as 500MB, 5GB or 2GiB, not '500'"
        '{size: 5PB}'                                               || "steward.yml:1:19: retention.size: expected a size such as 500MB, 5GB or 2GiB, not '5PB'"
        '{size: -5GB}'                                              || "steward.yml:1:19: retention.size: expected a size such as 500MB, 5GB or 2GiB, not '-5GB'"
        '{size: 0GB}'                                               || "steward.yml:1:19: retention.size: expected at least 1KB, not '0GB'"
        '{size: 999999999999TB}'                                    || "steward.yml:1:19: retention.size: expected a size below 9000000TB, not '999999999999TB'"
        '{size: [5GB]}'                                             || 'steward.yml:1:19: retention.size is to be a single value'
        '{playbooks: {a: {days: 0}}}'                               || 'steward.yml:1:35: days is 0; expected at least 1'
        '{playbooks: {a: {runs: 0}}}'                               || 'steward.yml:1:35: runs is 0; expected at least 1'
        '{playbooks: {a: {size: 1XB}}}'                             || "steward.yml:1:35: retention.playbooks.a.size: expected a size such as 500MB, 5GB or 2GiB, not '1XB'"
        '{playbooks: {a: 30}}'                                      || 'steward.yml:1:28: retention.playbooks.a is to be a mapping of keys'
        '{playbooks: {a: {days: 1}, a.groovy: {runs: 2}}}'          || 'steward.yml:1:24: playbooks names a.groovy twice, as a and as a.groovy'
        '{playbooks: {a: {days: 1}, ./a: {days: 2}}}'               || 'steward.yml:1:24: playbooks names a.groovy twice, as a and as ./a'
        '{playbooks: [a]}'                                          || 'steward.yml:1:24: retention.playbooks is to be a mapping'
    }

    def 'a size is shown as it may be written: #bytes'() {
        expect:
        new Bytes(bytes).toString() == text
        Bytes.of(text).count() == bytes

        where:
        bytes           || text
        5_000_000_000   || '5GB'
        2L << 30        || '2GiB'
        1_500_000       || '1500KB'
        1_000_000_000_000 || '1TB'
        1024            || '1KiB'
    }

    def 'steward config shows each rule with its place'() {
        expect:
        load('{size: 5GB, playbooks: {weekly-updates: {runs: 200}}}').settings().findAll { it.name().startsWith('retention.') }.collect { [it.name(), it.value(), it.origin().replaceAll('.*/', '')] } ==
                [['retention.days', '365', 'default'], ['retention.runs', '100000', 'default'], ['retention.size', '5GB', 'steward.yml:1'],
                 ['retention.playbooks.weekly-updates.days', '', 'default'], ['retention.playbooks.weekly-updates.runs', '200', 'steward.yml:1'], ['retention.playbooks.weekly-updates.size', '', 'default']]
    }
}

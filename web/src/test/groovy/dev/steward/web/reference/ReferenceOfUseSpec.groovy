package dev.steward.web.reference

import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.runner.config.ConfigLoader
import dev.steward.web.main.Verbs
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The examples of commands and of steward.yml: each is taken by what reads it, and nothing is without one. */
class ReferenceOfUseSpec extends Specification {

    @TempDir @Shared Path dir

    static final List<String> LINES = ReferenceOfUseSpec.getResource('/reference/commands.txt').text.readLines()

    /** The words of a line as a shell splits them. */
    static String[] words(String line) {
        (line =~ /"([^"]*)"|(\S+)/).collect { it[1] ?: it[2] }.drop(1)
    }

    @Row('S-15')
    def 'the command line takes the example #line'() {
        when:
        Verbs.all().setCaseInsensitiveEnumValuesAllowed(true).parseArgs(words(line))

        then:
        noExceptionThrown()

        where:
        line << LINES
    }

    @Row('S-15')
    def 'every command has an example, and what it reads of its environment is known'() {
        given:
        def shown = LINES.collect { CommandReference.deepest(it) }.toSet()
        def read = ['runner', 'web'].collectMany { module ->
            def sources = []
            Checkout.root().resolve("$module/src/main/java").toFile().eachFileRecurse { if (it.name.endsWith('.java') && !it.path.contains('/lab/')) sources << it.text }
            sources
        }.collectMany { (it =~ /(?:\benvironment(?:\(\))?\.get(?:OrDefault)?|\bgetenv|\bvariable)\("([A-Z_]+)"/).collect { found -> found[1] } }.toSet()

        expect:
        CommandReference.commands().findAll { name, line -> !line.subcommands && !(name in shown) }.keySet() == [] as Set
        read == CommandReference.ENVIRONMENT.keySet() - ['STEWARD_SECRET_PATH']
    }

    @Row('S-15')
    def 'the configuration takes the example of #example.of: #example.text'() {
        given:
        def file = Files.writeString(dir.resolve('steward.yml'), example.text)

        when:
        new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.of(file))

        then:
        noExceptionThrown()

        where:
        example << Examples.read('configuration.yml')
    }

    @Row('S-15')
    def 'every key of #top is in an example'() {
        given: 'the keys that its examples say, with NAME for what one names oneself'
        def said = Examples.read('configuration.yml').findAll { it.of == top }.collectMany { example ->
            def file = Files.writeString(dir.resolve('steward.yml'), example.text)
            new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.of(file)).places().keySet()
        }.toSet()
        def sections = ConfigKeys.sections().findAll { top == ConfigReference.TOP ? !it.path : it.path.tokenize('.')[0] == top }
        def keys = sections.collectMany { section -> section.keys.findAll { section.path || !it.below }.collect { [section.path, it.name].findAll().join('.') } }

        expect:
        keys.findAll { key -> !said.any { it ==~ key.replace('.', '\\.').replace('NAME', '[^.]+') } } == []

        where:
        top << Examples.read('configuration.yml')*.of.unique()
    }

    def 'and every section has one'() {
        expect:
        ConfigKeys.sections()*.path.collect { it.tokenize('.')[0] ?: ConfigReference.TOP }.toSet() == Examples.read('configuration.yml')*.of.toSet()
    }
}

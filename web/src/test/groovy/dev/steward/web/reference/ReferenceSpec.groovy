package dev.steward.web.reference

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.dsl.source.SourceFolder
import dev.steward.dsl.word.Room
import dev.steward.dsl.word.Words
import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.runner.module.catalog.Modules
import groovy.transform.Memoized
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification

/** The reference in playbooks/reference: made of the code, never stale, and every example in it is taken by what would read it. */
class ReferenceSpec extends Specification {

    static final Path FOLDER = Checkout.root().resolve('playbooks/reference')
    static final String ANEW = 'mvn verify -pl dsl,runner,web -Dtest=ReferenceSpec -Dsurefire.failIfNoSpecifiedTests=false -DupdateGolden=true'

    @Shared Modules modules = new Modules()
    @Shared PlaybookCompiler compiler = new PlaybookCompiler(modules)

    @Memoized
    static Map<String, String> texts() {
        [modules: ModuleReference.text(), language: LanguageReference.text(), commands: CommandReference.text(), configuration: ConfigReference.text()]
    }

    @Row('S-15')
    def 'the reference says what this build is: #part'() {
        given:
        def file = FOLDER.resolve("${part}.md")
        if (Boolean.getBoolean('updateGolden')) {
            Files.writeString(file, text)
        }
        def there = Files.exists(file) ? Files.readAllLines(file) : []
        def wanted = text.readLines()
        def line = (0..<Math.max(there.size(), wanted.size())).find { there[it] != wanted[it] }
        def stale = line == null ? '' : "playbooks/reference/${part}.md is stale at line ${line + 1}: it has '${there[line]}', the code says '${wanted[line]}'. Make it anew: $ANEW"

        expect:
        stale == ''

        where:
        [part, text] << texts().collect { [it.key, it.value] }
    }

    def 'there are no others beside them, and every link within them leads to a heading'() {
        given:
        def headings = texts().collectEntries { name, text -> [name, (text =~ /(?m)^#{1,4} (.*)$/).collect { Markdown.anchor(it[1] as String) }] }

        expect:
        FOLDER.toFile().list().toSet() == texts().keySet().collect { it + '.md' }.toSet()
        texts().collectMany { name, text -> (text =~ /]\((?:([a-z]+)\.md)?(?:#([^)]*))?\)/).collect { [it[1] ?: name, it[2]] } }
                .findAll { page, anchor -> !(page in headings) || anchor && !(anchor in headings[page]) } == []
        headings.every { name, all -> all.size() == all.toSet().size() }
    }

    @Row('S-15')
    def 'every module, word, command, option and key says what it is'() {
        given:
        def sentences = modules.modules().collectMany { m -> [[m.name(), m.doc()]] + m.params().collect { ["${m.name()}.${it.name()}", it.doc()] } + m.returns().collect { ["${m.name()}.${it.name()}", it.doc()] } } +
                Words.list().collect { [it.name(), it.doc()] } + ConfigKeys.sections().collectMany { section -> [[section.path, section.doc]] + section.keys.collect { ["${section.path}.${it.name}", it.doc] } }
        def commands = CommandReference.commands().collectMany { name, line ->
            [[name, line.commandSpec.usageMessage().description().join(' ')]] + line.commandSpec.args().collect { ["$name ${it.option ? it.longestName() : it.paramLabel()}", it.description().join(' ')] }
        }
        def silent = (sentences.findAll { !(it[1] ==~ /(?s).{3,}\./) } + commands.findAll { !(it[1] ==~ /(?s).{4,}/) })*.first()

        expect:
        silent == []
    }

    def problems(String text, Map<String, String> beside = [:]) {
        SourceFolder folder = { file ->
            if (file == 'example.groovy') return text
            if (file in beside) return beside[file]
            def shipped = Checkout.root().resolve('playbooks').resolve(file)
            if (Files.exists(shipped)) return Files.readString(shipped)
            throw new NoSuchFileException(file)
        }
        compiler.check(folder, 'example.groovy', [:]).problems()*.toString()
    }

    static String task(String body) {
        """playbook('Example') { play('Example') { hosts 'all'
            tasks {
                task('Before') { apt upgrade: 'dist'; register 'upgrade' }
                task('Example') {
                    $body
                }
            }
            handlers { ['restart nginx', 'restart nut', 'restart app', 'tell the team'].each { name -> handler(name) { debug name } } }
        } }"""
    }

    @Row('S-15')
    def 'the check of playbooks takes the example of #example.of: #example.text'() {
        expect:
        problems(task(example.text)) == []

        where:
        example << Examples.read('modules.groovy')
    }

    static final String PLAY = "play('It') { hosts 'all'; tasks { task('Do') { debug 'it' } } }"
    static final String UNDO = "recover { play('Again') { hosts 'all'; tasks { task('Do') { debug 'it' } } } }"

    /** A word's example where it may stand. */
    String around(Room room, String name, String text) {
        def module = modules.modules()*.name().any { text =~ /(?m)^$it / } ? text : "$text\ndebug 'it'"
        switch (room) {
            case Room.FILE: return text
            case Room.PLAYBOOK:
                return name in ['onBattery', 'onPowerRestored', 'emergencyWhen', 'wayBack', 'stopBefore', 'phase']
                        ? "playbook('Example') { ${name == 'onBattery' ? '' : 'onBattery()'}\n$text\n${name == 'phase' ? '' : "phase('Stop') { $PLAY\n$UNDO }"} }"
                        : "playbook('Example') { $text\n$PLAY }"
            case Room.PHASE: return "playbook('Example') { onBattery()\nphase('Stop applications') { $PLAY\n$UNDO }\nphase('Stop') { $text\n$PLAY\n${name == 'recover' ? '' : UNDO} } }"
            case Room.PLAY:
                def handlers = "handlers { handler('restart nginx') { debug 'it' } }"
                return "playbook('Example') { play('It') { ${name == 'hosts' ? '' : "hosts 'all'"}\n$text\n${name == 'tasks' ? '' : "tasks { task('Do') { debug 'it'; notify 'restart nginx' } }\n${name == 'handlers' ? '' : handlers}"} } }"
            case [Room.TASKS, Room.BLOCK]: return "playbook('Example') { play('It') { hosts 'all'; tasks { $text }\nhandlers { handler('restart app') { debug 'it' } } } }"
            case Room.HANDLERS: return "playbook('Example') { play('It') { hosts 'all'; tasks { task('Do') { debug 'it'; notify 'restart nginx' } }\nhandlers { $text } } }"
            case Room.HANDLER: return "playbook('Example') { play('It') { hosts 'all'; tasks { task('Do') { debug 'it'; notify 'configuration changed' } }\nhandlers { handler('It') { $module } } } }"
            default: return task(module)
        }
    }

    @Row('S-15')
    def 'and the example of the word #example.of: #example.text'() {
        given:
        def word = Words.list().find { LanguageReference.heading(it) == example.of }
        def room = [Room.TASK, Room.PLAYBOOK, Room.PLAY, *word.rooms().sort()].find { it in word.rooms() }
        def list = Examples.read('words.groovy').find { it.of == 'taskList' }.text

        expect: 'where it may stand; a task list where it is included'
        example.of == 'taskList' || problems(around(room, word.name(), example.text), ['tasks/restart.groovy': list]) == []

        where:
        example << Examples.read('words.groovy')
    }

    @Row('S-15')
    def 'and the example of #example.of: #example.text'() {
        expect:
        problems(example.text) == []

        where:
        example << Examples.read('values.groovy')
    }
}

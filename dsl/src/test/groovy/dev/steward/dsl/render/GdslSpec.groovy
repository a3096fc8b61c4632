package dev.steward.dsl.render

import dev.steward.dsl.TestCatalog
import dev.steward.dsl.catalog.ModuleCatalog
import dev.steward.dsl.catalog.ModuleSchema
import dev.steward.dsl.catalog.Param
import dev.steward.dsl.word.Room
import dev.steward.dsl.word.Words
import spock.lang.Specification

/** The IDE's file, carried out as the IDE does: each contributor says what completes in its place. */
class GdslSpec extends Specification {

    /** The few words of IntelliJ's GDSL that are used; collects the methods offered, by where. */
    static class Ide {
        String within
        final Map<String, List<Map>> offered = [:].withDefault { [] }

        Object context(Map where) { where.scope }
        Object scriptScope() { 'script' }
        Object closureScope(Map how) { assert how.isArg; 'closure' }
        boolean enclosingCall(String name) { name == within }
        Map parameter(Map it) { it }
        void method(Map it) { offered[within ?: 'script'] << it }
        void contributor(Object scope, Closure body) {
            if ((scope == 'script') == (within == null)) {
                body.delegate = this
                body.resolveStrategy = Closure.DELEGATE_FIRST
                body.call()
            }
        }
    }

    static List<Map> completed(String text, String within = null) {
        def ide = new Ide(within: within)
        def script = new GroovyShell().parse(text)
        ['contributor', 'context', 'scriptScope', 'closureScope', 'enclosingCall', 'parameter', 'method'].each { name ->
            script.metaClass."$name" = { Object... args -> ide.invokeMethod(name, args) }
        }
        script.run()
        ide.offered[within ?: 'script']
    }

    String text = Gdsl.of(new TestCatalog())

    def 'in the braces of #opener complete the words of that place, and modules only in a task: #room'() {
        given:
        def words = Words.list().findAll { room in it.rooms() }*.name()
        def modules = new TestCatalog().modules()*.name()

        expect:
        words
        completed(text, opener)*.name.toSet() == (words + (room in [Room.TASK, Room.HANDLER] ? modules : [])).toSet()

        where:
        opener     | room
        null       | Room.FILE
        'playbook' | Room.PLAYBOOK
        'play'     | Room.PLAY
        'phase'    | Room.PHASE
        'recover'  | Room.PLAYS
        'task'     | Room.TASK
        'handler'  | Room.HANDLER
    }

    def 'a module completes with its parameters, their types and what they may be'() {
        given:
        def apt = completed(text, 'task').find { it.name == 'apt' }

        expect:
        apt.namedParams.find { it.name == 'cacheValidTime' }.type == 'java.time.Duration'
        apt.namedParams.find { it.name == 'autoremove' }.type == 'java.lang.Boolean'
        apt.namedParams.find { it.name == 'upgrade' }.doc.endsWith('One of dist, full, safe.')
    }

    def 'whatever stands in an explanation, the file stays a script that only explains'() {
        given:
        def nasty = "it's a \\ and \${System.exit(1)}\nline'); System.exit(1); ('"
        def catalog = Stub(ModuleCatalog) {
            modules() >> [new ModuleSchema('odd', nasty, [new Param('p', Param.Type.TEXT, false, [], nasty)], Optional.empty(), false, [])]
        }

        when:
        def odd = completed(Gdsl.of(catalog), 'task').find { it.name == 'odd' }

        then:
        odd.doc == nasty.replace('\n', ' ')
        odd.namedParams[0].doc == nasty.replace('\n', ' ')
    }

    def 'the same catalog gives the same text'() {
        expect:
        Gdsl.of(new TestCatalog()) == text
    }
}

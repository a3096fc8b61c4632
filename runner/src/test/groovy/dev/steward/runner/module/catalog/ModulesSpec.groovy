package dev.steward.runner.module.catalog

import com.tngtech.archunit.core.domain.JavaModifier
import com.tngtech.archunit.core.importer.ClassFileImporter
import dev.steward.dsl.catalog.Param
import dev.steward.runner.module.Checked
import dev.steward.runner.module.Doc
import dev.steward.runner.module.ModuleInfo
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.Positional
import dev.steward.runner.module.ShellText
import dev.steward.runner.module.TaskModule
import dev.steward.runner.secret.Secret
import java.time.Duration
import org.codehaus.groovy.runtime.DefaultGroovyMethods

class ModulesSpec extends ModuleTry {

    def 'every module class is on the list'() {
        given:
        def classes = new ClassFileImporter().importPackages('dev.steward.runner.module')
                .findAll { it.isAssignableTo(TaskModule) && !it.modifiers.contains(JavaModifier.ABSTRACT) && !it.packageName.contains('test') }

        expect:
        classes*.simpleName.toSet() == modules.modules().collect { modules.named(it.name()).get().class.simpleName }.toSet()
        classes.size() == modules.modules().size()
    }

    def 'no module has a name that every Groovy object or closure has'() {
        given:
        def taken = (Object.methods + Closure.methods + DefaultGroovyMethods.methods.findAll { m ->
            m.parameterTypes && m.parameterTypes[0] in [Object, Closure]
        })*.name.toSet() + ['run', 'print', 'println', 'evaluate']

        expect:
        modules.modules()*.name().findAll { it in taken } == []
        modules.modules().every { it.name() ==~ /[a-z][a-zA-Z]+/ }
    }

    def 'every parameter and result is explained'() {
        expect:
        modules.modules().every { module ->
            module.doc().length() > 20 && module.params().every { it.doc() && it.doc().endsWith('.') } && module.returns().every { it.doc().endsWith('.') }
        }
        modules.modules().every { m -> modules.named(m.name()).get().args().recordComponents.count { it.isAnnotationPresent(Positional) } <= 1 }
        modules.modules().every { m -> !m.params()*.name().any { it in ['register', 'when', 'become', 'changedWhen', 'notify', 'tags', 'loop'] } }
    }

    def 'the schema says what the record says'() {
        given:
        def apt = modules.find('apt').get()

        expect:
        apt.param('upgrade').get().type() == Param.Type.CHOICE
        apt.param('upgrade').get().choices() == ['dist', 'full', 'safe']
        apt.param('cacheValidTime').get().type() == Param.Type.DURATION
        apt.param('updateCache').get().type() == Param.Type.FLAG
        apt.params().every { !it.required() }
        apt.positional().get() == 'name'
        modules.find('command').get().param('argv').get().required()
        modules.find('shell').get().param('script').get().type() == Param.Type.SHELL
        modules.find('assertThat').get().param('that').get().type() == Param.Type.CONDITIONS
        modules.find('setFact').get().freeForm()
        modules.find('addHost').get().freeForm()
        !apt.freeForm()
    }

    def 'the version changes with any schema and with nothing else'() {
        expect:
        modules.version() == new Modules().version()
        modules.version() ==~ /[0-9a-f]{16}/
    }

    def 'arguments of the wrong kind are refused with what was expected: #module #arguments'() {
        when:
        ArgsBinder.bind(modules.named(module).get(), arguments)

        then:
        def e = thrown(WrongArguments)
        said.every { e.message.contains(it) }

        where:
        module     | arguments                                     || said
        'apt'      | [upgrade: 'dits']                             || ["'upgrade' of 'apt' is one of [dist, full, safe], not 'dits'; did you mean 'dist'?"]
        'apt'      | [cacheValidTime: '1h']                        || ["'cacheValidTime' of 'apt' takes a duration such as 5.minutes, not the text '1h'"]
        'apt'      | [updateCache: 'yes']                          || ["takes true or false, not the text 'yes'"]
        'apt'      | [updtateCache: true]                          || ["'apt' has no parameter 'updtateCache'; did you mean 'updateCache'?"]
        'apt'      | [upgrade: 'x', updateCache: 3]                || ["'upgrade'", "'updateCache'"]
        'stat'     | [:]                                           || ["'path' of 'stat' is missing"]
        'stat'     | [path: null]                                  || ["'path' of 'stat' is missing"]
        'stat'     | [path: ['/a']]                                || ['takes text, not the list [/a]']
        'command'  | [argv: ['a', new Secret('hunter2')]]          || ['takes no secret']
        'waitFor'  | [port: 5_000_000_000L]                        || ['takes a whole number']
        'waitFor'  | [port: 1.5G]                                  || ['takes a whole number']
        'template' | [src: 'a', dest: '/b', vars: 'x']             || ["takes a map, not the text 'x'"]
        'assertThat' | [that: ['x']]                               || ['takes a condition in braces']
    }

    def 'arguments of the right kind are bound: #arguments'() {
        expect:
        ArgsBinder.bind(modules.named(module).get(), arguments)."$component"() == value

        where:
        module       | arguments                        | component      || value
        'apt'        | [name: 'nginx']                  | 'name'         || Optional.of(['nginx'])
        'apt'        | [name: ['a', 'b'], state: 'absent'] | 'state'     || Optional.of(dev.steward.runner.module.packages.Apt.State.ABSENT)
        'apt'        | [updateCache: null]              | 'updateCache'  || false
        'apt'        | [lockTimeout: Duration.ofSeconds(3)] | 'lockTimeout' || Optional.of(Duration.ofSeconds(3))
        'waitFor'    | [port: 80L]                      | 'port'         || Optional.of(80)
        'waitFor'    | [port: 80G]                      | 'port'         || Optional.of(80)
        'stat'       | [path: 12]                       | 'path'         || '12'
        'shell'      | [script: 'true']                 | 'script'       || new ShellText('true', [:])
        'setFact'    | [a: 1, b: [x: 2]]                | 'more'         || [a: 1, b: [x: 2]]
        'assertThat' | [that: [new Checked('x', true)]] | 'that'         || [new Checked('x', true)]
    }

    def 'what does not fit fails the host, and says so'() {
        expect:
        failed(call('stat'))
    }
}

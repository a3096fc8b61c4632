package dev.steward.dsl.check

import org.codehaus.groovy.control.CompilerConfiguration

/** Runs a script as a playbook tool without precautions would: every word is taken, every block is called. */
abstract class Gullible extends Script {

    static void run(String text) {
        def configuration = new CompilerConfiguration(scriptBaseClass: Gullible.name)
        def shell = new GroovyShell(Gullible.classLoader, new Binding(), configuration)
        try {
            shell.evaluate(text)
        } catch (Throwable e) {
            assert e != null // it may well fail after it acted
        } finally {
            shell.classLoader.close()
        }
    }

    def methodMissing(String name, Object args) {
        for (Object argument : (Object[]) args) {
            if (argument instanceof Closure) {
                argument.delegate = this
                argument.resolveStrategy = Closure.DELEGATE_FIRST
                argument.call()
            }
        }
        this
    }
}

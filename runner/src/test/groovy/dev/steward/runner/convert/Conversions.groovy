package dev.steward.runner.convert

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Converts what a spec says in a folder of its own; what comes out is always taken by the check. */
abstract class Conversions extends Specification {

    @TempDir Path dir
    @Shared Modules modules = new Modules()

    protected Converted converted(String yaml) {
        def file = Files.writeString(dir.resolve('playbook.yml'), yaml.stripIndent())
        def converted = new PlaybookConversion(new PlaybookCompiler(modules), modules).of(file, 'playbook.yml')
        assert converted.problems() == []
        converted
    }

    /** One task of a play that has these vars, written as a map of YAML. */
    protected Converted task(String said, String vars) {
        converted("- hosts: all\n  vars: $vars\n  tasks:\n    - " + said.replace('\n', '\n      '))
    }
}

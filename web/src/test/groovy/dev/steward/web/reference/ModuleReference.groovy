package dev.steward.web.reference

import static dev.steward.web.reference.Markdown.code
import static dev.steward.web.reference.Markdown.table

import dev.steward.dsl.catalog.ModuleSchema
import dev.steward.dsl.catalog.Param
import dev.steward.runner.module.ModuleInfo
import dev.steward.runner.module.catalog.Modules

/** {@code modules.md}: what a task can call. */
final class ModuleReference {

    private static final Map<ModuleInfo.CheckMode, String> CHECK = [
            (ModuleInfo.CheckMode.SIMULATES): 'With `--check` it says what it would change.',
            (ModuleInfo.CheckMode.SKIPS)    : 'With `--check` it is skipped: it cannot know what it would change.',
            (ModuleInfo.CheckMode.READS)    : 'It changes nothing, and does the same with `--check`.']

    static final Map<Param.Type, String> TAKES = Param.Type.values().collectEntries { [it, it.words()] }

    private ModuleReference() { }

    static String text() {
        def modules = new Modules()
        def examples = Examples.read('modules.groovy')
        """\
$Markdown.NOTE
# Modules

What a task can call. A task calls one module and says around it when, how often and as whom: see [the language](language.md).

Every result also has what stands at [result](language.md#result).

${table(['module', 'what it does'], modules.modules().collect { ["[${it.name()}](#${Markdown.anchor(it.name())})".toString(), it.doc()] })}\
${modules.modules().collect { section(it, Modules.info(modules.named(it.name()).get()), examples) }.join('\n')}"""
    }

    private static String section(ModuleSchema module, ModuleInfo info, List examples) {
        def notes = [CHECK[info.check()],
                     module.positional().map { "`${it}` needs no name: it is what stands first." }.orElse(''),
                     module.freeForm() ? 'It takes further values of any name.' : '',
                     info.local() ? 'It never needs the host.' : '',
                     info.onCancel() == ModuleInfo.OnCancel.FINISHES ? 'A cancelled run lets it come to its end.' : '',
                     info.limited() ? 'Without a `timeout` of its own, `defaults.commandTimeout` of steward.yml ends it.' : ''].findAll { it }
        """\
## ${module.name()}

${module.doc()}

${Examples.blocks(examples, module.name(), 'groovy')}
${table(['parameter', 'takes', 'meaning'], module.params().collect { [code(it.name()), takes(it) + (it.required() ? '; needed' : ''), it.doc()] })}\
${table(['result', 'is', 'meaning'], module.returns().collect { [code(it.name()), TAKES[it.type()].replaceFirst(/ \(or.*| such as.*/, ''), it.doc()] })}\
${notes.join(' ')}
"""
    }

    static String takes(Param param) {
        param.choices() ? 'one of ' + param.choices().collect { code("'$it'") }.join(', ') : param.form() == Param.Form.ANY ? TAKES[param.type()] : param.form().words()
    }
}

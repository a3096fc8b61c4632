package dev.steward.web.reference

import static dev.steward.web.reference.Markdown.code
import static dev.steward.web.reference.Markdown.table

/** {@code configuration.md}: every key of steward.yml. */
final class ConfigReference {

    /** The heading of what stands at the top. */
    static final String TOP = 'the file'

    private ConfigReference() { }

    static String text() {
        def examples = Examples.read('configuration.yml')
        """\
$Markdown.NOTE
# Configuration

Every key of `steward.yml`. The file is looked for as `--config`, `\$STEWARD_CONFIG`, `./steward.yml` and `/etc/steward/steward.yml`; without one the defaults hold.

Relative paths start at the file. A key that is not known refuses the start, with a suggestion; `steward config` shows each value in effect and where it came from. Durations are numbers with `ms`, `s`, `m`, `h` or `d`. Where a text below says *empty*, it means that the key is left out. `NAME` stands for a name of your own.

${ConfigKeys.sections().collect { section(it, examples).stripTrailing() + '\n' }.join('\n')}"""
    }

    static String heading(ConfigKeys.Section section) { section.path ?: TOP }

    private static String section(ConfigKeys.Section section, List examples) {
        def heading = heading(section)
        def own = examples.findAll { it.of == heading || heading == "${it.of}.NAME" }
        def shown = own ? own.collect { "```yaml\n$it.text\n```\n" }.join('\n') + '\n' : heading == TOP ? '' : "For an example see [${top(heading)}](#${Markdown.anchor(top(heading))}).\n\n"
        """\
${heading.contains('.') ? "<a id=\"${Markdown.anchor(heading)}\"></a>\n\n" : ''}## $heading

${heading == TOP ? 'What stands at the left edge of the file.' : section.doc}

$shown${table(['key', 'takes', 'meaning'], section.keys.collect { [code(it.name), (it.below ? "$it.takes: see [$it.below](#${Markdown.anchor(it.below)})" : cut(it.takes)) + (it.needed ? '; needed' : ''), it.doc + (it.usual ? " Unless said: ${cut(it.usual)}." : '')] })}"""
    }

    /** The section whose example shows it too. */
    private static String top(String path) { path.tokenize('.')[0].with { it in ['schedules', 'proxmox', 'wake', 'hooks'] ? it + '.NAME' : it } }

    /** Long lists of words are cut: the whole one is told where a word of it is wrong. */
    private static String cut(String text) {
        text.length() > 420 ? text.replaceAll(/^(.{0,320}[,\]]).*$/, '$1 …') : text
    }
}

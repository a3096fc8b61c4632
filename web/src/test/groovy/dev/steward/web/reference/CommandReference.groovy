package dev.steward.web.reference

import static dev.steward.web.reference.Markdown.code
import static dev.steward.web.reference.Markdown.table

import dev.steward.runner.cli.Exit
import dev.steward.web.main.Verbs
import java.lang.reflect.Modifier
import picocli.CommandLine
import picocli.CommandLine.Model.ArgSpec

/** {@code commands.md}: every verb with its options, exit codes, what it reads of its environment, and examples. */
final class CommandReference {

    /** What the program itself reads of its environment. */
    static final Map<String, String> ENVIRONMENT = [
            STEWARD_CONFIG       : 'The configuration, where `--config` does not say it.',
            STEWARD_HOME         : 'The state directory; it goes before `stateDir` of steward.yml.',
            STATE_DIRECTORY      : 'As systemd sets it: the state directory where nothing else says one.',
            CREDENTIALS_DIRECTORY: 'As systemd sets it: files named as secrets, with . in place of /.',
            VISUAL               : 'What `steward vault edit` opens a file in.',
            EDITOR               : 'The same, where VISUAL is not set.',
            SSH_AUTH_SOCK        : 'The agent that holds SSH keys.',
            XDG_RUNTIME_DIR      : 'Where temporary files of `steward vault edit` lie, so that they never reach a disk.',
            NUT_CONFPATH         : 'Where NUT keeps its files, where it is not /etc/nut.',
            SUDO_USER            : 'The person who is written down as who did it, under sudo; else USER.',
            USER                 : 'The person who is written down as who did it.',
            NO_COLOR             : 'Set to anything: no colours.',
            'STEWARD_SECRET_PATH': 'A secret by its path in capitals, with _ in place of what is no letter or digit: `secret(\'app/token\')` is STEWARD_SECRET_APP_TOKEN.']

    private CommandReference() { }

    /** The words behind the program's name, and the command. */
    static Map<String, CommandLine> commands(CommandLine line = Verbs.all(), Map<String, CommandLine> all = [:]) {
        all[line.commandSpec.qualifiedName()] = line
        new TreeMap<>(line.subcommands).each { name, below -> commands(below, all) }
        all
    }

    static String text() {
        def lines = Examples.getResource('/reference/commands.txt').text.readLines()
        """\
$Markdown.NOTE
# Commands

What can be said behind `steward`. Most commands need no server: they use the state directory themselves, and talk to the server through a local socket where one runs.

${commands().collect { name, line -> section(name, line, lines).stripTrailing() + '\n' }.join('\n')}
## exit codes

What a command ends with, for scripts. Where one means something else by a number, its description says so.

${table(['code', 'meaning'], Exit.fields.findAll { Modifier.isStatic(it.modifiers) }.collect { [code(it.get(null) as String), SourceDocs.constant(Exit, it.name)] })}
## environment

What the program reads of its environment.

${table(['variable', 'meaning'], ENVIRONMENT.collect { name, meaning -> [code(name), meaning] })}"""
    }

    private static String section(String name, CommandLine line, List<String> lines) {
        def spec = line.commandSpec
        def mine = lines.findAll { deepest(it) == name }
        def below = new TreeMap<>(line.subcommands)
        """\
## $name

${spec.usageMessage().description().collect { clean(it) }.join(' ')}

${mine ? "```sh\n${mine.join('\n')}\n```\n\n" : ''}\
${table(['command', 'what it does'], below.collect { word, sub -> ["[${sub.commandSpec.qualifiedName()}](#${Markdown.anchor(sub.commandSpec.qualifiedName())})".toString(), clean(sub.commandSpec.usageMessage().description().join(' '))] })}\
${table(['option', 'takes', 'meaning'], spec.args().findAll { !it.hidden() && !(it.option && it.longestName() in ['--help', '--version']) }.sort { it.option }.collect { row(it) })}"""
    }

    private static List<String> row(ArgSpec arg) {
        def words = arg.completionCandidates()?.toList()
        def flag = arg.option && arg.arity().max() == 0
        def usual = arg.option && arg.defaultValue() ? " Unless said: `${arg.defaultValue()}`." : ''
        [arg.option ? arg.names().sort { it.length() }.reverse().collect { code(it) }.join(' ') : code(arg.paramLabel()),
         (flag ? '' : words ? 'one of ' + words.collect { code(it.toLowerCase(Locale.ROOT)) }.join(', ') : arg.option ? code(arg.paramLabel()) : arg.multiValue ? 'one or more' : 'one') + (arg.required() ? '; needed' : ''),
         clean(arg.description().join(' ')).replace('${COMPLETION-CANDIDATES}', words?.join(', ') ?: '').replace('${DEFAULT-VALUE}', arg.defaultValue() ?: '') + usual]
    }

    private static String clean(String text) { text.replace('%%', '%').replaceAll(/\s+/, ' ').trim() }

    /** The command that a line is, by the words before its first option or value. */
    static String deepest(String line) {
        def at = Verbs.tree()
        def name = ['steward']
        for (word in line.split(' ').drop(1)) {
            if (!at.subcommands.containsKey(word)) break
            at = at.subcommands[word]
            name << word
        }
        name.join(' ')
    }
}

package dev.steward.web.reference

import static dev.steward.web.reference.Markdown.code
import static dev.steward.web.reference.Markdown.table

import dev.steward.dsl.script.Results
import dev.steward.dsl.value.Methods
import dev.steward.dsl.value.Type
import dev.steward.dsl.value.Units
import dev.steward.dsl.value.Ups
import dev.steward.dsl.word.Room
import dev.steward.dsl.word.Word
import dev.steward.dsl.word.Words
import dev.steward.runner.module.system.Facts

/** {@code language.md}: the words of a playbook, values and what can be called on them. */
final class LanguageReference {

    /** The chapters, each with the rooms whose words stand in it; a word stands in the first that has it. */
    private static final Map<String, List<Room>> CHAPTERS = ['Files, plays and their parts': [Room.FILE, Room.PLAYBOOK, Room.TASK_LIST, Room.PLAY, Room.TASKS, Room.HANDLERS],
                                                              'Tasks'                       : [Room.TASK, Room.HANDLER, Room.BLOCK],
                                                              'Outages'                     : [Room.PHASE, Room.PLAYS]]
    private static final Set<String> POWER = ['onBattery', 'onPowerRestored', 'emergencyWhen', 'wayBack', 'stopBefore', 'phase']

    private static final Map<String, String> METHODS = [
            size: 'How many there are; of a text its letters.', isEmpty: 'Whether there is nothing in it.', trim: 'Without blanks at both ends.', toLowerCase: 'In lower case.', toUpperCase: 'In upper case.',
            toInteger: 'As a whole number.', toBigDecimal: 'As a number.', readLines: 'Its lines.', contains: 'Whether that is in it.', startsWith: 'Whether it begins so.', endsWith: 'Whether it ends so.',
            replace: 'With the second text in place of each of the first.', tokenize: 'Its parts, cut at any of these letters.', substring: 'The letters from the first place up to before the second; the first place is 0.',
            first: 'The first element; null where there is none.', last: 'The last element; null where there is none.', reverse: 'The other way round.', sort: 'In order.', unique: 'Each element once.',
            flatten: 'Lists in it become their elements.', sum: 'All elements added up; 0 where there is none.', max: 'The greatest element.', min: 'The least element.', take: 'So many from the begin.', drop: 'Without so many from the begin.',
            join: 'As one text, with that in between.', collect: 'What the block makes of each.', findAll: 'Those for which the block holds.', find: 'The first for which the block holds; null where there is none.',
            any: 'Whether the block holds for one.', every: 'Whether the block holds for all.', count: 'For how many the block holds.', keySet: 'Its keys.', values: 'Its values.', containsKey: 'Whether it has that key.',
            toString: 'As a text.', toSeconds: 'In seconds.', toMillis: 'In milliseconds.']

    private LanguageReference() { }

    /** A word's heading; two words of one name are told apart by where they stand. */
    static String heading(Word word) {
        Words.list().count { it.name() == word.name() } == 1 ? word.name() : "${word.name()} in ${rooms(word)}"
    }

    static String rooms(Word word) {
        word.rooms().sort()*.words().join(' or ')
    }

    static String text() {
        def examples = Examples.read('words.groovy')
        def values = Examples.read('values.groovy')
        def seen = [] as Set
        def chapters = CHAPTERS.collect { title, rooms ->
            def words = Words.list().findAll { word -> (word.name() in POWER ? title == 'Outages' : word.rooms().any { it in rooms }) && seen.add(word) }
            "# $title\n\n" + words.collect { section(it, examples) }.join('\n')
        }
        assert seen.size() == Words.list().size(), "${Words.list().findAll { !(it in seen) }*.name()} stand in no chapter of the language reference"
        """\
$Markdown.NOTE
# Language

A playbook is Groovy text of the words below. Reading one starts nothing: it is checked as a whole, and whatever is wrong is told with its line and a suggestion before a host is asked.

What tasks call stands with the [modules](modules.md).

${table(['word', 'what it means'], (Words.list().collect { [heading(it), it.doc()] } + values.collect { [it.of, it.sentence] } + [['units', 'Durations and sizes.'], ['methods', 'What can be called on a value.']]).collect { ["[${it[0]}](#${Markdown.anchor(it[0])})".toString(), it[1]] })}\
${chapters.join('\n').replaceAll(/(?m)^# .*\n\n/, '')}
${values.collect { "## $it.of\n\n$it.sentence\n\n```groovy\n$it.text\n```\n\n${properties(it.of)}" }.join('')}\
## units

Durations and sizes are numbers with a unit, as `90.seconds` and `2.GiB`; a number without one is refused where a duration is wanted.

${table(['unit', 'of'], Units.durationUnits().collect { [code(it), 'a duration'] } + Units.sizeUnits().collect { [code(it), 'a size, by 1024'] })}\
## methods

What can be called on a value. Nothing else of Groovy or Java can be called, and none of these changes what it is called on.

${table(['method', 'of', 'gives'], methods())}"""
    }

    private static String section(Word word, List examples) {
        def slots = word.positional().collect { [it, false] } + word.named().collect { [it, true] }
        def braces = [Question: 'a condition', Items: 'what yields a list'][word.braces().class.simpleName] ?: word.inner().map { 'the words of ' + it.words() }.orElse(null)
        def rows = slots.collect { slot, named ->
            [code(named ? slot.param().name() + ':' : slot.param().name()), (slot.many() ? 'one or more: ' : '') + ModuleReference.takes(slot.param()), slot.param().required() ? 'no' : 'yes']
        } + (braces ? [['`{ … }`', braces, 'no']] : []) + (word.free() ? [['`NAME:`', 'any value, by any name', 'yes']] : [])
        """\
## ${heading(word)}

${word.doc()}

${Examples.blocks(examples, heading(word), 'groovy')}
${table(['behind it', 'takes', 'may be left out'], rows)}\
Stands in ${rooms(word)}${word.once() ? ', once.' : ', as often as wanted.'}
"""
    }

    private static String properties(String of) {
        switch (of) {
            case 'ups': return table(['property', 'is', 'meaning'], SourceDocs.params(Ups).collect { name, doc -> [code(name), Ups.TYPE.properties()[name].name(), doc] })
            case 'host': return table(['property', 'is', 'meaning'], [['name', 'its name'], ['vars', 'its variables of the inventory'], ['groups', 'the names of its groups'], ['facts', 'what it is, asked when something first wants to know']]
                    .collect { [code(it[0]), Results.HOST.properties()[it[0]].name(), it[1].capitalize() + '.'] }) + "`facts`: ${SourceDocs.of(Facts).replaceFirst(/.*Plain data: /, '')}\n\n"
            case 'result': return table(['property', 'is'], Results.EVERY.sort().collect { name, type -> [code(name), type.name()] })
            default: return ''
        }
    }

    private static List<List<String>> methods() {
        Methods.ALL.collect { method ->
            assert METHODS[method.name()], "the method '${method.name()}' of a value has no sentence: add one to LanguageReference.METHODS"
            def written = method.block() ? "${method.name()} { … }" : "${method.name()}(${method.parameters().collect { it.name().toLowerCase(Locale.ROOT) }.join(', ')})"
            [code(written), kind(method.of()), METHODS[method.name()]]
        }
    }

    private static String kind(Type.Kind kind) {
        [TEXT: 'a text', LIST: 'a list', MAP: 'a map', NUMBER: 'a number', DURATION: 'a duration'][kind.name()]
    }
}

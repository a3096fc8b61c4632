package dev.steward.web.reference

import dev.steward.real.Checkout
import java.nio.file.Files
import java.util.regex.Pattern

/** What the sources say of a class and of its components: the Javadoc is the one place where that is written. */
final class SourceDocs {

    private static final Map<Class, String> TEXTS = [:]

    private SourceDocs() { }

    /** The sentences before the first tag. */
    static String of(Class type) {
        plain(block(type).split(/(?m)^@/)[0])
    }

    /** By component, in order. */
    static Map<String, String> params(Class type) {
        (block(type) =~ /(?ms)^@param (\w+)\s+(.*?)(?=^@|\z)/).collect { [it[1], sentence(plain(it[2] as String))] }.collectEntries()
    }

    /** What stands in front of the constant of a name. */
    static String constant(Class type, String name) {
        plain(before(type, ~/public static final \S+ $name\b/))
    }

    private static String block(Class type) {
        before(type, ~/(?:record|class|enum|interface) ${type.simpleName}\b/)
    }

    /** The last Javadoc before what is declared so. */
    private static String before(Class type, Pattern declared) {
        String text = source(type)
        def at = declared.matcher(text)
        assert at.find(), "$type.name has no $declared"
        int begin = text.lastIndexOf('/**', at.start())
        assert begin >= 0, "$type.name has no Javadoc before $declared"
        text.substring(begin + 3, text.indexOf('*/', begin)).readLines()*.replaceFirst(/^\s*\* ?/, '').join('\n').trim()
    }

    private static String source(Class type) {
        def top = type
        while (top.enclosingClass) { top = top.enclosingClass }
        TEXTS.computeIfAbsent(top) {
            Files.readString(['dsl', 'runner', 'web'].collect { Checkout.root().resolve("$it/src/main/java/${top.name.replace('.', '/')}.java") }.find { Files.exists(it) })
        }
    }

    private static String plain(String text) {
        text.replaceAll(/\s+/, ' ').replaceAll(/<code>(.*?)<\/code>/, '`$1`').replaceAll(/\{@code ((?:[^{}]|\{[^{}]*})*)}/, '`$1`')
                .replaceAll(/\{@link (?:[^}\s]*[.#])?(\w+)}/, '$1').replaceAll(/<\/?p>/, '').replaceAll(/\s+/, ' ').trim()
    }

    /** With a capital and a full stop. */
    private static String sentence(String text) {
        def begin = text.startsWith('`') ? text : text.capitalize()
        begin.endsWith('.') ? begin : begin + '.'
    }
}

package dev.steward.web.reference

import dev.steward.dsl.value.Units
import dev.steward.runner.config.StewardConfig
import dev.steward.runner.config.Values
import dev.steward.runner.config.keep.Bytes
import dev.steward.runner.secret.Secret
import java.lang.reflect.ParameterizedType
import java.lang.reflect.Type
import java.nio.file.Path
import java.time.Duration
import java.time.LocalTime
import java.time.ZoneId

/** Every key of steward.yml, read off the records that the file is bound to. */
final class ConfigKeys {

    /** A mapping of the file: its path, with NAME where one names it oneself, and what its record says. */
    static class Section {
        String path
        String doc
        List<Key> keys = []
    }

    /** A key: what it takes, what holds where it is not said, and what it means. */
    static class Key {
        String name
        String takes
        String usual
        String doc
        String below
        boolean needed
    }

    static final Path BASE = Path.of('/etc/steward')

    private static final Map<Class, String> WORDS = [(String): 'text', (int): 'a whole number', (Integer): 'a whole number', (boolean): 'true or false', (Path): 'a path',
                                                      (Duration): 'a duration such as 5m', (Secret): "a secret, or `secret('path')`", (ZoneId): 'a time zone', (LocalTime): 'a time of day',
                                                      (Bytes): 'a size such as 500MB or 2GiB']

    private final List<Section> all = []

    private ConfigKeys() { }

    /** The sections in the order of the file; the top one has no path. */
    static List<Section> sections() {
        def keys = new ConfigKeys()
        keys.read('', StewardConfig, StewardConfig.defaults(BASE, Path.of('.steward')))
        keys.all
    }

    private void read(String path, Class type, Object usual) {
        def section = new Section(path: path, doc: SourceDocs.of(type))
        all << section
        def docs = SourceDocs.params(type)
        type.recordComponents.each { component ->
            def value = component.accessor.with { it.accessible = true; it.invoke(usual) }
            def inner = record(component.genericType)
            def named = component.type == Map && inner
            def below = inner ? [path, component.name, named ? 'NAME' : null].findAll { it }.join('.') : null
            section.keys << new Key(name: component.name, takes: takes(component.genericType), usual: shown(value, inner), doc: docs[component.name], below: below, needed: value == null)
        }
        type.recordComponents.each { component ->
            def inner = record(component.genericType)
            if (inner) {
                def value = component.accessor.invoke(usual)
                read([path, component.name, component.type == Map ? 'NAME' : null].findAll { it }.join('.'), inner, inner.isInstance(value) ? value : usually(inner))
            }
        }
    }

    private static Object usually(Class section) {
        section.getDeclaredField('DEFAULT').with { it.accessible = true; it.get(null) }
    }

    /** The record that a mapping is bound to; null: it is none. */
    private static Class record(Type type) {
        if (type instanceof ParameterizedType) {
            def of = type.actualTypeArguments[-1]
            return of instanceof Class && of.record ? of : null
        }
        (type as Class).record ? type as Class : null
    }

    private static String takes(Type type) {
        if (type instanceof ParameterizedType) {
            def of = type.actualTypeArguments[-1]
            switch (type.rawType) {
                case Optional: return takes(of)
                case List: return 'one or a list of: ' + takes(of)
                default: return record(type) ? 'mappings by name' : 'a mapping'
            }
        }
        def plain = type as Class
        if (plain.record) {
            return 'a mapping'
        }
        plain.enum ? 'one of ' + plain.enumConstants.collect { "`${it.toString().toLowerCase(Locale.ROOT)}`" }.join(', ') : WORDS[plain] ?: { throw new IllegalStateException("no words for $plain") }()
    }

    private static String shown(Object value, Class inner) {
        if (value == null) {
            return ''
        }
        if (value instanceof Optional ? value.empty : value instanceof Collection || value instanceof Map ? value.isEmpty() : false) {
            return ''
        }
        if (inner) {
            return value instanceof Map ? value.keySet().collect { "`$it`" }.join(', ') : ''
        }
        def text = value instanceof Duration ? Units.written(value) : value instanceof Optional && value.get() instanceof Duration ? Units.written(value.get() as Duration) : Values.show(value).replace("$BASE/", '')
        text ? "`$text`" : ''
    }
}

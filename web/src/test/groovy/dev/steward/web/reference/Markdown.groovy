package dev.steward.web.reference

/** Pieces of Markdown, as the pages know it. */
final class Markdown {

    static final String NOTE = '<!-- Made from the code. Do not edit: ReferenceSpec says when it is stale, and how it is made anew. -->'

    private Markdown() { }

    /** A table; an empty one is nothing. */
    static String table(List<String> head, List<List<String>> rows) {
        rows ? [head, head.collect { '---' }, *rows].collect { row -> '| ' + row.collect { cell(it) }.join(' | ') + ' |\n' }.join('') + '\n' : ''
    }

    private static String cell(String text) {
        (text ?: '').replaceAll(/\s*\n\s*/, ' ').replaceAll(/(?<!\\)\|/, '\\\\|')
    }

    static String code(String text) { "`$text`" }

    /** As a browser and a repository's page name the place of a heading. */
    static String anchor(String heading) {
        heading.toLowerCase(Locale.ROOT).replaceAll(/[^a-z0-9]+/, "-").replaceAll(/^-|-$/, "")
    }
}

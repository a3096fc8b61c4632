package dev.steward.web.reference

/** The examples of the reference, as they lie in a resource: behind a line '== NAME' or '== NAME | SENTENCE' each. */
final class Examples {

    /** One of them. */
    static class Example {
        String of
        String sentence
        String text
    }

    private Examples() { }

    /** Those of a resource, in its order. */
    static List<Example> read(String resource) {
        Examples.getResource("/reference/$resource").text.split(/(?m)^== /).drop(1).collect { part ->
            def (head, text) = part.split('\n', 2) as List<String>
            def words = head.split(/ \| /, 2) as List<String>
            new Example(of: words[0].trim(), sentence: words[1], text: text.stripTrailing())
        }
    }

    /** Those of a name, as blocks of Markdown. */
    static String blocks(List<Example> all, String name, String language) {
        def mine = all.findAll { it.of == name }
        assert mine, "nothing shows '$name': add an example to web/src/test/resources/reference"
        mine.collect { "```$language\n$it.text\n```\n" }.join('\n')
    }
}

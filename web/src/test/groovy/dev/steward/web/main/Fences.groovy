package dev.steward.web.main

import java.nio.file.Files
import java.nio.file.Path

/** The fenced blocks of a Markdown file, which specs carry out. */
final class Fences {

    private Fences() { }

    /** Those of one language, in their order. */
    static List<String> of(Path file, String language) {
        def blocks = []
        def block = null
        Files.readAllLines(file).each { line ->
            if (line == '```' + language) {
                block = []
            } else if (line == '```' && block != null) {
                blocks << block.join('\n')
                block = null
            } else {
                block?.add(line)
            }
        }
        blocks
    }
}

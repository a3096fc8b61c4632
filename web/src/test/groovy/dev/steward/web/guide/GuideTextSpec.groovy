package dev.steward.web.guide

import spock.lang.Specification
import spock.lang.Timeout

@Timeout(20)
class GuideTextSpec extends Specification {

    def 'what only looks like a mark of Markdown is text: #line'() {
        expect:
        GuideText.html("# Title\n\nBefore.\n$line\n\nAfter.\n") == "<p>Before.</p>\n$html<p>After.</p>\n".toString()

        where:
        line               || html
        '#word'            || '<p>#word</p>\n'
        '#'                || '<p>#</p>\n'
        '##### Five'       || '<p>##### Five</p>\n'
        '|'                || '<p>|</p>\n'
        '|word'            || '<p>|word</p>\n'
        '#word\nand more'  || '<p>#word and more</p>\n'
        '#one\n#two'       || '<p>#one</p>\n<p>#two</p>\n'
    }

    def 'what is not closed ends with the text: #what'() {
        expect:
        GuideText.html(text) == html

        where:
        what         | text                  || html
        'a code'     | '```\nsteward\n'      || '<pre tabindex="0"><code>steward\n</code></pre>\n'
        'a table'    | '| a | b |'           || '<div class="scroll" tabindex="0"><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n</tbody></table></div>\n'
        'a list'     | '- one\n  and more'   || '<ul>\n<li>one and more</li>\n</ul>\n'
        'nothing'    | ''                    || ''
    }
}

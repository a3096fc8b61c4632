package dev.steward.web.reference

import dev.steward.house.Row
import dev.steward.web.WebFixture
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The reference as people without a script read it: pages, places in them, and a search. */
class ReferencePageSpec extends Specification {

    @TempDir @Shared Path dir
    @Shared @AutoCleanup WebFixture web

    def setupSpec() { web = new WebFixture(dir) }

    @Row('S-15')
    def 'every page leads there, and each part is a list of all its words, each with an anchor and a page of its own: #part.name'() {
        given:
        def body = web.get("/reference/${part.name()}").body()

        expect:
        web.get('/').body().contains('href="/reference"')
        web.get('/reference').body().contains("href=\"/reference/${part.name()}\"")
        part.entries().findAll { !body.contains("<li id=\"${it.anchor()}\"") || !body.contains("href=\"${it.path()}\"") }*.word() == []
        part.entries().findAll { entry ->
            def html = entry.html()
            html.findAll(/ id="[^"]+"/).countBy { it }.any { it.value > 1 } || html.replaceAll('(?s)<pre.*?</pre>', '') =~ /```|\]\(|&lt;!--|\| ---/
        }*.word() == []

        where:
        part << Reference.all()
    }

    @Row('S-15')
    def 'a word has an address: #path'() {
        given:
        def answer = web.get(path)

        expect:
        answer.statusCode() == 200
        texts.every { answer.body().contains(it) }
        answer.headers().firstValue('content-security-policy').present
        answer.body().contains(beside)

        where:
        path                         | beside                                     || texts
        '/reference/modules/apt'     | 'href="/reference/modules/assertthat"'      || ['<h2 id="apt">apt</h2>', '<tr id="apt-updatecache">', 'With <code>--check</code> it says what it would change']
        '/reference/language/loop'   | 'href="/reference/language#loop"'          || ['Once for each item of a list', 'host.vars.sites']
        '/reference/language/result' | 'href="/reference/language/units"'          || ['<code>unreachable</code>']
    }

    def 'what is not there is told with the next step: #path'() {
        expect:
        with(web.get(path)) {
            statusCode() == 404
            body().contains(text)
        }

        where:
        path                   || text
        '/reference/nosuch'    || 'it has modules, language, commands, configuration'
        '/reference/modules/x' || 'Search at /reference'
    }

    @Row('S-15')
    def 'a search finds "#asked" nearest first: #first'() {
        expect:
        with(Search.find(asked)) {
            it[0].word() == first
            it[0].path() == path
        }
        web.get("/reference?q=${URLEncoder.encode(asked, 'UTF-8')}").body().contains("href=\"$path\"")

        where:
        asked         || first         | path
        'apt'         || 'apt'         | '/reference/modules/apt'
        'updateCache' || 'updateCache' | '/reference/modules/apt#apt-updatecache'
        'RETRIES'     || 'retries'     | '/reference/language/retries'
        'runs retry'  | 'steward runs retry' | '/reference/commands/steward-runs-retry'
        'mustEndBy'   | 'mustEndBy'   | '/reference/configuration/schedules-name#schedules-name-mustendby'
        'magic packet'|| 'wakeOnLan'   | '/reference/modules/wakeonlan'
    }

    def 'a search for #asked finds nothing and says so, with nothing of it run'() {
        expect:
        Search.find(asked) == []
        web.get("/reference?q=${URLEncoder.encode(asked, 'UTF-8')}").body().with { !contains('<script>alert') && contains('Nothing in the reference holds') }

        where:
        asked << ['nosuchthing', '<script>alert(1)</script>']
    }
}

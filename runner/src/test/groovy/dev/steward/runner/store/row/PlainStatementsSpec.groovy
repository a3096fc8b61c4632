package dev.steward.runner.store.row

import java.nio.file.Files
import java.nio.file.Path
import org.jdbi.v3.core.Jdbi
import org.jdbi.v3.core.statement.ColonPrefixSqlParser
import org.jdbi.v3.core.statement.DefinedAttributeTemplateEngine
import org.jdbi.v3.core.statement.SqlStatements
import org.jdbi.v3.core.statement.StatementContext
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

class PlainStatementsSpec extends Specification {

    @Shared @AutoCleanup def handle = Jdbi.create('jdbc:h2:mem:plain')
            .configure(SqlStatements) { new PlainStatements().in(it) }.open()
    @Shared StatementContext context = handle.createQuery('select 1').context

    def 'a statement is read as JDBI would read it: #sql'() {
        expect:
        read(new PlainStatements(), sql) == read(new ColonPrefixSqlParser(), sql)

        where:
        sql << [
                '', 'select 1', ':a', 'select :a', 'select * from t where a = :a and b_2=:b_2)', 'values (:a,:b,:a)',
                "select ':no' || :yes", "select '' || :a || 'it''s :no'", 'select ":no" from "t:x" where c = :c',
                "select 'a\\':no' || :a", 'select a::text from t where b = :b', 'select :a::text', 'select :a.b', 'select :a?.b',
                'select ? from t', 'select ?', '?', 'values (?,?, ?)', 'select a ?? b', 'select a ?| b', "select '?' where a=?", 'select :a, ?', 'select ?, :a', 'select 1 -- :no', 'select /* :no */ :a', 'select 5 - :a / 2', 'select :größe', "select 'ü', :a",
                'select :a\nfrom t\twhere x < :b', 'select :__ids_0, :__ids_1', 'select 1 where a <> :b', "select '\n:no' , :a", "select 'open :a", 'select "open :a',
        ]
    }

    def 'every statement of the product is read as JDBI would read it'() {
        given:
        def folder = Path.of(System.getProperty('basedir', '.'), 'src/main/java/dev/steward/runner')
        def texts = Files.walk(folder).filter { it.toString().endsWith('.java') }.toList().collectMany { file ->
            def text = Files.readString(file)
            text.findAll(/(?s)"""\n(.*?)"""/) + text.findAll(/"((?:[^"\\\n]|\\.)*)"/).collect { it[1..-2] }
        }.findAll { it =~ /(?i)^\W*(select|insert|update|delete|merge|with)\b/ }

        expect:
        texts.size() > 150
        texts.findAll { sql -> read(new ColonPrefixSqlParser(), sql) != read(new PlainStatements(), sql) } == []
    }

    def 'lists and what is defined are put in, and a plain comparison is none'() {
        expect:
        handle.createQuery('select x from system_range(1, 9) where x in (<some>) and x < :most order by x')
                .bindList('some', [2, 4, 8]).bind('most', 8).mapTo(Integer).list() == [2, 4]
        handle.createQuery("select '<' || x from system_range(1, 1) where x <:most").bind('most', 2).mapTo(String).one() == '<1'
    }

    def 'what is defined is put in where JDBI would put it in: #sql'() {
        given:
        def query = handle.createQuery('select 1').define('some', ':a, $1 \\\\ <other>').define('other', 2)

        expect:
        rendered(new PlainStatements(), sql, query.context) == rendered(new DefinedAttributeTemplateEngine(), sql, query.context)

        where:
        sql << ['select <some>', 'select 1', '<some><other>', 'select 1 where a <> <other>', 'select a<b>c', "select '<some>', <some>",
                'select "<some>"', 'select /* <some> */ <other>', 'select 1 -- <some>', 'select 4 / <other> - <other>', 'select \\<some>',
                'select <missing>', 'select 1 where a < b and c > d', 'select <some >']
    }

    private rendered(engine, String sql, context) {
        try {
            engine.render(sql, context)
        } catch (RuntimeException e) {
            e.message
        }
    }

    private read(parser, String sql) {
        try {
            parser.parse(sql, context)
        } catch (RuntimeException e) {
            e.message
        }
    }
}
